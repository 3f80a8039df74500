//! A report is asked for by a link, made, looked through, masked, saved, and opened again as somebody else would: read only,
//! beside the portal that it is of. What was masked is in no file of it.

use std::path::{Path, PathBuf};

use crate::app::App;
use crate::error::{Result, unexpected, until};
use crate::journeys::{Context, links, static_token, steps};
use crate::page::{Name, Page};

const ASKED: &str = "portalscope://report?period=2h&note=Ada%20of%20support%2C%20case%207";
const FAILING: &str = "/crm/objects/2026-03/contacts/1?idProperty=Zaphodine";
const MASKED: &str = "Zaphodine";
const SAVED: &str = "for-support.zip";

pub fn run(context: &mut Context) -> Result<()> {
    let key = static_token::demo_service_key(context)?;
    static_token::keep_key_of_seed(context)?;
    let app = context.start_app()?;
    let result = all(context, &app, &key);
    context.watch(&app.page, result)?;
    app.quit()
}

fn all(context: &mut Context, app: &App, key: &str) -> Result<()> {
    let page = &app.page;
    page.resize(900, 600)?;
    steps::connect_by_key(context, page, key)?;
    steps::open_view(page, "Console")?;
    page.fill("textbox", "Path", FAILING)?;
    page.click("button", Name::Has("Send to"))?;
    page.wait_for_text("404")?;
    the_form_is_filled_in(context, page)?;
    the_preview_is_looked_through(context, page)?;
    let file = saved(context, page)?;
    holds_neither(&file, &[key, MASKED])?;
    opened(context, page, &file)
}

fn the_form_is_filled_in(context: &mut Context, page: &Page) -> Result<()> {
    links::follow(context, ASKED)?;
    page.find("dialog", "A link asks for a report")?;
    page.wait_for_text("Ada of support, case 7")?;
    context.check_accessibility(page, "a link that asks for a report")?;
    page.click("button", "Fill in the form")?;
    page.find("dialog", Name::Has("Report of"))?;
    page.wait_for_text("The last 2 hours")?;
    context.named_picture(page, "report-form")?;
    context.check_accessibility(page, "the form of a report")?;
    page.click("button", "Make a preview")
}

fn the_preview_is_looked_through(context: &mut Context, page: &Page) -> Result<()> {
    page.find("tab", "Summary")?;
    context.named_picture(page, "report-preview")?;
    for part in ["Removed", "Calls"] {
        page.click("tab", Name::Has(part))?;
        context.named_picture(page, &format!("report-{}", part.to_lowercase()))?;
        context.check_accessibility(page, &format!("the preview of a report: {part}"))?;
    }
    page.click("tab", "Check and mask")?;
    page.fill("textbox", "Is this in the report?", MASKED)?;
    page.click("button", "Search")?;
    page.wait_for_text("is in the report.")?;
    page.fill("textbox", "Mask more", MASKED)?;
    page.click("button", "Mask it")?;
    page.wait_for_text("1 text of yours masked")?;
    page.fill("textbox", "Is this in the report?", MASKED)?;
    page.click("button", "Search")?;
    page.wait_for_text("is nowhere in the report.")?;
    context.named_picture(page, "report-check")?;
    context.check_accessibility(page, "the preview of a report: check and mask")
}

/// The system's dialog takes a path that is typed into it.
fn saved(context: &mut Context, page: &Page) -> Result<PathBuf> {
    let file = context.desktop.path(SAVED);
    page.click("button", "Save…")?;
    context.desktop.type_into_save_dialog(&file)?;
    page.wait_for_text("Saved as for-support.zip")?;
    page.click("button", "Close")?;
    Ok(file)
}

fn holds_neither(file: &Path, secrets: &[&str]) -> Result<()> {
    let unpacked = std::process::Command::new("unzip").arg("-p").arg(file).output()?;
    let text = String::from_utf8_lossy(&unpacked.stdout).into_owned();
    match secrets.iter().find(|secret| text.contains(**secret)) {
        _ if !unpacked.status.success() || text.is_empty() => unexpected("the report cannot be unpacked"),
        Some(_) => unexpected("the report holds what it must not"),
        None => Ok(()),
    }
}

fn opened(context: &mut Context, page: &Page, file: &Path) -> Result<()> {
    context.desktop.drop_files(&[file], (450, 300))?;
    page.wait_for_text("REPORT · read only")?;
    context.named_picture(page, "report-opened")?;
    context.check_accessibility(page, "an opened report")?;
    steps::open_view(page, "History")?;
    page.find("listbox", Name::Has("Calls"))?;
    page.click("option", Name::Has("404"))?;
    page.find("button", Name::Has("Try it on my portal"))?;
    context.named_picture(page, "report-opened-call")?;
    context.check_accessibility(page, "a call of an opened report")?;
    page.click("button", Name::Has("Try it on my portal"))?;
    until("the console to have the request", || Ok(page.is_shown("textbox", "Path")?.then_some(())))
}
