//! Connecting that ends without a connection: Cancel in the app, and consent denied in the browser. Nothing is stored, and the way back is open.

use crate::app::App;
use crate::browser::Browser;
use crate::error::Result;
use crate::journeys::{Context, steps};
use crate::page::Name;

pub fn run(context: &mut Context) -> Result<()> {
    let app = context.start_app()?;
    let result = all(context, &app);
    context.watch(&app.page, result)?;
    app.quit()
}

fn all(context: &mut Context, app: &App) -> Result<()> {
    cancelled_in_the_app(context, app)?;
    denied_in_the_browser(context, app)?;
    steps::keyring_is_empty(context)?;
    connected_after_all(context, app)
}

/// Cancel in the app ends the wait; a later callback is refused.
fn cancelled_in_the_app(context: &mut Context, app: &App) -> Result<()> {
    steps::begin_demo(app)?;
    let address = context.desktop.next_opened()?;
    steps::check_authorize_address(&address)?;
    app.page.click("button", "Cancel")?;
    app.page.wait_for_text("Connecting was cancelled.")?;
    app.page.wait_for_text("Nothing was stored.")?;
    context.check_accessibility(&app.page, "a cancelled connection")
}

/// Cancel on the consent page: both the browser and the app show the result.
fn denied_in_the_browser(context: &mut Context, app: &App) -> Result<()> {
    app.page.click("button", "Try again")?;
    app.page.find("timer", "Time left to consent")?;
    let address = context.desktop.next_opened()?;
    let browser = Browser::open(&context.desktop, &address)?;
    browser.page.click("button", "Cancel")?;
    browser.page.find("heading", "No access was given")?;
    browser.close()?;
    app.page.wait_for_text("consent_denied")?;
    context.named_picture(&app.page, "consent-denied")?;
    context.check_accessibility(&app.page, "denied consent")
}

/// The same window connects at the third attempt, and deletes everything again.
fn connected_after_all(context: &mut Context, app: &App) -> Result<()> {
    app.page.click("button", "Try again")?;
    let address = context.desktop.next_opened()?;
    steps::consent(context, &address, |page| {
        page.click("radio", Name::Has(steps::PORTAL))?;
        page.click("button", "Connect app")
    })?;
    app.page.find("heading", steps::PORTAL)?;
    steps::disconnect(&app.page)?;
    steps::keyring_is_empty(context)
}
