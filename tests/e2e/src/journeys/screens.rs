//! Pictures of every view at two sizes, light and dark, to be looked at. Not a test: it runs only when named.

use std::time::Duration;

use crate::app::App;
use crate::error::{Result, until};
use crate::journeys::{Stage, steps};
use crate::page::{Name, Page};

const WAIT: Duration = Duration::from_secs(10);
const SIZES: [(u64, u64); 2] = [(1280, 800), (900, 600)];
const THEMES: [&str; 2] = ["Light", "Dark"];

pub fn run(stage: &mut Stage) -> Result<()> {
    let app = stage.start_app()?;
    let result = all(stage, &app);
    stage.watch(&app.page, result)?;
    app.quit()
}

fn all(stage: &mut Stage, app: &App) -> Result<()> {
    app.page.resize(1280, 800)?;
    in_all_shapes(stage, &app.page, "start", |page| start(page, "Start the demo portal"))?;
    app.page.click("button", "Use an OAuth app")?;
    in_all_shapes(stage, &app.page, "oauth-form", |page| start(page, "Connect with an OAuth app"))?;
    app.page.click("button", "Use a token")?;
    in_all_shapes(stage, &app.page, "token-form", |page| start(page, "Connect with a token"))?;
    steps::connect_demo(stage, app)?;
    in_all_shapes(stage, &app.page, "overview", |page| open(page, "Overview"))?;
    in_all_shapes(stage, &app.page, "scopes-empty", |page| open(page, "Scopes"))?;
    open(&app.page, "Scopes")?;
    app.page.click("button", "Read contacts and companies")?;
    in_all_shapes(stage, &app.page, "scopes", |page| open(page, "Scopes"))?;
    in_all_shapes(stage, &app.page, "console-empty", |page| open(page, "Console"))?;
    open(&app.page, "Console")?;
    steps::send_get(&app.page)?;
    in_all_shapes(stage, &app.page, "console", |page| open(page, "Console"))?;
    open(&app.page, "Console")?;
    steps::send_to_nobody(&app.page)?;
    in_all_shapes(stage, &app.page, "console-failed-call", |page| open(page, "Console"))?;
    in_all_shapes(stage, &app.page, "settings", |page| {
        page.click("button", "Settings")?;
        page.find("heading", "Settings").map(drop)
    })
}

fn start(page: &Page, sign: &str) -> Result<()> {
    page.click("button", "Connect a portal")?;
    page.wait_for_text(sign)
}

fn open(page: &Page, view: &str) -> Result<()> {
    page.click("option", Name::Has(steps::IN_THE_RAIL))?;
    page.click("tab", view)?;
    until("the view to open", WAIT, || {
        let open = "return document.querySelector('[role=tab][aria-selected=true]')?.textContent.trim();";
        Ok((page.driver.script(open, &[])?.as_str() == Some(view)).then_some(()))
    })
}

fn in_all_shapes(
    stage: &mut Stage,
    page: &Page,
    name: &str,
    show: impl Fn(&Page) -> Result<()>,
) -> Result<()> {
    for theme in THEMES {
        page.resize(1280, 800)?;
        choose_theme(page, theme)?;
        show(page)?;
        for (width, height) in SIZES {
            page.resize(width, height)?;
            let word = theme.to_lowercase();
            stage.named_picture(page, &format!("{name}-{word}-{width}x{height}"))?;
            stage.check_accessibility(page, &format!("{name}, {word}, {width}x{height}"))?;
        }
    }
    page.resize(1280, 800)
}

/// By the app's own setting, not the system's.
fn choose_theme(page: &Page, theme: &str) -> Result<()> {
    page.click("button", "Settings")?;
    page.click("button", Name::Has("Theme"))?;
    page.click("option", theme)?;
    page.wait_until_gone("option", theme)?;
    until("the theme to take effect", WAIT, || {
        let shown = page.driver.script("return document.documentElement.dataset.theme;", &[])?;
        Ok((shown.as_str() == Some(theme.to_lowercase().as_str())).then_some(()))
    })
}
