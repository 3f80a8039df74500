//! Connecting that ends without a connection: Cancel in the app, and consent denied in the browser. Nothing is stored, and the way back is open.

use crate::app::App;
use crate::browser::Browser;
use crate::error::Result;
use crate::journeys::{Stage, steps};
use crate::page::Name;

pub fn run(stage: &mut Stage) -> Result<()> {
    let app = stage.start_app()?;
    let result = all(stage, &app);
    stage.watch(&app.page, result)?;
    app.quit()
}

fn all(stage: &mut Stage, app: &App) -> Result<()> {
    cancelled_in_the_app(stage, app)?;
    denied_in_the_browser(stage, app)?;
    steps::keyring_is_empty(stage)?;
    connected_after_all(stage, app)
}

/// Cancel in the app ends the wait; the callback that comes too late finds nobody.
fn cancelled_in_the_app(stage: &mut Stage, app: &App) -> Result<()> {
    steps::begin_demo(app)?;
    let address = stage.desktop.next_opened()?;
    steps::check_authorize_address(&address)?;
    app.page.click("button", "Cancel")?;
    app.page.wait_for_text("Connecting was cancelled.")?;
    app.page.wait_for_text("Nothing was stored.")?;
    stage.check_accessibility(&app.page, "a cancelled connection")
}

/// Cancel on the consent page: both the browser and the app say what became of it.
fn denied_in_the_browser(stage: &mut Stage, app: &App) -> Result<()> {
    app.page.click("button", "Try again")?;
    app.page.find("timer", "Time left to consent")?;
    let address = stage.desktop.next_opened()?;
    let browser = Browser::open(&stage.desktop, &address)?;
    browser.page.click("button", "Cancel")?;
    browser.page.find("heading", "No access was given")?;
    browser.close()?;
    app.page.wait_for_text("consent_denied")?;
    stage.named_picture(&app.page, "consent-denied")?;
    stage.check_accessibility(&app.page, "denied consent")
}

/// The same window connects at the third attempt, and forgets all again.
fn connected_after_all(stage: &mut Stage, app: &App) -> Result<()> {
    app.page.click("button", "Try again")?;
    let address = stage.desktop.next_opened()?;
    steps::consent(stage, &address, |page| {
        page.click("radio", Name::Has(steps::PORTAL))?;
        page.click("button", "Connect app")
    })?;
    app.page.find("heading", steps::PORTAL)?;
    steps::disconnect(&app.page)?;
    steps::keyring_is_empty(stage)
}
