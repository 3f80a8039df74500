//! A service key goes from the clipboard to the keyring without ever being in the page; a second start of the app wakes
//! the first and ends. A key that is typed must be in the page while it is typed; then it is gone from everything that the
//! page holds, and what the browser engine leaves of it in its memory is counted.

use std::fs;

use crate::app::App;
use crate::error::{Result, unexpected, until};
use crate::journeys::{Context, steps};
use crate::keys;
use crate::memory::Needle;
use crate::page::{Name, Page};
use crate::process::Process;

pub fn run(context: &mut Context) -> Result<()> {
    let key = demo_service_key(context)?;
    keep_key_of_seed(context)?;
    let app = context.start_app()?;
    let result = paste_and_connect(context, &app, &key);
    context.watch(&app.page, result)?;
    let result = second_start(context, &app);
    context.watch(&app.page, result)?;
    let result = type_and_connect(context, &app, &key);
    context.watch(&app.page, result)?;
    app.quit()
}

/// The embedded demo portal's keys are derived from the number in its state file, those of the command line from its seed.
/// With the same number they are the same.
pub fn keep_key_of_seed(context: &Context) -> Result<()> {
    let state = r#"{"version":1,"key":1,"grants":[],"access_tokens":{}}"#;
    Ok(fs::write(context.desktop.data_folder().join("demo-portal.json"), state)?)
}

pub fn demo_service_key(context: &Context) -> Result<String> {
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

fn type_and_connect(context: &mut Context, app: &App, key: &str) -> Result<()> {
    let page = &app.page;
    page.click("button", "Use a token")?;
    page.click("button", "Enter by hand")?;
    page.find("textbox", Name::Has("type it"))?;
    page.type_text(key)?;
    page.click("button", "Use it")?;
    page.wait_for_text("A service key or private-app token of data centre")?;
    is_gone_from_the_page(page, key)?;
    page.click("button", "Check and connect")?;
    page.find("heading", steps::PORTAL)?;
    is_gone_from_the_page(page, key)?;
    let copies = app.copies_in_web_process(steps::PORTAL, vec![Needle::new("the typed key", key)])?;
    for (needle, copies) in copies {
        println!("  copies of {} left in the memory of the browser engine: {copies}", needle.name);
    }
    steps::disconnect(page)?;
    steps::keyring_is_empty(context)
}

/// Neither the elements nor their values, nor what the page stores.
fn is_gone_from_the_page(page: &Page, key: &str) -> Result<()> {
    let everything = "return [document.documentElement.outerHTML, \
        ...[...document.querySelectorAll('input, textarea')].map((field) => field.value), \
        JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), \
        document.cookie, location.href, document.title].join(' ')";
    let text = page.driver.script(everything, &[])?;
    match text.as_str() {
        Some(text) if text.contains("Portalscope") && !Needle::new("key", key).is_in_text(text) => Ok(()),
        _ => unexpected("the typed key is still in the page"),
    }
}
