//! A call that failed, found again after a restart by its correlation id, compared with one that worked, and sent again:
//! by keyboard alone, in a small window. Pictures of the views in both themes and sizes.

use std::fs;

use crate::app::App;
use crate::error::{Result, unexpected, until};
use crate::journeys::{Context, steps};
use crate::keys;
use crate::page::{Name, Page};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";
const LIST: &str = "Calls, the newest first";
/// As many as make the list scroll.
const MORE_CALLS: usize = 12;

pub fn run(context: &mut Context) -> Result<()> {
    let app = context.start_app()?;
    let mut id = String::new();
    let result = first_start(context, &app).map(|found| id = found);
    context.watch(&app.page, result)?;
    app.quit()?;
    let again = context.start_app()?;
    let result = second_start(context, &again, &id);
    context.watch(&again.page, result)?;
    again.quit()?;
    make_unreadable(context)?;
    let broken = context.start_app()?;
    let result = third_start(context, &broken);
    context.watch(&broken.page, result)?;
    broken.quit()
}

/// Returns the correlation id of the call that failed.
fn first_start(context: &mut Context, app: &App) -> Result<String> {
    let page = &app.page;
    page.resize(1280, 800)?;
    page.click("button", "History of all portals")?;
    page.find("heading", "Nothing was called yet")?;
    steps::in_all_shapes(context, page, "history-none")?;
    page.click("button", "Connect a portal")?;
    steps::connect_demo(context, app)?;
    steps::open_view(page, "Console")?;
    send(page, CONTACTS, "200 OK")?;
    write_again(context, page)?;
    for _ in 0..MORE_CALLS {
        page.driver.press(&[keys::CONTROL], &[keys::ENTER])?;
        page.find("button", Name::Has("Send to"))?;
    }
    send(page, &format!("{CONTACTS}/1999999999"), "404 ")?;
    let script = "return [...document.querySelectorAll('p')].find(p => p.textContent.startsWith('Correlation ID'))\
        ?.querySelector('code')?.textContent ?? '';";
    let id = page.driver.script(script, &[])?.as_str().unwrap_or_default().to_owned();
    wait_until_kept(page, "contacts/1999999999")?;
    if id.is_empty() { unexpected("the failed call shows no correlation id") } else { Ok(id) }
}

/// What is typed is handed to the host after a pause.
fn wait_until_kept(page: &Page, path: &str) -> Result<()> {
    let script = "const done = arguments[arguments.length - 1];\
        window.__TAURI_INTERNALS__.invoke('kept_drafts').then(kept => done(JSON.stringify(kept)));";
    until("the open request to be kept", || {
        let kept = page.driver.script_with_callback(script, &[])?;
        Ok(kept.as_str().is_some_and(|kept| kept.contains(path)).then_some(()))
    })
}

/// A write asks before it is sent again: nothing is sent before the answer, nor by Cancel. One that fails, since of others the
/// bodies are not kept here.
fn write_again(context: &mut Context, page: &Page) -> Result<()> {
    choose_method(page, "POST")?;
    page.fill("textbox", "Request body (JSON)", "{ \"properties\": { \"no_such_name\": \"Ada\" } }")?;
    page.click("button", Name::Has("Send to"))?;
    page.wait_for_text("400 ")?;
    ask_to_send_again(page, 1)?;
    wait_for_focus(page, "button", Name::Is("Cancel"))?;
    context.named_picture(page, "history-write-again")?;
    context.check_accessibility(page, "the question before a write is sent again")?;
    page.press(&[keys::ENTER])?;
    page.wait_until_gone("alertdialog", Name::Has(""))?;
    ask_to_send_again(page, 1)?;
    page.click("button", Name::Has("Send again to"))?;
    page.wait_for_text("400 ")?;
    open_writes(page, 2)?;
    page.press(&[keys::ESCAPE])?;
    page.fill("searchbox", "Search the history", "")?;
    steps::open_view(page, "Console")?;
    // The two that were opened; the one that was there first is shown again.
    page.click("button", "Close this request")?;
    page.click("button", "Close this request")?;
    page.wait_until_gone("tab", Name::Has("Create a contact"))?;
    choose_method(page, "GET")?;
    page.wait_for_value("textbox", "Path", CONTACTS)
}

fn choose_method(page: &Page, method: &str) -> Result<()> {
    page.click("button", Name::Has("Method"))?;
    page.click("option", method)
}

fn ask_to_send_again(page: &Page, writes: u64) -> Result<()> {
    open_writes(page, writes)?;
    page.click("button", "Send again")?;
    page.find("alertdialog", Name::Has("Send again to")).map(drop)
}

/// Opens the newest of the calls that created a contact, of which there are so many.
fn open_writes(page: &Page, writes: u64) -> Result<()> {
    steps::open_view(page, "History")?;
    page.fill("searchbox", "Search the history", "no_such_name")?;
    until(&format!("{writes} calls to be found"), || Ok((shown_entries(page)? == writes).then_some(())))?;
    page.click("option", Name::Has("Create a contact"))?;
    page.find("heading", "Create a contact").map(drop)
}

fn send(page: &Page, path: &str, answer: &str) -> Result<()> {
    page.fill("textbox", "Path", path)?;
    page.click("button", Name::Has("Send to"))?;
    page.wait_for_text(answer)
}

fn second_start(context: &mut Context, app: &App, id: &str) -> Result<()> {
    let page = &app.page;
    page.resize(900, 600)?;
    page.find("heading", steps::PORTAL)?;
    page.driver.press(&[keys::CONTROL], &["3"])?;
    page.wait_for_value("textbox", "Path", &format!("{CONTACTS}/1999999999"))?;
    page.wait_for_text("No answer yet")?;
    steps::in_all_shapes(context, page, "history-draft-back")?;
    page.resize(900, 600)?;
    page.driver.press(&[keys::CONTROL], &["4"])?;
    page.find("listbox", LIST)?;
    search(page, id)?;
    open(context, page)?;
    compare(context, page)?;
    send_again(page)?;
    pictures(context, page)
}

/// The slash goes to the search, Enter from there to what is found.
fn search(page: &Page, words: &str) -> Result<()> {
    page.press(&["/"])?;
    wait_for_focus(page, "searchbox", Name::Is("Search the history"))?;
    page.type_text(words)?;
    until("one call to be found", || Ok((shown_entries(page)? == 1).then_some(())))?;
    page.press(&[keys::ENTER])?;
    wait_for_focus(page, "listbox", Name::Is(LIST))
}

fn shown_entries(page: &Page) -> Result<u64> {
    let script = "return document.querySelectorAll('main [role=option]').length;";
    Ok(page.driver.script(script, &[])?.as_u64().unwrap_or_default())
}

fn open(context: &mut Context, page: &Page) -> Result<()> {
    page.press(&[keys::ENTER])?;
    page.find("heading", "Read a contact")?;
    page.wait_for_text("404 Not Found")?;
    page.wait_for_text("Verdict then")?;
    context.check_accessibility(page, "an entry of the history")?;
    page.press(&[keys::ESCAPE])?;
    wait_for_focus(page, "listbox", Name::Is(LIST))?;
    page.press(&[keys::ENTER])?;
    page.find("heading", "Read a contact").map(drop)
}

/// With a call that worked: the newest but one.
fn compare(context: &mut Context, page: &Page) -> Result<()> {
    press_button(page, "Compare…")?;
    page.wait_for_text("Choose the call to compare it with.")?;
    page.tab_to("searchbox", "Search the history")?;
    page.press(&[keys::ESCAPE])?;
    until("the other calls", || Ok((shown_entries(page)? > 3).then_some(())))?;
    page.press(&[keys::ENTER])?;
    wait_for_focus(page, "listbox", Name::Is(LIST))?;
    page.press(&[keys::HOME, keys::DOWN, keys::ENTER])?;
    page.find("heading", "Two calls side by side")?;
    page.wait_for_text("different line")?;
    context.named_picture(page, "history-compare-light-900x600")?;
    context.check_accessibility(page, "two calls side by side")?;
    press_button(page, "Only the left one")?;
    page.find("heading", "Read a contact").map(drop)
}

fn send_again(page: &Page) -> Result<()> {
    press_button(page, "Send again")?;
    page.wait_for_value("textbox", "Path", &format!("{CONTACTS}/1999999999"))?;
    page.wait_for_text("404 Not Found")?;
    // Back leads to the entry, with the search as it was.
    page.driver.press(&[keys::ALT], &[keys::LEFT])?;
    page.find("heading", "Read a contact").map(drop)
}

fn pictures(context: &mut Context, page: &Page) -> Result<()> {
    steps::in_all_shapes(context, page, "history-entry")?;
    page.press(&[keys::ESCAPE])?;
    page.resize(1280, 800)?;
    page.find("listbox", LIST)?;
    steps::in_all_shapes(context, page, "history-list")?;
    page.click("button", "Filters")?;
    steps::in_all_shapes(context, page, "history-filters")?;
    page.click("button", "Filters")?;
    for (tab, name) in [("Operations", "operations"), ("Errors", "errors"), ("Versions", "versions")] {
        page.click("tab", tab)?;
        steps::in_all_shapes(context, page, &format!("history-{name}"))?;
    }
    page.click("button", "History of all portals")?;
    page.find("listbox", LIST)?;
    steps::in_all_shapes(context, page, "history-all")?;
    new_calls(context, page)
}

/// While the list is read further down, what comes in above moves nothing, and is told.
fn new_calls(context: &mut Context, page: &Page) -> Result<()> {
    page.resize(900, 600)?;
    page.driver.script("document.querySelector('main [role=listbox]').scrollTop = 225;", &[])?;
    page.pass_frames()?;
    let before = row_at_the_edge(page)?;
    for number in 1..=2 {
        call(page)?;
        page.find("button", Name::Has(if number == 1 { "1 new call" } else { "2 new calls" }))?;
        page.pass_frames()?;
        let (position, top) = row_at_the_edge(page)?;
        if (position, top) != (before.0 + number, before.1) {
            return unexpected(format!("row {} at {} became row {position} at {top}", before.0, before.1));
        }
    }
    steps::in_all_shapes(context, page, "history-new-calls")?;
    page.driver.script("document.querySelector('main [role=listbox]').focus();", &[])?;
    page.press(&[keys::HOME])?;
    page.wait_until_gone("button", Name::Has("new calls"))
}

/// The first row below the upper edge of the list: its place among the entries, and where it is in the window.
fn row_at_the_edge(page: &Page) -> Result<(u64, i64)> {
    let script = "const edge = document.querySelector('main [role=listbox]').getBoundingClientRect().top;\
        const row = [...document.querySelectorAll('main [role=option]')]\
        .find(row => row.getBoundingClientRect().top >= edge);\
        return [Number(row.getAttribute('aria-posinset')), Math.round(row.getBoundingClientRect().top)];";
    let found = page.driver.script(script, &[])?;
    let number = |at: usize| found.get(at).and_then(serde_json::Value::as_i64).unwrap_or_default();
    Ok((number(0).unsigned_abs(), number(1)))
}

/// By the host itself, as another window or the command line would.
fn call(page: &Page) -> Result<()> {
    let script = "const { invoke } = window.__TAURI_INTERNALS__;\
        const draft = { method: 'GET', path: arguments[0], pathValues: {}, query: [], headers: [], body: null };\
        void invoke('initial_state').then(({ connections: [{ id }] }) => invoke('send_request',\
            { connectionId: id, requestId: 'beside', draft, confirmation: { kind: 'none' } }));";
    page.driver.script(script, &[CONTACTS.into()]).map(drop)
}

/// As a newer version would leave it.
fn make_unreadable(context: &Context) -> Result<()> {
    let file = context.desktop.data_folder().join("history.db");
    for name in ["history.db-wal", "history.db-shm"] {
        drop(fs::remove_file(file.with_file_name(name)));
    }
    let mut bytes = fs::read(&file)?;
    // The user version of SQLite's header, which counts the steps of the tables.
    if let Some(version) = bytes.get_mut(60..64) {
        version.copy_from_slice(&99_u32.to_be_bytes());
    }
    fs::write(&file, bytes)?;
    Ok(())
}

fn third_start(context: &mut Context, app: &App) -> Result<()> {
    let page = &app.page;
    // The next start opens the place that was open last.
    page.find("heading", "History of all portals")?;
    page.wait_for_text("The history's file could not be opened")?;
    page.find("button", "Try again")?;
    steps::in_all_shapes(context, page, "history-error")
}

fn press_button<'a>(page: &Page, name: impl Into<Name<'a>>) -> Result<()> {
    page.tab_to("button", name)?;
    page.press(&[keys::ENTER])
}

fn wait_for_focus(page: &Page, role: &str, name: Name<'_>) -> Result<()> {
    until(&format!("the focus on the {role} \"{}\"", name.text()), || {
        Ok(page.has_focus(role, name)?.then_some(()))
    })
}
