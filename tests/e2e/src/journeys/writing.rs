//! What takes something away is asked for each time: by the Hub ID in production, by one step in a sandbox. Neither Enter
//! nor Ctrl Enter sends it, and the focus goes back to where it came from.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::app::App;
use crate::error::{Error, Result, unexpected, until};
use crate::journeys::screens::choose_theme;
use crate::journeys::three_portals::{self, PRODUCTION, Portal, SANDBOX};
use crate::journeys::{Context, steps};
use crate::keys;
use crate::page::{Name, Page};
use crate::ports::free_port;

const CONTACTS: &str = "/crm/objects/2026-03/contacts";

pub fn run(context: &mut Context) -> Result<()> {
    let port = free_port();
    let (_server, info) = steps::outside_demo(context, port)?;
    let app = context.start_app()?;
    let result = all(context, &app, &info, port);
    context.watch(&app.page, result)?;
    app.quit()
}

fn all(context: &mut Context, app: &App, info: &Value, port: u16) -> Result<()> {
    let page = &app.page;
    page.resize(1280, 800)?;
    three_portals::add_app(context, app, info, port)?;
    page.click("button", Name::Has("Connect a portal with Three"))?;
    three_portals::consent_to(context, app, &PRODUCTION)?;
    page.click("button", "Connect a portal")?;
    page.click("button", Name::Has("Use Three portals"))?;
    three_portals::consent_to(context, app, &SANDBOX)?;
    production(context, page)?;
    empty_create(context, page)?;
    sandbox(context, page)
}

fn production(context: &mut Context, page: &Page) -> Result<()> {
    let contact = new_contact(context, &PRODUCTION)?;
    draft_delete(page, &PRODUCTION, &contact)?;
    page.wait_for_text("This portal is read-only.")?;
    if page.driver.is_enabled(&page.find("button", "Archive in Acme Americas…")?)? {
        return unexpected("a locked portal can be written to");
    }
    unlock(page)?;
    nothing_but_the_hub_id_sends(context, page, &contact)?;
    pictures(context, page, &PRODUCTION, "production")?;
    ask_by_key(page, &PRODUCTION)?;
    page.fill("textbox", Name::Has("Type the Hub ID"), PRODUCTION.hub_id)?;
    page.click("button", "Archive in Acme Americas")?;
    page.wait_for_text("204 ")?;
    expect_status(context, &PRODUCTION, &contact, 404)?;
    // One confirmation is for one call.
    ask_by_key(page, &PRODUCTION)?;
    page.press(&[keys::ESCAPE])?;
    page.wait_until_gone("alertdialog", Name::Has(""))
}

fn unlock(page: &Page) -> Result<()> {
    page.click("button", "Unlock writing…")?;
    page.fill("textbox", Name::Has("Type the Hub ID"), PRODUCTION.hub_id)?;
    page.click("button", "Unlock writing")?;
    page.wait_for_text("Writing locks itself at ")
}

/// Keys, and the id of another portal.
fn nothing_but_the_hub_id_sends(context: &Context, page: &Page, contact: &str) -> Result<()> {
    ask_by_key(page, &PRODUCTION)?;
    wait_for_focus(page, "textbox", Name::Has("Type the Hub ID"))?;
    page.type_text(SANDBOX.hub_id)?;
    page.press(&[keys::ENTER])?;
    page.click("button", "Archive in Acme Americas")?;
    page.wait_for_text("This is not the Hub ID of Acme Americas. Nothing was sent.")?;
    expect_status(context, &PRODUCTION, contact, 200)?;
    page.press(&[keys::ESCAPE])?;
    page.wait_until_gone("alertdialog", Name::Has(""))?;
    wait_for_focus(page, "textbox", "Path".into())?;
    ask_by_key(page, &PRODUCTION)?;
    wait_for_focus(page, "textbox", Name::Has("Type the Hub ID"))?;
    page.type_text(PRODUCTION.hub_id)?;
    page.press(&[keys::ENTER])?;
    page.driver.press(&[keys::CONTROL], &[keys::ENTER])?;
    expect_status(context, &PRODUCTION, contact, 200)?;
    page.find("alertdialog", Name::Has("Archive in Acme Americas"))?;
    page.press(&[keys::ESCAPE])?;
    page.wait_until_gone("alertdialog", Name::Has(""))
}

/// A template without a property is not sent by one key.
fn empty_create(context: &mut Context, page: &Page) -> Result<()> {
    let before = contacts(context, &PRODUCTION)?;
    choose_method(page, "POST")?;
    page.fill("textbox", "Path", CONTACTS)?;
    page.fill("textbox", "Request body (JSON)", "{ \"properties\": {} }")?;
    page.find("button", "Create a contact in Acme Americas…")?;
    page.driver.press(&[keys::CONTROL], &[keys::ENTER])?;
    page.find("alertdialog", Name::Has("Create a contact in Acme Americas"))?;
    page.wait_for_text("This creates a contact without any property in Acme Americas.")?;
    wait_for_focus(page, "button", "Cancel".into())?;
    context.named_picture(page, "writing-empty-create")?;
    context.check_accessibility(page, "the question before a contact without any property is created")?;
    page.press(&[keys::ENTER])?;
    page.wait_until_gone("alertdialog", Name::Has(""))?;
    wait_for_focus(page, "textbox", "Request body (JSON)".into())?;
    if contacts(context, &PRODUCTION)? != before {
        return unexpected("a contact was created without a confirmation");
    }
    page.click("button", "Create a contact in Acme Americas…")?;
    page.click("button", "Create a contact in Acme Americas")?;
    page.wait_for_text("201 Created")
}

fn sandbox(context: &mut Context, page: &Page) -> Result<()> {
    let contact = new_contact(context, &SANDBOX)?;
    draft_delete(page, &SANDBOX, &contact)?;
    page.tab_to("button", "Archive in Acme sandbox…")?;
    page.press(&[keys::ENTER])?;
    page.find("alertdialog", Name::Has("Archive in Acme sandbox"))?;
    wait_for_focus(page, "button", "Cancel".into())?;
    page.press(&[keys::ENTER])?;
    page.wait_until_gone("alertdialog", Name::Has(""))?;
    wait_for_focus(page, "button", "Archive in Acme sandbox…".into())?;
    expect_status(context, &SANDBOX, &contact, 200)?;
    pictures(context, page, &SANDBOX, "sandbox")?;
    page.click("button", "Archive in Acme sandbox…")?;
    page.click("button", "Archive in Acme sandbox")?;
    page.wait_for_text("204 ")?;
    expect_status(context, &SANDBOX, &contact, 404)
}

fn draft_delete(page: &Page, portal: &Portal, path: &str) -> Result<()> {
    three_portals::open(page, portal)?;
    steps::open_view(page, "Console")?;
    choose_method(page, "DELETE")?;
    page.fill("textbox", "Path", path)?;
    page.find("button", format!("Archive in {}…", portal.name).as_str()).map(drop)
}

fn choose_method(page: &Page, method: &str) -> Result<()> {
    page.click("button", Name::Has("Method"))?;
    page.click("option", method)?;
    page.wait_until_gone("option", method)
}

fn ask_by_key(page: &Page, portal: &Portal) -> Result<()> {
    page.click("textbox", "Path")?;
    page.driver.press(&[keys::CONTROL], &[keys::ENTER])?;
    page.find("alertdialog", Name::Has(&format!("Archive in {}", portal.name))).map(drop)
}

fn wait_for_focus(page: &Page, role: &str, name: Name<'_>) -> Result<()> {
    let found = until("the focus", || Ok(page.has_focus(role, name)?.then_some(())));
    found.map_err(|error| Error::Unexpected(format!("{error} on the {role}; it is on {:?}", page.focus())))
}

/// The button, and the question at two sizes, in both themes.
fn pictures(context: &mut Context, page: &Page, portal: &Portal, name: &str) -> Result<()> {
    for theme in ["Dark", "Light"] {
        choose_theme(page, theme)?;
        three_portals::open(page, portal)?;
        steps::open_view(page, "Console")?;
        let word = theme.to_lowercase();
        page.find("button", Name::Has("Archive in"))?;
        context.named_picture(page, &format!("writing-{name}-{word}"))?;
        page.click("button", Name::Has("Archive in"))?;
        page.find("alertdialog", Name::Has("Archive in"))?;
        for (width, height) in [(1280, 800), (900, 600)] {
            page.resize(width, height)?;
            context.named_picture(page, &format!("writing-{name}-asked-{word}-{width}x{height}"))?;
            context
                .check_accessibility(page, &format!("the question in {name}, {word}, {width}x{height}"))?;
        }
        page.press(&[keys::ESCAPE])?;
        page.wait_until_gone("alertdialog", Name::Has(""))?;
        page.resize(1280, 800)?;
    }
    Ok(())
}

fn new_contact(context: &Context, portal: &Portal) -> Result<String> {
    let body = r#"{"properties":{"lastname":"Short-lived"}}"#;
    let made = by_command_line(context, portal, &["POST", CONTACTS, "--body", "-"], body)?;
    let id = made["body"]["id"].as_str();
    id.map(|id| format!("{CONTACTS}/{id}"))
        .ok_or_else(|| Error::Unexpected(format!("no contact was made: {made}")))
}

fn contacts(context: &Context, portal: &Portal) -> Result<Option<u64>> {
    let path = format!("{CONTACTS}/search");
    let found = by_command_line(context, portal, &["POST", &path, "--body", "-"], r#"{"limit":1}"#)?;
    Ok(found["body"]["total"].as_u64())
}

fn expect_status(context: &Context, portal: &Portal, path: &str, status: u64) -> Result<()> {
    let found = by_command_line(context, portal, &["GET", path], "")?;
    if found["status"].as_u64() == Some(status) {
        return Ok(());
    }
    unexpected(format!("{path} answers {}, not {status}", found["status"]))
}

/// What the portal has, past the window.
fn by_command_line(context: &Context, portal: &Portal, arguments: &[&str], body: &str) -> Result<Value> {
    let mut command = context.desktop.command(context.program("portalscope-cli"));
    command.args(["send", "--json", "--portal", portal.hub_id, "--write-to-production", portal.hub_id]);
    let mut process = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut input = process.stdin.take().ok_or_else(|| Error::Unexpected("no input".to_owned()))?;
    input.write_all(body.as_bytes())?;
    drop(input);
    let output = process.wait_with_output()?;
    serde_json::from_slice(&output.stdout).map_err(|error| Error::Unexpected(error.to_string()))
}
