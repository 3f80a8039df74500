//! Links from outside: a second start that is given one hands it to the first and ends. The window asks first, nothing is
//! sent, and a hostile link is refused in words.

use crate::app::App;
use crate::error::{Result, until};
use crate::journeys::{Context, steps};
use crate::page::Name;
use crate::process::Process;

pub const REQUEST: &str =
    "portalscope://request?method=DELETE&path=%2Fcrm%2Fobjects%2F2026-03%2Fcontacts%2F1999999999";
const PATH: &str = "/crm/objects/2026-03/contacts/1999999999";
const HOSTILE: &str = "portalscope://request?path=/crm/pat-na1-01234567-89ab-cdef-0123-456789abcdef";
/// No URL at all: a host has no space.
const BROKEN: &str = "portalscope://req uest?path=/crm";
const CONNECT: &str =
    "portalscope://connect?client_id=abc-from-a-link&scopes=oauth%20tickets&portal=26041877";

pub fn run(context: &mut Context) -> Result<()> {
    let app = context.start_app()?;
    let result = all(context, &app);
    context.watch(&app.page, result)?;
    app.quit()
}

fn all(context: &mut Context, app: &App) -> Result<()> {
    steps::connect_demo(context, app)?;
    a_request_opens_and_waits(context, app)?;
    a_hostile_link_is_refused(context, app)?;
    a_form_is_filled_in(context, app)?;
    app.page.click("option", Name::Has(steps::IN_THE_RAIL))?;
    steps::disconnect(&app.page)?;
    steps::keyring_is_empty(context)
}

/// As the system does: the app is started once more with the link as its one argument.
pub fn follow(context: &Context, link: &str) -> Result<()> {
    let mut second = Process::start(context.desktop.command(context.program("portalscope")).arg(link))?;
    until("the second start to end", || Ok(second.child().try_wait()?.map(drop)))
}

fn a_request_opens_and_waits(context: &mut Context, app: &App) -> Result<()> {
    let page = &app.page;
    follow(context, REQUEST)?;
    page.find("dialog", "A link wants to open a request")?;
    page.wait_for_text("It came from outside Portalscope. Nothing is sent")?;
    context.named_picture(page, "link-request")?;
    context.check_accessibility(page, "a request link")?;
    page.click("button", "Open in the Console")?;
    page.wait_for_value("textbox", "Path", PATH)?;
    page.find("button", "Archive in Acme Europe…")?;
    // The verdict is drawn, and beside it no answer, nor the wait for one.
    page.wait_for_text("No answer yet")
}

fn a_hostile_link_is_refused(context: &mut Context, app: &App) -> Result<()> {
    follow(context, HOSTILE)?;
    app.page.find("dialog", "A link was refused")?;
    app.page.wait_for_text("The link holds something that looks like a token or a secret.")?;
    app.page.wait_for_text("link_refused")?;
    context.named_picture(&app.page, "link-refused")?;
    context.check_accessibility(&app.page, "a refused link")?;
    app.page.click("button", "Close")?;
    app.page.wait_until_gone("dialog", "A link was refused")?;
    follow(context, BROKEN)?;
    app.page.find("dialog", "A link was refused")?;
    app.page.click("button", "Close")
}

fn a_form_is_filled_in(context: &mut Context, app: &App) -> Result<()> {
    follow(context, CONNECT)?;
    app.page.click("button", "Fill in the form")?;
    app.page.wait_for_value("textbox", "Client id", "abc-from-a-link")?;
    context.named_picture(&app.page, "link-connect")
}
