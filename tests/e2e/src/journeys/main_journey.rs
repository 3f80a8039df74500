//! The main journey: connect the demo portal, watch the token, see the scopes, send requests, let the token expire,
//! restart, disconnect. A picture of each step, axe on each view, and no secret in the window's process.

use crate::app::App;
use crate::error::{Result, until};
use crate::journeys::{Stage, steps};
use crate::page::Name;

pub fn run(stage: &mut Stage) -> Result<()> {
    let app = stage.start_app()?;
    let connected = first_start(stage, &app);
    stage.watch(&app.page, connected)?;
    app.quit()?;
    let again = stage.start_app()?;
    let ended = second_start(stage, &again);
    stage.watch(&again.page, ended)?;
    again.quit()
}

fn first_start(stage: &mut Stage, app: &App) -> Result<()> {
    app.page.resize(1280, 800)?;
    app.page.find("heading", "Connect your first portal")?;
    step(stage, app, "start")?;
    connect(stage, app)?;
    steps::countdown_ticks(&app.page)?;
    step(stage, app, "overview")?;
    see_scopes(stage, app)?;
    send_requests(stage, app)?;
    let mut secrets = steps::secrets(stage)?;
    expire_and_refresh(stage, app)?;
    secrets.extend(steps::secrets(stage)?);
    steps::absent_from_web_process(app, secrets)
}

/// A picture of the view, and what axe says of it.
fn step(stage: &mut Stage, app: &App, name: &str) -> Result<()> {
    stage.picture(&app.page, name)?;
    stage.check_accessibility(&app.page, name)
}

fn connect(stage: &mut Stage, app: &App) -> Result<()> {
    steps::begin_demo(app)?;
    step(stage, app, "waiting-for-consent")?;
    let address = stage.desktop.next_opened()?;
    steps::check_authorize_address(&address)?;
    let pictures = stage.numbered("consent-page");
    steps::consent(stage, &address, |page| {
        page.click("radio", Name::Has(steps::PORTAL))?;
        page.save_picture(&pictures)?;
        page.click("button", "Connect app")
    })?;
    app.page.find("heading", steps::PORTAL)?;
    steps::time_left(&app.page).map(drop)
}

fn see_scopes(stage: &mut Stage, app: &App) -> Result<()> {
    let page = &app.page;
    steps::open_view(page, "Scopes")?;
    step(stage, app, "scopes-empty")?;
    page.click("button", "Read contacts and companies")?;
    page.click("button", "Remove List contacts").and_then(|()| page.wait_for_text("1 endpoint"))?;
    page.fill("searchbox", "Search endpoints", "dispositions")?;
    page.click("option", Name::Has("List call outcomes"))?;
    page.wait_for_text("2 endpoints")?;
    step(stage, app, "scopes")
}

fn send_requests(stage: &mut Stage, app: &App) -> Result<()> {
    steps::open_view(&app.page, "Console")?;
    step(stage, app, "console-empty")?;
    steps::send_get(&app.page)?;
    app.page.wait_for_text("Bearer «")?;
    step(stage, app, "console-get")?;
    steps::send_post(&app.page)?;
    step(stage, app, "console-post")?;
    steps::send_to_nobody(&app.page)?;
    step(stage, app, "console-failed-call")
}

fn expire_and_refresh(stage: &mut Stage, app: &App) -> Result<()> {
    let page = &app.page;
    steps::open_view(page, "Overview")?;
    page.click("button", "Expire the token now")?;
    page.wait_for_text("no longer takes this token")?;
    step(stage, app, "token-expired")?;
    page.click("button", "Refresh now")?;
    until("the refreshed token", || {
        let text = page.text()?;
        Ok((text.contains(", worked") && !text.contains("Refreshing")).then_some(()))
    })?;
    steps::countdown_ticks(page)?;
    step(stage, app, "token-refreshed")
}

fn second_start(stage: &mut Stage, app: &App) -> Result<()> {
    app.page.resize(1280, 800)?;
    app.page.find("heading", steps::PORTAL)?;
    steps::countdown_ticks(&app.page)?;
    step(stage, app, "after-restart")?;
    let secrets = steps::secrets(stage)?;
    steps::absent_from_web_process(app, secrets)?;
    open_settings(stage, app)?;
    steps::disconnect(&app.page)?;
    step(stage, app, "disconnected")?;
    steps::keyring_is_empty(stage)
}

fn open_settings(stage: &mut Stage, app: &App) -> Result<()> {
    app.page.click("button", "Settings")?;
    app.page.find("heading", "Settings")?;
    step(stage, app, "settings")?;
    app.page.click("option", Name::Has(steps::IN_THE_RAIL))?;
    app.page.find("heading", steps::PORTAL).map(drop)
}
