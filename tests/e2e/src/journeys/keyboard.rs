//! The main journey by keyboard alone: every control is reached with Tab and arrows and pressed with Enter or Space.

use serde_json::Value;

use crate::app::App;
use crate::error::{Error, Result, until};
use crate::journeys::{Context, steps};
use crate::keys;
use crate::page::{Name, Page};
use crate::ports::free_port;

pub fn run(context: &mut Context) -> Result<()> {
    let app = context.start_app()?;
    let result = all(context, &app);
    context.watch(&app.page, result)?;
    app.quit()
}

fn all(context: &mut Context, app: &App) -> Result<()> {
    connect(context, app)?;
    choose_scopes(&app.page)?;
    send(&app.page)?;
    refresh(&app.page)?;
    go_back(&app.page)?;
    disconnect(&app.page)?;
    own_app(context, app)?;
    steps::keyring_is_empty(context)
}

fn press_button<'a>(page: &Page, name: impl Into<Name<'a>>) -> Result<()> {
    page.tab_to("button", name)?;
    page.press(&[keys::ENTER])
}

/// The consent page too.
fn connect(context: &mut Context, app: &App) -> Result<()> {
    press_button(&app.page, "Start the demo portal")?;
    consent(context, app)
}

fn consent(context: &mut Context, app: &App) -> Result<()> {
    let address = context.desktop.next_opened()?;
    steps::consent(context, &address, |page| {
        page.tab_to("radio", Name::Has(steps::PORTAL))?;
        page.press(&[keys::SPACE])?;
        press_button(page, "Connect app")
    })?;
    app.page.find("heading", steps::PORTAL).map(drop)
}

/// An app of the person's own: added to the list, connected with, and deleted with its portal.
fn own_app(context: &mut Context, app: &App) -> Result<()> {
    let port = free_port();
    let (_server, info) = steps::outside_demo(context, port)?;
    add_app(context, &app.page, &info, port)?;
    press_button(&app.page, "Connect a portal with Own app")?;
    press_button(&app.page, "Continue in the browser")?;
    consent(context, app)?;
    delete_app(&app.page)
}

fn add_app(context: &mut Context, page: &Page, info: &Value, port: u16) -> Result<()> {
    let told = |name: &str| info[name].as_str().ok_or_else(|| Error::Unexpected(format!("no {name}")));
    let type_into = |field: &str, text: &str| {
        page.tab_to("textbox", field)?;
        page.driver.press(&[keys::CONTROL], &["a"])?;
        page.type_text(text)
    };
    press_button(page, "OAuth apps")?;
    press_button(page, Name::Has("Add an app"))?;
    type_into("Name", "Own app")?;
    type_into("Client id", told("client_id")?)?;
    context.desktop.copy(told("client_secret")?)?;
    page.tab_to("textbox", "Client secret: paste here")?;
    page.driver.press(&[keys::CONTROL], &["v"])?;
    page.find("button", "Replace Client secret")?;
    type_into("Required scopes", "oauth crm.objects.contacts.read")?;
    page.tab_to("button", Name::Has("Server"))?;
    page.press(&[keys::ENTER])?;
    page.arrow_to(keys::DOWN, "option", "A demo portal on this computer")?;
    page.press(&[keys::ENTER])?;
    type_into("Port of the demo portal", &port.to_string())?;
    press_button(page, "Save")?;
    page.wait_until_gone("dialog", "Add an OAuth app")
}

/// The last entry of its menu; the question names what goes with it.
fn delete_app(page: &Page) -> Result<()> {
    press_button(page, "OAuth apps")?;
    press_button(page, "Actions of Own app")?;
    page.arrow_to(keys::UP, "menuitem", Name::Has("Delete"))?;
    page.press(&[keys::ENTER])?;
    page.find("alertdialog", Name::Has("Delete"))?;
    page.tab_to("checkbox", Name::Has("Disconnect this portal too"))?;
    page.press(&[keys::SPACE])?;
    press_button(page, Name::Has("Delete it and disconnect"))?;
    page.wait_for_text("No app is in the list")
}

/// Ctrl and a digit opens a view; the suggestion is pressed, then one endpoint is added from the list with arrows.
fn choose_scopes(page: &Page) -> Result<()> {
    page.driver.press(&[keys::CONTROL], &["2"])?;
    press_button(page, "Read contacts and companies")?;
    page.wait_for_text("2 endpoints")?;
    page.tab_to("searchbox", "Search endpoints")?;
    page.type_text("dispositions")?;
    page.find("option", Name::Has("List call outcomes"))?;
    page.tab_to("option", Name::Has("List call outcomes"))?;
    page.press(&[keys::SPACE])?;
    page.wait_for_text("3 endpoints")
}

fn send(page: &Page) -> Result<()> {
    page.driver.press(&[keys::CONTROL], &["3"])?;
    page.tab_to("textbox", "Path")?;
    page.driver.press(&[keys::CONTROL], &["a"])?;
    page.type_text("/crm/objects/2026-03/contacts")?;
    steps::wait_for_verdict(page, "Allowed")?;
    press_button(page, Name::Has("Send to"))?;
    page.wait_for_text("200 OK")?;
    walk_the_answer(page)?;
    send_post(page)
}

/// The tree of the answer is one stop of Tab, walked with arrows.
fn walk_the_answer(page: &Page) -> Result<()> {
    page.tab_to("tree", Name::Has(""))?;
    page.press(&[keys::DOWN, keys::DOWN, keys::UP, keys::LEFT, keys::RIGHT])?;
    find_in_the_answer(page)
}

/// Esc returns the focus to the tree, at the match.
fn find_in_the_answer(page: &Page) -> Result<()> {
    page.driver.press(&[keys::CONTROL], &["f"])?;
    page.type_text("EMAIL")?;
    page.wait_for_text("1 of ")?;
    page.press(&[keys::ENTER])?;
    page.wait_for_text("2 of ")?;
    page.press(&[keys::ESCAPE, keys::DOWN])
}

fn send_post(page: &Page) -> Result<()> {
    page.tab_to("button", Name::Has("Method"))?;
    page.press(&[keys::ENTER])?;
    page.arrow_to(keys::DOWN, "option", "POST")?;
    page.press(&[keys::ENTER])?;
    page.tab_to("textbox", "Request body (JSON)")?;
    page.type_text("{ \"properties\": { \"firstname\": \"Grace\" } }")?;
    page.wait_for_text("Valid JSON")?;
    page.driver.press(&[keys::CONTROL], &[keys::ENTER])?;
    page.wait_for_text("201 Created")
}

fn refresh(page: &Page) -> Result<()> {
    page.driver.press(&[keys::CONTROL], &["1"])?;
    press_button(page, "Expire the token now")?;
    page.wait_for_text("no longer takes this token")?;
    press_button(page, "Refresh now")?;
    until("the refreshed token", || Ok(page.text()?.contains(", worked").then_some(())))
}

/// Alt and an arrow lead to the view before, with the focus where it was left, and forward again.
fn go_back(page: &Page) -> Result<()> {
    page.driver.press(&[keys::CONTROL], &["3"])?;
    page.tab_to("textbox", "Path")?;
    page.driver.press(&[keys::CONTROL], &["2"])?;
    page.find("searchbox", "Search endpoints")?;
    page.driver.press(&[keys::ALT], &[keys::LEFT])?;
    wait_for_focus(page, "textbox", "Path")?;
    page.driver.press(&[keys::ALT], &[keys::RIGHT])?;
    wait_for_focus(page, "tab", "Scopes")
}

fn wait_for_focus(page: &Page, role: &str, name: &str) -> Result<()> {
    until(&format!("the focus on the {role} \"{name}\""), || {
        Ok(page.has_focus(role, Name::Is(name))?.then_some(()))
    })
}

/// The menu opens with Enter; Esc leaves the dialog and gives the focus back.
fn disconnect(page: &Page) -> Result<()> {
    open_disconnect(page)?;
    page.press(&[keys::ESCAPE])?;
    page.wait_until_gone("alertdialog", Name::Has("Disconnect"))?;
    open_disconnect(page)?;
    press_button(page, "Disconnect")?;
    page.find("heading", "Connect your first portal").map(drop)
}

fn open_disconnect(page: &Page) -> Result<()> {
    press_button(page, "Portal actions")?;
    page.arrow_to(keys::UP, "menuitem", Name::Has("Disconnect"))?;
    page.press(&[keys::ENTER])?;
    page.find("alertdialog", Name::Has("Disconnect")).map(drop)
}
