//! The harness tested on a page of its own, so that a failing journey means a failing app.

use std::fs;
use std::path::PathBuf;

use crate::browser::Browser;
use crate::error::{Error, Result, unexpected};
use crate::journeys::Context;
use crate::keys;
use crate::page::{Name, Page};

const PAGE: &str = r#"<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>
<label for="field">Search</label><input id="field">
<label><input type="radio" name="account" style="position:absolute;opacity:0"> Acme Europe</label>
<button aria-label="Send request" onclick="document.querySelector('output').textContent = 'sent ' + field.value">S</button>
<output></output></main></html>"#;

pub fn run(context: &mut Context) -> Result<()> {
    opens_addresses(context)?;
    holds_the_clipboard(context)?;
    reads_the_keyring(context)?;
    drives_a_page(context)
}

fn opens_addresses(context: &mut Context) -> Result<()> {
    for address in ["http://localhost:1/a?b=c&d", "http://localhost:1/second"] {
        context.desktop.command("xdg-open").arg(address).status()?;
        let opened = context.desktop.next_opened()?;
        if opened != address {
            return unexpected(format!("opened {opened}, not {address}"));
        }
    }
    Ok(())
}

fn holds_the_clipboard(context: &mut Context) -> Result<()> {
    context.desktop.copy("one")?;
    context.desktop.copy("two lines\nof text")
}

fn reads_the_keyring(context: &mut Context) -> Result<()> {
    let items = crate::keyring::items(&context.desktop.bus_address())?;
    if items.is_empty() { Ok(()) } else { unexpected("a new session's keyring is not empty") }
}

fn drives_a_page(context: &mut Context) -> Result<()> {
    let file: PathBuf = context.desktop.path("page.html");
    fs::write(&file, PAGE)?;
    let browser = Browser::open(&context.desktop, &format!("file://{}", file.display()))?;
    let page = &browser.page;
    page.fill("textbox", "Search", "old")?;
    page.fill("textbox", "Search", "contacts")?;
    page.click("radio", "Acme Europe")?;
    page.click("button", Name::Has("Send"))?;
    page.wait_for_text("sent contacts")?;
    page.fill("textbox", "Search", "deals")?;
    page.tab_to("button", "Send request")?;
    page.press(&[keys::ENTER])?;
    page.wait_for_text("sent deals")?;
    if page.is_shown("button", "Cancel")? {
        return unexpected("found a button that is not there");
    }
    context.check_accessibility(page, "the harness page")?;
    finds_what_the_focus_scrolls(page)?;
    finds_what_axe_finds(context, &browser)?;
    browser.close()
}

/// A walk that never fails would pass for a good page, too. Here Tab reaches a field that its box clips away.
fn finds_what_the_focus_scrolls(page: &Page) -> Result<()> {
    let clip = "const box = document.createElement('div'); box.id = 'box'; \
        box.style.cssText = 'overflow: hidden; height: 20px'; \
        box.innerHTML = '<p style=\"height: 500px\"></p><input aria-label=\"Far below\">'; \
        document.querySelector('main').append(box); return 1;";
    page.driver.script(clip, &[])?;
    let found = page.tab_through("a page that clips");
    page.driver.script("document.getElementById('box').remove(); return 1;", &[])?;
    match found {
        Err(Error::Unexpected(fault)) if fault.contains("clips and is scrolled") => Ok(()),
        found => unexpected(format!("the walk did not see that a box which clips was scrolled: {found:?}")),
    }
}

/// A check that never fails would pass for a good page.
fn finds_what_axe_finds(context: &mut Context, browser: &Browser) -> Result<()> {
    let break_button = "const b = document.querySelector('button'); b.removeAttribute('aria-label'); b.textContent = ''; return 1;";
    browser.page.driver.script(break_button, &[])?;
    let findings = context.findings_on(&browser.page)?;
    if findings.iter().any(|finding| finding.starts_with("button-name")) {
        return Ok(());
    }
    unexpected("axe did not see a nameless button")
}
