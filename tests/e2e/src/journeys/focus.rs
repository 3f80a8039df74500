//! Tab through every view and dialog, in a large and a small window: the focus never scrolls an element that clips. And
//! the one click on a checkbox that used to scroll a whole view out of sight.

use serde_json::Value;

use crate::app::App;
use crate::error::{Result, unexpected};
use crate::journeys::{Context, links, steps, three_portals};
use crate::keys;
use crate::page::{Name, Page};
use crate::ports::free_port;

/// The larger one last: the next view is opened in it.
const SIZES: [(u64, u64); 2] = [(900, 600), (1280, 800)];
/// The demo portal's app lacks the scope for it, so that one can be asked for.
const PASTED: &str = "POST /crm/objects/2026-03/deals";

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
    connect(context, app)?;
    walk(page, "the overview")?;
    scopes(context, page)?;
    console(page)?;
    history(page)?;
    layers(context, page)?;
    oauth_apps(context, app, info, port)?;
    settings(page)
}

/// Tab all the way around, in both sizes.
fn walk(page: &Page, view: &str) -> Result<()> {
    for (width, height) in SIZES {
        page.resize(width, height)?;
        page.tab_through(&format!("{view} at {width}x{height}"))?;
    }
    Ok(())
}

/// A dialog is walked and left.
fn walk_dialog<'a>(page: &Page, role: &str, name: impl Into<Name<'a>>) -> Result<()> {
    let name = name.into();
    page.find(role, name)?;
    walk(page, &format!("the {role} \"{}\"", name.text()))?;
    page.press(&[keys::ESCAPE])?;
    page.wait_until_gone(role, name)
}

/// The ways in, both forms, and the wait for consent.
fn connect(context: &mut Context, app: &App) -> Result<()> {
    let page = &app.page;
    page.find("heading", "Connect your first portal")?;
    walk(page, "the ways to connect")?;
    page.click("button", "Use an OAuth app")?;
    walk(page, "the form for an OAuth app")?;
    page.click("button", "Use a token")?;
    walk(page, "the form for a token")?;
    steps::begin_demo(app)?;
    walk(page, "the wait for consent")?;
    let address = context.desktop.next_opened()?;
    steps::consent(context, &address, |browser| {
        browser.click("radio", Name::Has(steps::PORTAL))?;
        browser.click("button", "Connect app")
    })?;
    page.find("heading", steps::PORTAL).map(drop)
}

fn scopes(context: &mut Context, page: &Page) -> Result<()> {
    steps::open_view(page, "Scopes")?;
    walk(page, "scopes without a choice")?;
    click_far_down_the_tree(context, page)?;
    walk_a_shorter_tree(page)?;
    page.click("tab", "Paste")?;
    page.fill("textbox", "List of endpoints", PASTED)?;
    page.find("button", "Add 1 endpoint")?;
    walk(page, "scopes, paste")?;
    page.click("button", "Add 1 endpoint")?;
    page.click("tab", "Called")?;
    page.click("button", "Create a deal")?;
    walk(page, "scopes, history and the details of an endpoint")?;
    page.click("tab", "Search")?;
    walk(page, "scopes, search")?;
    scope_dialogs(page)?;
    page.click("radio", "All portals")?;
    page.find("grid", Name::Has(""))?;
    walk(page, "the matrix of portals")
}

/// The click focuses the checkbox's visually hidden input, which must scroll nothing but the list.
fn click_far_down_the_tree(context: &mut Context, page: &Page) -> Result<()> {
    page.click("tab", "Browse")?;
    page.click("button", Name::Has("CRM "))?;
    page.scroll_to("checkbox", "All of Tasks")?;
    page.click("checkbox", "All of Tasks")?;
    page.wait_for_text("Your endpoints")?;
    context.named_picture(page, "focus-scopes-browse")?;
    page.nothing_clipped_is_scrolled("after the click on Tasks")?;
    let expected =
        [("tab", "Scopes"), ("tab", "Browse"), ("heading", "Your endpoints"), ("checkbox", "All of Tasks")];
    for (role, name) in expected {
        if !page.is_in_sight(role, name)? {
            return unexpected(format!("the click on Tasks takes the {role} \"{name}\" out of sight"));
        }
    }
    Ok(())
}

/// It still reaches beyond the window, and takes less time to walk.
fn walk_a_shorter_tree(page: &Page) -> Result<()> {
    page.click("checkbox", "All of Tasks")?;
    page.click("button", Name::Has("CRM "))?;
    page.click("button", Name::Has("CMS "))?;
    walk(page, "scopes, browse")
}

fn scope_dialogs(page: &Page) -> Result<()> {
    page.click("button", "Save as a set…")?;
    page.find("dialog", Name::Has("as a set"))?;
    walk(page, "the dialog to save a set")?;
    page.fill("textbox", "Name of the set", "Deal desk")?;
    page.click("button", "Save")?;
    page.find("heading", "Deal desk")?;
    page.click("button", "Sets…")?;
    walk_dialog(page, "dialog", "Saved sets")?;
    page.click("button", Name::Has("Re-authorize with "))?;
    walk_dialog(page, "dialog", Name::Has("for more scopes"))
}

fn console(page: &Page) -> Result<()> {
    steps::open_view(page, "Console")?;
    walk(page, "the console without an answer")?;
    steps::send_get(page)?;
    walk(page, "the console, tree")?;
    page.click("tab", "Raw")?;
    page.driver.press(&[keys::CONTROL], &["f"])?;
    walk(page, "the console, text and the words to find")?;
    page.click("tab", Name::Has("Headers"))?;
    page.click("button", Name::Has("Method"))?;
    page.click("option", "POST")?;
    page.fill("textbox", "Request body (JSON)", "{}")?;
    walk(page, "the console, body and the answer's headers")?;
    steps::send_to_missing_record(page)?;
    walk(page, "the console, a failed call")?;
    page.click("button", "Choose an endpoint")?;
    walk_dialog(page, "dialog", "Choose an endpoint")
}

/// Two calls are there from the console.
fn history(page: &Page) -> Result<()> {
    steps::open_view(page, "History")?;
    page.find("listbox", Name::Has("Calls"))?;
    page.click("button", "Filters")?;
    walk(page, "the history with its filters")?;
    page.click("button", "Filters")?;
    page.click("option", Name::Has("Read a contact"))?;
    page.find("heading", "Read a contact")?;
    walk(page, "an entry of the history")?;
    page.click("button", "Close (Esc)")?;
    page.click("tab", "Operations")?;
    walk(page, "the history by operation")
}

/// What opens over any view: the palette, the shortcuts, a link from outside, the portal's own dialogs.
fn layers(context: &Context, page: &Page) -> Result<()> {
    steps::open_view(page, "Overview")?;
    page.find("button", "Show as a table")?;
    walk(page, "the overview with its plot")?;
    page.driver.press(&[keys::CONTROL], &["k"])?;
    walk_dialog(page, "dialog", "Command palette")?;
    page.press(&["?"])?;
    walk_dialog(page, "dialog", "Keyboard shortcuts")?;
    links::follow(context, links::REQUEST)?;
    walk_dialog(page, "dialog", "A link wants to open a request")?;
    page.click("button", "Portal actions")?;
    page.click("menuitem", Name::Has("Disconnect"))?;
    walk_dialog(page, "alertdialog", Name::Has("Disconnect"))
}

/// The list with its dialogs, then a production portal connected with one of them: only that can be unlocked.
fn oauth_apps(context: &mut Context, app: &App, info: &Value, port: u16) -> Result<()> {
    let page = &app.page;
    page.click("button", "OAuth apps")?;
    walk(page, "no OAuth apps")?;
    page.click("button", Name::Has("Add an app"))?;
    walk_dialog(page, "dialog", "Add an OAuth app")?;
    three_portals::add_app(context, app, info, port)?;
    walk(page, "the OAuth apps")?;
    app_dialogs(page)?;
    page.click("button", Name::Has("Connect a portal with Three"))?;
    walk(page, "the form for an app of the list")?;
    three_portals::consent_to(context, app, &three_portals::PRODUCTION)?;
    page.click("button", "Unlock writing…")?;
    walk_dialog(page, "dialog", Name::Has("Unlock writing"))
}

fn app_dialogs(page: &Page) -> Result<()> {
    for (entry, role) in [("Edit…", "dialog"), ("Declared scopes…", "dialog"), ("Delete…", "alertdialog")]
    {
        page.click("button", Name::Has("Actions of Three"))?;
        page.click("menuitem", entry)?;
        walk_dialog(page, role, Name::Has("Three portals"))?;
    }
    page.click("button", "Copy all apps")?;
    page.find("status", "Copied")?;
    page.click("button", "Import from clipboard")?;
    walk_dialog(page, "dialog", "Nothing in it is new")
}

fn settings(page: &Page) -> Result<()> {
    page.click("button", "Settings")?;
    page.find("button", "Look again")?;
    walk(page, "the settings")?;
    page.click("button", Name::Has("Delete the secrets of Three"))?;
    walk_dialog(page, "alertdialog", Name::Has("Delete the secrets"))?;
    page.click("button", "Delete everything…")?;
    walk_dialog(page, "alertdialog", "Delete everything")
}
