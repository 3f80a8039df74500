//! One OAuth app, three portals at a demo server outside the app: production-like, sandbox, and production-like in the
//! EU. It is plain which is which; production is written to only when unlocked, and locked again at the next start. The
//! command line sees the same connections, and the window what the command line changes.

use serde_json::Value;

use crate::app::App;
use crate::error::{Error, Result, unexpected, until};
use crate::journeys::{Context, steps};
use crate::keyring;
use crate::keys;
use crate::memory::Needle;
use crate::page::{Name, Page};
use crate::ports::free_port;

const APP: &str = "Three portals";
pub(super) const PRODUCTION: Portal = Portal { name: "Acme Americas", hub_id: "19874402", badge: "PROD" };
pub(super) const SANDBOX: Portal = Portal { name: "Acme sandbox", hub_id: "48220319", badge: "SANDBOX" };
const EU: Portal = Portal { name: "Acme Europe", hub_id: "26041877", badge: "PROD" };
const SCOPES: &str = "oauth crm.objects.contacts.read crm.objects.contacts.write";

pub(super) struct Portal {
    pub name: &'static str,
    pub hub_id: &'static str,
    badge: &'static str,
}

pub fn run(context: &mut Context) -> Result<()> {
    let port = free_port();
    let (_server, info) = steps::outside_demo(context, port)?;
    let app = context.start_app()?;
    let first = connect_and_write(context, &app, &info, port);
    context.watch(&app.page, first)?;
    app.quit()?;
    let again = context.start_app()?;
    let second = locked_again_and_away(context, &again);
    context.watch(&again.page, second)?;
    again.quit()
}

fn connect_and_write(context: &mut Context, app: &App, info: &Value, port: u16) -> Result<()> {
    app.page.resize(1280, 800)?;
    add_app(context, app, info, port)?;
    app.page.click("button", Name::Has("Connect a portal with Three"))?;
    consent_to(context, app, &PRODUCTION)?;
    for portal in [&SANDBOX, &EU] {
        app.page.click("button", "Connect a portal")?;
        app.page.click("button", Name::Has("Use Three portals"))?;
        consent_to(context, app, portal)?;
    }
    app.page.wait_for_text("EU (eu1) data centre")?;
    context.named_picture(&app.page, "three-portals")?;
    context.check_accessibility(&app.page, "three portals")?;
    the_command_line_sees_them(context)?;
    sandbox_is_written_to(&app.page)?;
    production_is_unlocked_first(context, app)?;
    let secrets = steps::secrets(context)?;
    if secrets.len() < 7 {
        return unexpected(format!(
            "the keyring holds {} secrets of one app and three portals",
            secrets.len()
        ));
    }
    absent(app, secrets)
}

pub(super) fn add_app(context: &mut Context, app: &App, info: &Value, port: u16) -> Result<()> {
    let page = &app.page;
    let told = |name: &str| info[name].as_str().ok_or_else(|| Error::Unexpected(format!("no {name}")));
    page.click("button", "OAuth apps")?;
    page.click("button", Name::Has("Add an app"))?;
    page.fill("textbox", "Name", APP)?;
    page.fill("textbox", "Client id", told("client_id")?)?;
    context.desktop.copy(told("client_secret")?)?;
    page.click("textbox", "Client secret: paste here")?;
    page.driver.press(&[keys::CONTROL], &["v"])?;
    page.find("button", "Replace Client secret")?;
    page.fill("textbox", "Required scopes", SCOPES)?;
    page.click("button", Name::Has("Server"))?;
    page.click("option", "A demo portal on this computer")?;
    page.fill("textbox", "Port of the demo portal", &port.to_string())?;
    page.click("button", "Save")?;
    page.wait_until_gone("dialog", Name::Has("Add an OAuth app"))?;
    context.named_picture(page, "three-portals-app")?;
    context.check_accessibility(page, "the list of apps")
}

pub(super) fn consent_to(context: &mut Context, app: &App, portal: &Portal) -> Result<()> {
    app.page.click("button", "Continue in the browser")?;
    let address = context.desktop.next_opened()?;
    steps::check_authorize_address(&address)?;
    steps::consent(context, &address, |page| {
        page.click("radio", Name::Has(portal.name))?;
        page.click("button", "Connect app")
    })?;
    app.page.find("heading", portal.name)?;
    find_in_the_rail(&app.page, portal)
}

fn find_in_the_rail(page: &Page, portal: &Portal) -> Result<()> {
    page.find("option", Name::Has(&format!("{} {}", portal.name, portal.badge))).map(drop)
}

pub(super) fn open(page: &Page, portal: &Portal) -> Result<()> {
    page.click("option", Name::Has(&format!("{} {}", portal.name, portal.badge)))?;
    page.find("heading", portal.name).map(drop)
}

/// The same connections, and not one of their secrets.
fn the_command_line_sees_them(context: &Context) -> Result<()> {
    let output =
        context.desktop.command(context.program("portalscope-cli")).args(["portals", "--json"]).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    for portal in [&PRODUCTION, &SANDBOX, &EU] {
        if !text.contains(portal.hub_id) {
            return unexpected(format!("the command line does not see {}: {text}", portal.name));
        }
    }
    let items = keyring::items(&context.desktop.bus_address())?;
    let is_told = |item: &&keyring::Item| {
        item.secret.len() >= 16 && std::str::from_utf8(&item.secret).is_ok_and(|secret| text.contains(secret))
    };
    let told = items.iter().find(is_told);
    told.map_or(Ok(()), |item| unexpected(format!("the command line tells {}", item.label)))
}

fn sandbox_is_written_to(page: &Page) -> Result<()> {
    open(page, &SANDBOX)?;
    steps::send_from_console(page)?;
    steps::send_post(page)
}

fn production_is_unlocked_first(context: &mut Context, app: &App) -> Result<()> {
    let page = &app.page;
    open(page, &PRODUCTION)?;
    steps::send_from_console(page)?;
    page.click("button", Name::Has("Method"))?;
    page.click("option", "POST")?;
    page.wait_for_text("This portal is read-only.")?;
    // There is no body yet, so the act is named.
    if page.driver.is_enabled(&page.find("button", "Create a contact in Acme Americas…")?)? {
        return unexpected("a locked portal can be written to");
    }
    context.named_picture(page, "three-portals-locked")?;
    page.click("button", "Unlock writing…")?;
    page.fill("textbox", Name::Has("Type the Hub ID"), SANDBOX.hub_id)?;
    page.click("button", "Unlock writing")?;
    page.wait_for_text("This is not the Hub ID of Acme Americas. Writing stays locked.")?;
    page.fill("textbox", Name::Has("Type the Hub ID"), PRODUCTION.hub_id)?;
    page.click("button", "Unlock writing")?;
    page.find("button", "Lock writing")?;
    let body = "{ \"properties\": { \"firstname\": \"Grace\" } }";
    page.fill("textbox", "Request body (JSON)", body)?;
    page.wait_for_text("Valid JSON")?;
    page.click("button", Name::Has("Send to Acme Americas"))?;
    page.wait_for_text("201 Created")?;
    context.named_picture(page, "three-portals-unlocked")
}

fn absent(app: &App, secrets: Vec<Needle>) -> Result<()> {
    let found = app.found_in_web_process(PRODUCTION.name, secrets)?;
    if found.is_empty() {
        return Ok(());
    }
    unexpected(format!("in the web process's memory: {}", found.join(", ")))
}

fn locked_again_and_away(context: &mut Context, app: &App) -> Result<()> {
    let page = &app.page;
    page.resize(1280, 800)?;
    page.find("heading", PRODUCTION.name)?;
    page.find("button", "Unlock writing…")?;
    disconnect_by_command_line(context, page)?;
    page.click("button", "OAuth apps")?;
    page.click("button", Name::Has("Actions of Three"))?;
    page.click("menuitem", Name::Has("Delete"))?;
    page.click("checkbox", Name::Has("Disconnect these portals too"))?;
    page.click("button", "Delete it and disconnect 2 portals")?;
    page.wait_for_text("No app is in the list")?;
    steps::keyring_is_empty(context)
}

/// The window shows changes of another program without user action.
fn disconnect_by_command_line(context: &Context, page: &Page) -> Result<()> {
    let mut command = context.desktop.command(context.program("portalscope-cli"));
    let output = command.args(["disconnect", "--yes", "--portal", SANDBOX.hub_id]).output()?;
    if !output.status.success() {
        return unexpected(format!("disconnect: {}", String::from_utf8_lossy(&output.stderr)));
    }
    until("the sandbox to go from the rail", || {
        Ok((!page.is_shown("option", Name::Has(SANDBOX.name))?).then_some(()))
    })
}
