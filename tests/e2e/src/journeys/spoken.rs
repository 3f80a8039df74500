//! What a screen reader is told: roles and names of the window, what is selected, and news in live regions.

use crate::app::App;
use crate::error::Result;
use crate::journeys::{Context, steps};
use crate::page::Name;
use crate::spoken::{Spoken, wait_for};

pub fn run(context: &mut Context) -> Result<()> {
    context.desktop.start_accessibility()?;
    let app = context.start_app()?;
    let result = all(context, &app);
    context.watch(&app.page, result)?;
    app.quit()
}

fn all(context: &mut Context, app: &App) -> Result<()> {
    let page = &app.page;
    page.resize(1280, 800)?;
    page.find("heading", "Connect your first portal")?;
    told(context, "button", "Skip to the view")?;
    told(context, "heading", "Connect your first portal")?;
    steps::connect_demo(context, app)?;
    told(context, "list box", "Portals")?;
    selected(context, "list item", "Acme Europe DEMO")?;
    selected(context, "page tab", "Overview")?;
    told(context, "timer", "Token time left")?;
    live(context, "Connected to Acme Europe")?;

    steps::open_view(page, "Console")?;
    selected(context, "page tab", "Console")?;
    steps::send_to_missing_record(page)?;
    live(context, "404")?;

    steps::open_view(page, "Scopes")?;
    page.click("button", "Read contacts and companies")?;
    live(context, "This connection may make both calls")?;

    page.click("button", "Portal actions")?;
    page.click("menuitem", "Copy Hub ID")?;
    live(context, "is on the clipboard")?;
    page.click("button", "Portal actions")?;
    page.click("menuitem", Name::Has("Name and colour"))?;
    let named = |it: &Spoken| it.role == "dialog" && it.name.contains("Name and colour of Acme Europe");
    wait_for(&context.desktop, "the dialog to be told", named)
}

fn told(context: &Context, role: &str, name: &str) -> Result<()> {
    let fits = |it: &Spoken| it.role.ends_with(role) && it.name.contains(name);
    wait_for(&context.desktop, &format!("the {role} {name:?} to be told"), fits)
}

fn selected(context: &Context, role: &str, name: &str) -> Result<()> {
    let is_selected = |it: &Spoken| it.states.iter().any(|state| state == "selected");
    let fits = |it: &Spoken| it.role.ends_with(role) && it.name.contains(name) && is_selected(it);
    wait_for(&context.desktop, &format!("the {role} {name:?} to be told as selected"), fits)
}

fn live(context: &Context, words: &str) -> Result<()> {
    let is_live = |it: &Spoken| it.live == "polite" || it.live == "assertive";
    let fits = |it: &Spoken| it.name.contains(words) && is_live(it);
    wait_for(&context.desktop, &format!("the news {words:?} in a live region"), fits)
}
