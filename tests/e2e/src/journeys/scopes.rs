//! The scopes view: a list is pasted and saved as a set, the smallest addition is asked for at the address that was shown
//! before, consent is given, and the matrix of all portals is copied.

use crate::app::App;
use crate::error::{Result, unexpected, until};
use crate::journeys::{Context, steps};
use crate::keys;
use crate::page::{Name, Page};

const LIST: &str = "POST /crm/objects/2026-03/deals\n\
    curl https://api.hubapi.com/crm/objects/2026-03/contacts\n\
    DELETE /crm/v3/owners\n";
const REASON: &str = "The catalogue knows /crm/v3/owners with GET, not with DELETE.";
const ADDITION: &str = "crm.objects.deals.write";
const CSV: &str = "Endpoint,Method,Path,\"Acme Europe (26041877)\"\r\n\
    \"Create a deal\",\"POST\",\"/crm/objects/2026-03/deals\",\"Allowed\"\r\n\
    \"List contacts\",\"GET\",\"/crm/objects/2026-03/contacts\",\"Allowed\"\r\n";
const MARKDOWN: &str = "| Endpoint | Method | Path | Acme Europe (26041877) |\n\
    | --- | --- | --- | --- |\n\
    | Create a deal | POST | /crm/objects/2026-03/deals | Allowed |\n\
    | List contacts | GET | /crm/objects/2026-03/contacts | Allowed |\n";

pub fn run(context: &mut Context) -> Result<()> {
    let app = context.start_app()?;
    let result = all(context, &app);
    context.watch(&app.page, result)?;
    app.quit()
}

fn all(context: &mut Context, app: &App) -> Result<()> {
    app.page.resize(1280, 800)?;
    steps::connect_demo(context, app)?;
    steps::open_view(&app.page, "Scopes")?;
    paste_a_list(context, &app.page)?;
    save_it_as_a_set(context, &app.page)?;
    ask_for_the_addition(context, app)?;
    see_it_allowed(context, &app.page)?;
    copy_the_matrix(context, &app.page)
}

fn paste_a_list(context: &mut Context, page: &Page) -> Result<()> {
    page.click("tab", "Paste")?;
    context.desktop.copy(LIST)?;
    page.click("textbox", "List of endpoints")?;
    page.driver.press(&[keys::CONTROL], &["v"])?;
    page.wait_for_text("1 line not understood")?;
    page.wait_for_text("Line 3: DELETE /crm/v3/owners")?;
    page.wait_for_text(REASON)?;
    show(context, page, "scopes-paste")?;
    page.click("button", "Add 2 endpoints")?;
    page.wait_for_text("1 of 2 calls allowed. 1 more scope would allow the rest:")
}

fn save_it_as_a_set(context: &mut Context, page: &Page) -> Result<()> {
    page.click("button", "Save as a set…")?;
    page.find("dialog", "Save 2 endpoints as a set")?;
    page.fill("textbox", "Name of the set", "Deal desk")?;
    show(context, page, "scopes-save-set")?;
    page.click("button", "Save")?;
    page.find("heading", "Deal desk")?;
    // The reason for each scope: the calls that it is for.
    let reason = page.find("listitem", Name::Has(&format!("{ADDITION} (missing) to be added, for")))?;
    if !page.driver.text(&reason)?.contains("Create a deal") {
        return unexpected("the addition is not told to be for creating deals");
    }
    show(context, page, "scopes-addition")
}

fn ask_for_the_addition(context: &mut Context, app: &App) -> Result<()> {
    let page = &app.page;
    page.click("button", "Re-authorize with this scope…")?;
    page.find("dialog", Name::Has("for more scopes"))?;
    let region = page.find("region", "Address that will be opened")?;
    let body = "return arguments[0].querySelector('code').textContent;";
    let shown = page.driver.script(body, &[region.as_json()])?.as_str().unwrap_or_default().to_owned();
    show(context, page, "scopes-ask")?;
    page.click("button", "Continue in the browser")?;
    let opened = context.desktop.next_opened()?;
    steps::check_authorize_address(&opened)?;
    same_but_for_later_values(&shown, &opened)?;
    steps::consent(context, &opened, |browser| {
        browser.wait_for_text(ADDITION)?;
        browser.click("radio", Name::Has(steps::PORTAL))?;
        browser.click("button", "Connect app")
    })
}

/// What was shown holds `…` where a value is made anew for each attempt, and there only.
fn same_but_for_later_values(shown: &str, opened: &str) -> Result<()> {
    let open_values = ["state=…", "code_challenge=…"];
    let pairs = |address: &str| -> Vec<String> { address.split(['?', '&']).map(str::to_owned).collect() };
    let (shown, opened) = (pairs(shown), pairs(opened));
    let is_same = |(shown, opened): (&String, &String)| {
        shown == opened
            || open_values.iter().any(|open| {
                shown == open && opened.starts_with(open.trim_end_matches('…')) && opened.len() > open.len()
            })
    };
    if shown.len() == opened.len() && shown.iter().zip(&opened).all(is_same) {
        return Ok(());
    }
    unexpected(format!("shown was {shown:?}, opened {opened:?}"))
}

fn see_it_allowed(context: &mut Context, page: &Page) -> Result<()> {
    page.find("heading", steps::PORTAL)?;
    steps::open_view(page, "Scopes")?;
    page.wait_for_text("This connection may make both calls.")?;
    show(context, page, "scopes-allowed")
}

fn copy_the_matrix(context: &mut Context, page: &Page) -> Result<()> {
    page.click("radio", "All portals")?;
    page.wait_for_text("2 endpoints × 1 portal: 100 % allowed")?;
    page.wait_for_text("Create a deal")?;
    show(context, page, "scopes-coverage")?;
    copied(context, page, "Copy as CSV", CSV)?;
    copied(context, page, "Copy as Markdown", MARKDOWN)
}

fn copied(context: &Context, page: &Page, entry: &str, wanted: &str) -> Result<()> {
    page.click("button", "Export")?;
    page.click("menuitem", entry)?;
    page.wait_until_gone("menuitem", entry)?;
    let found = until("the matrix on the clipboard", || {
        Ok((context.desktop.clipboard_text()? == wanted).then_some(()))
    });
    found.or_else(|_| unexpected(format!("{entry}: {:?}", context.desktop.clipboard_text()?)))
}

/// A picture of the view, and what axe says of it.
fn show(context: &mut Context, page: &Page, name: &str) -> Result<()> {
    context.named_picture(page, name)?;
    context.check_accessibility(page, name)
}
