//! The main journey: connect the demo portal, watch the token, see the scopes, send requests, let the token expire,
//! restart, disconnect. A picture of each step, axe on each view, and no secret in the window's process.

use crate::app::App;
use crate::error::{Result, until};
use crate::journeys::{Context, steps};
use crate::page::Name;

pub fn run(context: &mut Context) -> Result<()> {
    let app = context.start_app()?;
    let connected = first_start(context, &app);
    context.watch(&app.page, connected)?;
    app.quit()?;
    let again = context.start_app()?;
    let ended = second_start(context, &again);
    context.watch(&again.page, ended)?;
    again.quit()
}

fn first_start(context: &mut Context, app: &App) -> Result<()> {
    app.page.resize(1280, 800)?;
    app.page.find("heading", "Connect your first portal")?;
    step(context, app, "start")?;
    connect(context, app)?;
    steps::countdown_ticks(&app.page)?;
    step(context, app, "overview")?;
    see_scopes(context, app)?;
    send_requests(context, app)?;
    let mut secrets = steps::secrets(context)?;
    expire_and_refresh(context, app)?;
    secrets.extend(steps::secrets(context)?);
    steps::absent_from_web_process(app, secrets)
}

/// A picture of the view, and what axe says of it.
fn step(context: &mut Context, app: &App, name: &str) -> Result<()> {
    context.picture(&app.page, name)?;
    context.check_accessibility(&app.page, name)
}

fn connect(context: &mut Context, app: &App) -> Result<()> {
    steps::begin_demo(app)?;
    step(context, app, "waiting-for-consent")?;
    let address = context.desktop.next_opened()?;
    steps::check_authorize_address(&address)?;
    let pictures = context.numbered("consent-page");
    steps::consent(context, &address, |page| {
        page.click("radio", Name::Has(steps::PORTAL))?;
        page.save_picture(&pictures)?;
        page.click("button", "Connect app")
    })?;
    app.page.find("heading", steps::PORTAL)?;
    steps::time_left(&app.page).map(drop)
}

fn see_scopes(context: &mut Context, app: &App) -> Result<()> {
    let page = &app.page;
    steps::open_view(page, "Scopes")?;
    step(context, app, "scopes-empty")?;
    page.click("button", "Read contacts and companies")?;
    page.click("button", "Remove List contacts").and_then(|()| page.wait_for_text("1 endpoint"))?;
    page.fill("searchbox", "Search endpoints", "dispositions")?;
    page.click("option", Name::Has("List call outcomes"))?;
    page.wait_for_text("2 endpoints")?;
    step(context, app, "scopes")
}

fn send_requests(context: &mut Context, app: &App) -> Result<()> {
    steps::open_view(&app.page, "Console")?;
    step(context, app, "console-empty")?;
    steps::send_get(&app.page)?;
    app.page.wait_for_text("Bearer «")?;
    step(context, app, "console-get")?;
    steps::send_post(&app.page)?;
    step(context, app, "console-post")?;
    steps::send_to_missing_record(&app.page)?;
    step(context, app, "console-failed-call")
}

fn expire_and_refresh(context: &mut Context, app: &App) -> Result<()> {
    let page = &app.page;
    steps::open_view(page, "Overview")?;
    page.click("button", "Expire the token now")?;
    page.wait_for_text("no longer takes this token")?;
    step(context, app, "token-expired")?;
    page.click("button", "Refresh now")?;
    until("the refreshed token", || {
        let text = page.text()?;
        Ok((text.contains(", worked") && !text.contains("Refreshing")).then_some(()))
    })?;
    steps::countdown_ticks(page)?;
    step(context, app, "token-refreshed")
}

fn second_start(context: &mut Context, app: &App) -> Result<()> {
    app.page.resize(1280, 800)?;
    app.page.find("heading", steps::PORTAL)?;
    steps::countdown_ticks(&app.page)?;
    step(context, app, "after-restart")?;
    let secrets = steps::secrets(context)?;
    steps::absent_from_web_process(app, secrets)?;
    open_settings(context, app)?;
    steps::disconnect(&app.page)?;
    step(context, app, "disconnected")?;
    steps::keyring_is_empty(context)
}

fn open_settings(context: &mut Context, app: &App) -> Result<()> {
    app.page.click("button", "Settings")?;
    app.page.find("heading", "Settings")?;
    step(context, app, "settings")?;
    app.page.click("option", Name::Has(steps::IN_THE_RAIL))?;
    app.page.find("heading", steps::PORTAL).map(drop)
}
