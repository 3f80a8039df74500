//! A service key goes from the clipboard to the keyring without ever being in the page; a second start of the app wakes
//! the first and ends.

use std::fs;

use crate::app::App;
use crate::error::{Result, unexpected, until};
use crate::journeys::{Context, steps};
use crate::keys;
use crate::memory::Needle;
use crate::page::Name;
use crate::process::Process;

pub fn run(context: &mut Context) -> Result<()> {
    let key = demo_service_key(context)?;
    keep_key_of_seed(context)?;
    let app = context.start_app()?;
    let result = paste_and_connect(context, &app, &key);
    context.watch(&app.page, result)?;
    let result = second_start(context, &app);
    context.watch(&app.page, result)?;
    app.quit()
}

/// The embedded demo portal's keys are derived from the number in its state file, those of the command line from its seed.
/// With the same number they are the same.
fn keep_key_of_seed(context: &Context) -> Result<()> {
    let state = r#"{"version":1,"key":1,"grants":[],"access_tokens":{}}"#;
    Ok(fs::write(context.desktop.data_folder().join("demo-portal.json"), state)?)
}

fn demo_service_key(context: &Context) -> Result<String> {
    let (_portal, info) = steps::outside_demo(context, 0)?;
    match info["service_key"].as_str() {
        Some(key) => Ok(key.to_owned()),
        None => unexpected("the demo portal tells no service key"),
    }
}

fn paste_and_connect(context: &mut Context, app: &App, key: &str) -> Result<()> {
    let page = &app.page;
    page.click("button", "Use a token")?;
    context.desktop.copy(key)?;
    page.click("textbox", Name::Has("paste here"))?;
    page.driver.press(&[keys::CONTROL], &["v"])?;
    page.wait_for_text("A service key or private-app token of data centre")?;
    context.named_picture(page, "token-pasted")?;
    context.check_accessibility(page, "a pasted token")?;
    page.click("button", "Check and connect")?;
    page.find("heading", steps::PORTAL)?;
    page.wait_for_text("does not expire")?;
    context.named_picture(page, "token-connected")?;
    steps::send_from_console(page)?;
    steps::absent_from_web_process(app, vec![Needle::new("the service key", key)])
}

/// The second start hands over and ends; the first goes on as it was.
fn second_start(context: &mut Context, app: &App) -> Result<()> {
    let mut second = Process::start(&mut context.desktop.command(context.program("portalscope")))?;
    until("the second start to end", || Ok(second.child().try_wait()?.map(drop)))?;
    app.page.find("heading", steps::PORTAL)?;
    steps::disconnect(&app.page)?;
    steps::keyring_is_empty(context)
}
