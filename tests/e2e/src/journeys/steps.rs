//! Steps that several journeys take, by mouse.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::Value;

use crate::app::App;
use crate::browser::Browser;
use crate::error::{Error, Result, unexpected, until};
use crate::journeys::{Context, screens};
use crate::keyring;
use crate::memory::Needle;
use crate::page::{Name, Page};
use crate::process::Process;

pub const PORTAL: &str = "Acme Europe";
/// How the portal's row in the rail begins: name and environment.
pub const IN_THE_RAIL: &str = "Acme Europe DEMO";
const CONTACTS: &str = "/crm/objects/2026-03/contacts";

/// A demo portal of the command line, and the document that it prints. Dropping it stops it.
pub fn outside_demo(context: &Context, port: u16) -> Result<(Process, Value)> {
    let mut command = context.desktop.command(context.program("portalscope-cli"));
    command.args(["demo-portal", &format!("--port={port}")]).stdout(Stdio::piped());
    let mut portal = Process::start(&mut command)?;
    let output = portal.child().stdout.take().ok_or_else(|| Error::Unexpected("no output".to_owned()))?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let info = serde_json::from_str(&line).map_err(|error| Error::Unexpected(error.to_string()))?;
    Ok((portal, info))
}

/// From the first view to a connected portal, through the consent page in the browser.
pub fn connect_demo(context: &mut Context, app: &App) -> Result<()> {
    begin_demo(app)?;
    let address = context.desktop.next_opened()?;
    consent(context, &address, |page| {
        page.click("radio", Name::Has(PORTAL))?;
        page.click("button", "Connect app")
    })?;
    app.page.find("heading", PORTAL).map(drop)
}

pub fn begin_demo(app: &App) -> Result<()> {
    app.page.click("button", "Start the demo portal")?;
    app.page.find("heading", "Waiting for your consent in the browser").map(drop)
}

/// Opens the consent page in the browser and does there what a person does, until the app's own last page is shown.
pub fn consent(context: &Context, address: &str, act: impl Fn(&Page) -> Result<()>) -> Result<()> {
    let browser = Browser::open(&context.desktop, address)?;
    act(&browser.page)?;
    until("the browser to come back to the app", || {
        Ok(browser.page.driver.url()?.contains("/oauth/callback").then_some(()))
    })?;
    browser.page.find("heading", Name::Has(""))?;
    browser.close()
}

/// The address asks for everything that the flow needs to be safe.
pub fn check_authorize_address(address: &str) -> Result<()> {
    let wanted =
        ["client_id=", "redirect_uri=", "scope=", "state=", "code_challenge=", "code_challenge_method=S256"];
    match wanted.iter().find(|part| !address.contains(**part)) {
        Some(part) => unexpected(format!("the authorize address lacks {part}")),
        None if address.starts_with("http://localhost:") || address.starts_with("http://127.0.0.1:") => {
            Ok(())
        }
        None => unexpected("the demo portal's authorize address is not on this computer"),
    }
}

/// Connects the demo portal by a service key of its, pasted past the page.
pub fn connect_by_key(context: &mut Context, page: &Page, key: &str) -> Result<()> {
    page.click("button", "Use a token")?;
    context.desktop.copy(key)?;
    page.click("textbox", Name::Has("paste here"))?;
    page.driver.press(&[crate::keys::CONTROL], &["v"])?;
    page.wait_for_text("A service key or private-app token of data centre")?;
    page.click("button", "Check and connect")?;
    page.find("heading", PORTAL).map(drop)
}

pub fn open_view(page: &Page, name: &str) -> Result<()> {
    page.click("tab", name)
}

pub fn time_left(page: &Page) -> Result<String> {
    let timer = page.find("timer", "Time left")?;
    page.driver.text(&timer)
}

/// The countdown shows at least two later times within some seconds.
pub fn countdown_ticks(page: &Page) -> Result<()> {
    let mut last = time_left(page)?;
    for _ in 0..2 {
        last = until("the countdown to tick", || {
            let now = time_left(page)?;
            Ok((now < last).then_some(now))
        })?;
    }
    Ok(())
}

/// A GET with the connected credential, whichever it is.
pub fn send_from_console(page: &Page) -> Result<()> {
    open_view(page, "Console")?;
    send_get(page)
}

/// A GET in the console, typed as a path.
pub fn send_get(page: &Page) -> Result<()> {
    page.fill("textbox", "Path", CONTACTS)?;
    wait_for_verdict(page, "Allowed")?;
    page.click("button", Name::Has("Send to"))?;
    page.wait_for_text("200 OK")?;
    page.wait_for_text("results")
}

/// A POST with a body; until it is valid, Send is disabled and shows why.
pub fn send_post(page: &Page) -> Result<()> {
    page.click("button", Name::Has("Method"))?;
    page.click("option", "POST")?;
    page.fill("textbox", "Request body (JSON)", "{ \"properties\": { \"firstname\": } }")?;
    page.wait_for_text("Not valid")?;
    page.wait_for_text("To send, correct the body: ")?;
    let send = page.find("button", Name::Has("Send to"))?;
    if page.driver.is_enabled(&send)? {
        return unexpected("Send can be pressed with a body that is not JSON");
    }
    page.fill(
        "textbox",
        "Request body (JSON)",
        "{ \"properties\": { \"firstname\": \"Ada\", \"lastname\": \"Lovelace\" } }",
    )?;
    page.wait_for_text("Valid JSON")?;
    page.click("button", Name::Has("Send to"))?;
    page.wait_for_text("201 Created")
}

/// A call for a missing record: the error is explained in plain words.
pub fn send_to_missing_record(page: &Page) -> Result<()> {
    page.click("button", Name::Has("Method"))?;
    page.click("option", "GET")?;
    page.fill("textbox", "Path", &format!("{CONTACTS}/1999999999"))?;
    page.click("button", Name::Has("Send to"))?;
    page.wait_for_text("404 ")?;
    page.wait_for_text("Category")
}

pub fn wait_for_verdict(page: &Page, word: &str) -> Result<()> {
    until(&format!("the verdict \"{word}\""), || {
        Ok(page.text()?.to_lowercase().contains(&word.to_lowercase()).then_some(()))
    })
}

/// Every secret in the session's keyring, none of which may be anywhere else.
pub fn secrets(context: &Context) -> Result<Vec<Needle>> {
    let items = keyring::items(&context.desktop.bus_address())?;
    if items.is_empty() {
        return unexpected("the keyring holds nothing, though a portal is connected");
    }
    let items = items.into_iter().filter(|item| !is_version(item)).collect::<Vec<_>>();
    let needle = |item: &keyring::Item| match std::str::from_utf8(&item.secret) {
        Ok(text) if text.is_ascii() && text.len() >= 16 => Ok(Needle::new(item.label.clone(), text)),
        _ => unexpected(format!("the keyring entry {} is not a secret that can be searched for", item.label)),
    };
    items.iter().map(needle).collect()
}

pub fn keyring_is_empty(context: &Context) -> Result<()> {
    let items = keyring::items(&context.desktop.bus_address())?;
    let kept = items.iter().filter(|item| !is_version(item));
    let labels: Vec<&str> = kept.map(|item| item.label.as_str()).collect();
    if labels.is_empty() {
        Ok(())
    } else {
        unexpected(format!("the keyring still holds {}", labels.join(", ")))
    }
}

/// The version of the keyring's format, which is not a secret.
fn is_version(item: &keyring::Item) -> bool {
    item.label.starts_with("keyring:schema")
}

/// None of these texts is in the memory of the web process, while a text that the page shows is.
pub fn absent_from_web_process(app: &App, secrets: Vec<Needle>) -> Result<()> {
    let found = app.found_in_web_process(PORTAL, secrets)?;
    if found.is_empty() {
        return Ok(());
    }
    Err(Error::Unexpected(format!("in the web process's memory: {}", found.join(", "))))
}

pub fn disconnect(page: &Page) -> Result<()> {
    page.click("button", "Portal actions")?;
    page.click("menuitem", Name::Has("Disconnect"))?;
    page.find("alertdialog", Name::Has("Disconnect"))?;
    page.click("button", "Disconnect")?;
    page.find("heading", "Connect your first portal").map(drop)
}

/// Only the look changes, so that what is open stays so.
pub fn in_all_shapes(context: &mut Context, page: &Page, name: &str) -> Result<()> {
    for theme in ["light", "dark"] {
        screens::show_theme(page, theme)?;
        for (width, height) in [(1280, 800), (900, 600)] {
            page.resize(width, height)?;
            context.named_picture(page, &format!("{name}-{theme}-{width}x{height}"))?;
            context.check_accessibility(page, &format!("{name}, {theme}, {width}x{height}"))?;
        }
    }
    screens::show_theme(page, "light")?;
    page.resize(1280, 800)
}
