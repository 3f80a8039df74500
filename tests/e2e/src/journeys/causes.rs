//! Calls that fail alike for different causes, told apart in the window: the checks are listed before they are made, and the
//! verdict narrows. Pictures of several causes, of the checks listed and of what they found.

use serde_json::{Value, json};

use crate::app::App;
use crate::error::{Result, unexpected, until};
use crate::journeys::{Context, static_token, steps};
use crate::page::{Name, Page};

/// Scenario of the demo portal, the call that fails, and the cause. Neighbours answer it with the same words.
const SCENARIOS: [(&str, &str, &str); 8] = [
    ("scope-not-granted", "/crm/objects/2026-09/leads", "scope-not-granted"),
    ("scope-propagation-delay", "/crm/objects/2026-09/leads", "scope-propagation-delay"),
    ("scope-unavailable-in-portal", "/crm/objects/2026-09/leads", "scope-unavailable-in-portal"),
    ("scope-named-misleadingly", "/crm/objects/2026-09/emails", "scope-named-misleadingly"),
    ("hubspot-server-error", "/crm/objects/2026-09/deals", "hubspot-server-error"),
    ("hubspot-outage", "/crm/objects/2026-09/deals", "hubspot-outage"),
    ("endpoint-sunset", "/companies/v2/companies/2000000101", "endpoint-sunset"),
    ("object-not-found", "/companies/v2/companies/2000000101", "object-not-found"),
];
/// Checks that are enough for each of them.
const MAX_CHECKS: u64 = 3;
const CAUSES: &str = "Causes";
const WORKS: &str = "/account-info/2026-03/details";

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
    page.resize(1280, 800)?;
    steps::connect_by_key(context, page, key)?;
    steps::open_view(page, "Console")?;
    for (scenario, path, cause) in SCENARIOS {
        send(page, WORKS, "200 OK")?;
        turn(page, scenario, true)?;
        tell(context, page, scenario, path, cause)?;
        turn(page, scenario, false)?;
    }
    Ok(())
}

fn tell(context: &mut Context, page: &Page, scenario: &str, path: &str, cause: &str) -> Result<()> {
    send(page, path, CAUSES)?;
    if page.is_shown("button", "Tell the causes apart…")? {
        make_checks(context, page, scenario)?;
    }
    let found = first_cause(page)?;
    let checks = checks(page)?;
    if found != cause || checks > MAX_CHECKS {
        return unexpected(format!("{scenario} is told as {found} after {checks} checks"));
    }
    println!("  {scenario}: {cause} after {checks} checks");
    Ok(())
}

fn make_checks(context: &mut Context, page: &Page, scenario: &str) -> Result<()> {
    let is_pictured = scenario == SCENARIOS[1].0;
    if is_pictured {
        page.scroll_to("region", CAUSES)?;
        steps::in_all_shapes(context, page, "causes-several")?;
    }
    page.click("button", "Tell the causes apart…")?;
    page.find("button", "Make the checks")?;
    if is_pictured {
        steps::in_all_shapes(context, page, "causes-checks-listed")?;
    }
    page.click("button", "Make the checks")?;
    page.find("table", "Checks")?;
    if is_pictured {
        steps::in_all_shapes(context, page, "causes-checked")?;
    }
    Ok(())
}

/// A call that works comes between two that fail, so that no answer is taken for that of another call.
fn send(page: &Page, path: &str, answer: &str) -> Result<()> {
    page.fill("textbox", "Path", path)?;
    page.click("button", Name::Has("Send to"))?;
    if answer == CAUSES { page.find("region", CAUSES).map(drop) } else { page.wait_for_text(answer) }
}

/// By the demo portal's own switch.
fn turn(page: &Page, scenario: &str, on: bool) -> Result<()> {
    let script = "const done = arguments[arguments.length - 1]; window.__TAURI_INTERNALS__\
        .invoke('set_demo_scenario', { name: arguments[0], on: arguments[1] }).then(() => done('done'), error => done(JSON.stringify(error)));";
    let done = page.driver.script_with_callback(script, &[scenario.into(), on.into()])?;
    if done == "done" { Ok(()) } else { unexpected(format!("{scenario} cannot be turned: {done}")) }
}

/// The label of the first cause, as it stands among what is told of it.
fn first_cause(page: &Page) -> Result<String> {
    let script = "const labels = arguments[0]; const codes = [...document.querySelectorAll('[aria-label=\"Causes\"] code')];\
        return codes.map((code) => code.textContent).find((text) => labels.includes(text)) ?? '';";
    let labels = SCENARIOS.map(|(_, _, cause)| cause);
    until("a cause to be told", || {
        let cause = page.driver.script(script, &[json!(labels)])?;
        Ok(cause.as_str().filter(|cause| !cause.is_empty()).map(str::to_owned))
    })
}

fn checks(page: &Page) -> Result<u64> {
    let script = "return document.querySelectorAll('table[aria-label=\"Checks\"] tbody tr').length;";
    page.driver.script(script, &[]).map(|count| Value::as_u64(&count).unwrap_or_default())
}
