//! Pictures of every view at two sizes, light and dark, to be looked at. Not a test: it runs only when named.

use std::net::TcpStream;
use std::process::Stdio;

use crate::app::App;
use crate::browser::Browser;
use crate::error::{Result, unexpected, until};
use crate::journeys::{Context, pasting, steps};
use crate::keys;
use crate::page::{Name, Page};
use crate::ports::free_port;
use crate::process::Process;

const SIZES: [(u64, u64); 2] = [(1280, 800), (900, 600)];
/// One that is known, one that is not.
const PASTED: &str = "POST /crm/objects/2026-03/deals/batch/read /nothing/here";
const PASTED_PATH: &str = "/crm/objects/2026-03/companies";
/// A command that HubSpot would refuse, for more than one reason.
const WRONG_COMMAND: &str = "curl -X POST 'http://api.hubapi.com//crm/v3/objects/contacts/search' \
    -H 'Authorization:Bearer <YOUR_TOKEN>' -d '{\"limit\": 2,}'";
const THEMES: [&str; 2] = ["Light", "Dark"];

pub fn run(context: &mut Context) -> Result<()> {
    let app = context.start_app()?;
    let result = all(context, &app);
    context.watch(&app.page, result)?;
    app.quit()?;
    parts(context)
}

fn all(context: &mut Context, app: &App) -> Result<()> {
    app.page.resize(1280, 800)?;
    in_all_shapes(context, &app.page, "start", |page| start(page, "Start the demo portal"))?;
    app.page.click("button", "Use an OAuth app")?;
    in_all_shapes(context, &app.page, "oauth-form", |page| start(page, "Connect with an OAuth app"))?;
    app.page.click("button", "Use a token")?;
    in_all_shapes(context, &app.page, "token-form", |page| start(page, "Connect with a token"))?;
    oauth_apps(context, &app.page)?;
    steps::connect_demo(context, app)?;
    in_all_shapes(context, &app.page, "overview", |page| open(page, "Overview"))?;
    scopes(context, &app.page)?;
    console(context, &app.page)?;
    pasted(context, &app.page)?;
    in_all_shapes(context, &app.page, "overview-used", |page| {
        open(page, "Overview")?;
        page.find("button", "Show as a table")?;
        bring_up(page, "Show as a table")
    })?;
    diagnostics(context, &app.page)?;
    large_text(context, &app.page)?;
    not_kept(context, &app.page)?;
    disconnecting(context, &app.page)?;
    settings(context, &app.page)
}

/// The largest text in the smallest window: what the header leaves of the view, and the way to Send.
fn large_text(context: &mut Context, page: &Page) -> Result<()> {
    page.resize(1280, 800)?;
    page.driver.script("document.documentElement.style.fontSize = '200%';", &[])?;
    page.resize(900, 600)?;
    for view in ["Overview", "Scopes", "Console", "History"] {
        // The list of portals is folded, so the portal is not found by its badge.
        open_tab(page, view)?;
        context.named_picture(page, &format!("large-{}-900x600", view.to_lowercase()))?;
        context.check_accessibility(page, &format!("{view}, 200 %, 900x600"))?;
    }
    open_tab(page, "Console")?;
    bring_up(page, "Code…")?;
    if !page.is_in_sight("button", Name::Has("Send to"))? {
        return unexpected("Send is not in sight at 200 %, however far one scrolls");
    }
    context.named_picture(page, "large-console-send-900x600")?;
    page.driver.script("document.documentElement.style.fontSize = '100%';", &[])?;
    page.resize(1280, 800)
}

/// Every primitive in all its states, drawn by the page that is not part of the build.
fn parts(context: &mut Context) -> Result<()> {
    let port = free_port();
    let ui = context.ui_folder();
    let mut command = context.desktop.command("node");
    command.current_dir(&ui).arg(ui.join("node_modules/vite/bin/vite.js"));
    command
        .args(["--host", "127.0.0.1", "--port", &port.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _server = Process::start(&mut command)?;
    until("the page of parts to be served", || Ok(TcpStream::connect(("127.0.0.1", port)).ok().map(drop)))?;
    for theme in THEMES.map(str::to_lowercase) {
        let address = format!("http://127.0.0.1:{port}/dev.html?case=parts&theme={theme}");
        let browser = Browser::open(&context.desktop, &address)?;
        browser.page.find("heading", "Parts")?;
        for (width, height) in [(1280, 2400), (900, 3200)] {
            browser.page.resize(width, height)?;
            context.named_picture(&browser.page, &format!("parts-{theme}-{width}"))?;
            context.check_accessibility(&browser.page, &format!("parts, {theme}, {width}"))?;
        }
        browser.close()?;
    }
    Ok(())
}

/// Nothing pasted, and a command with what is wrong with it.
fn diagnostics(context: &mut Context, page: &Page) -> Result<()> {
    in_all_shapes(context, page, "diagnostics-empty", |page| open(page, "Diagnostics"))?;
    context.desktop.copy(WRONG_COMMAND)?;
    open(page, "Diagnostics")?;
    page.click("button", "Paste")?;
    page.find("region", "What was found")?;
    in_all_shapes(context, page, "diagnostics", |page| open(page, "Diagnostics"))?;
    open(page, "Diagnostics")?;
    page.click("button", "Clear")
}

/// A request that is too large to be there after a restart.
fn not_kept(context: &mut Context, page: &Page) -> Result<()> {
    let body = "x".repeat(600_000);
    context.desktop.copy(&format!(
        "curl -X POST https://api.hubapi.com{PASTED_PATH} -H 'Content-Type: application/json' -d '{{\"name\":\"{body}\"}}'"
    ))?;
    open(page, "Console")?;
    page.click("textbox", "Path")?;
    page.driver.press(&[keys::CONTROL], &["v"])?;
    page.wait_for_text("will not be there after a restart")?;
    in_all_shapes(context, page, "console-not-kept", |page| open(page, "Console"))
}

/// What becomes of the portal's history is asked.
fn disconnecting(context: &mut Context, page: &Page) -> Result<()> {
    in_all_shapes(context, page, "disconnect", |page| {
        open(page, "Overview")?;
        page.click("button", "Portal actions")?;
        page.click("menuitem", Name::Has("Disconnect"))?;
        page.find("alertdialog", Name::Has("Disconnect")).map(drop)
    })
}

/// None, the form, and two of them.
fn oauth_apps(context: &mut Context, page: &Page) -> Result<()> {
    let list = |page: &Page| {
        page.click("button", "OAuth apps")?;
        page.find("heading", "OAuth apps").map(drop)
    };
    let form = |page: &Page| {
        list(page)?;
        page.click("button", "Add an app…")?;
        page.find("dialog", "Add an OAuth app").map(drop)
    };
    in_all_shapes(context, page, "apps-none", list)?;
    in_all_shapes(context, page, "app-form", form)?;
    for (name, client_id) in [("Reporting", "5f1c2d3e-reporting"), ("Partner sync", "77aa-partner-sync")] {
        form(page)?;
        page.fill("textbox", "Name", name)?;
        page.fill("textbox", "Client id", client_id)?;
        page.click("button", "Save")?;
        page.find("heading", name)?;
    }
    in_all_shapes(context, page, "apps", list)?;
    page.click("button", "Connect a portal")
}

/// Nothing chosen, some chosen, and the other ways to choose and to look.
fn scopes(context: &mut Context, page: &Page) -> Result<()> {
    in_all_shapes(context, page, "scopes-empty", |page| open(page, "Scopes"))?;
    open(page, "Scopes")?;
    page.click("button", "Read contacts and companies")?;
    in_all_shapes(context, page, "scopes", |page| open(page, "Scopes"))?;
    in_all_shapes(context, page, "scopes-browse", |page| {
        open(page, "Scopes")?;
        open_tab(page, "Browse")
    })?;
    in_all_shapes(context, page, "scopes-paste", |page| {
        open(page, "Scopes")?;
        open_tab(page, "Paste")?;
        page.fill("textbox", "List of endpoints", PASTED)?;
        page.find("button", Name::Has("Add ")).map(drop)
    })?;
    in_all_shapes(context, page, "coverage", |page| {
        open(page, "Scopes")?;
        page.click("radio", "All portals")?;
        page.find("grid", Name::Has("")).map(drop)
    })
}

fn console(context: &mut Context, page: &Page) -> Result<()> {
    in_all_shapes(context, page, "console-empty", |page| open(page, "Console"))?;
    open(page, "Console")?;
    steps::send_get(page)?;
    in_all_shapes(context, page, "console", |page| open(page, "Console"))?;
    open(page, "Console")?;
    steps::send_to_missing_record(page)?;
    in_all_shapes(context, page, "console-failed-call", |page| open(page, "Console"))
}

/// A command with what is wrong with it, a collection before it is opened, and the request as code.
fn pasted(context: &mut Context, page: &Page) -> Result<()> {
    let paste = |page: &Page| {
        open(page, "Console")?;
        page.click("textbox", "Path")?;
        page.driver.press(&[keys::CONTROL], &["v"])
    };
    context.desktop.copy(WRONG_COMMAND)?;
    in_all_shapes(context, page, "console-pasted", |page| {
        paste(page)?;
        page.wait_for_text("What you pasted would have failed.")
    })?;
    in_all_shapes(context, page, "code", |page| {
        open(page, "Console")?;
        page.click("button", "Code…")?;
        page.find("dialog", Name::Has("")).map(drop)
    })?;
    context.desktop.copy(&pasting::collection("a-token-of-nobody"))?;
    in_all_shapes(context, page, "import", |page| {
        paste(page)?;
        page.find("dialog", "Open 3 requests").map(drop)
    })
}

/// The top, what is stored where, and the question before everything is deleted.
fn settings(context: &mut Context, page: &Page) -> Result<()> {
    let top = |page: &Page| {
        page.click("button", "Settings")?;
        page.find("heading", "Settings").map(drop)
    };
    in_all_shapes(context, page, "settings", top)?;
    in_all_shapes(context, page, "catalogue", |page| {
        top(page)?;
        bring_up(page, "Import files…")
    })?;
    in_all_shapes(context, page, "storage", |page| {
        top(page)?;
        page.find("button", "Look again")?;
        bring_up(page, "Delete everything…")
    })?;
    in_all_shapes(context, page, "storage-delete", |page| {
        top(page)?;
        page.click("button", "Delete everything…")?;
        page.find("alertdialog", Name::Has("")).map(drop)
    })
}

fn open_tab(page: &Page, name: &str) -> Result<()> {
    page.click("tab", name)
}

/// Scrolls until the button stands in the middle.
fn bring_up(page: &Page, button: &str) -> Result<()> {
    let button = page.find("button", button)?;
    let body = "arguments[0].scrollIntoView({ block: 'center' });";
    page.driver.script(body, &[button.as_json()]).map(drop)
}

fn start(page: &Page, sign: &str) -> Result<()> {
    page.click("button", "Connect a portal")?;
    page.wait_for_text(sign)
}

fn open(page: &Page, view: &str) -> Result<()> {
    page.click("option", Name::Has(steps::IN_THE_RAIL))?;
    page.click("tab", view)?;
    until("the view to open", || {
        let open = "return document.querySelector('[role=tab][aria-selected=true]')?.textContent.trim();";
        Ok((page.driver.script(open, &[])?.as_str() == Some(view)).then_some(()))
    })
}

fn in_all_shapes(
    context: &mut Context,
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
            context.named_picture(page, &format!("{name}-{word}-{width}x{height}"))?;
            context.check_accessibility(page, &format!("{name}, {word}, {width}x{height}"))?;
        }
        // Close the layer that was opened for the picture.
        page.press(&[keys::ESCAPE])?;
    }
    page.resize(1280, 800)
}

/// Set by the app's own setting, not the system's.
pub(super) fn choose_theme(page: &Page, theme: &str) -> Result<()> {
    page.click("button", "Settings")?;
    page.click("button", Name::Has("Theme"))?;
    page.click("option", theme)?;
    page.wait_until_gone("option", theme)?;
    until("the theme to take effect", || {
        let shown = page.driver.script("return document.documentElement.dataset.theme;", &[])?;
        Ok((shown.as_str() == Some(theme.to_lowercase().as_str())).then_some(()))
    })
}

/// Shows the page in a theme without leaving what is on it. The setting stays as it is.
pub(super) fn show_theme(page: &Page, theme: &str) -> Result<()> {
    page.driver.script(&format!("document.documentElement.dataset.theme = '{theme}';"), &[]).map(drop)
}
