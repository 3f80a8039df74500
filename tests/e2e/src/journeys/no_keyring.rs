//! A machine where no keyring answers: the app says so, and goes on for this session when the person chooses that.

use crate::app::App;
use crate::error::Result;
use crate::journeys::{Context, steps};

pub fn run(context: &mut Context) -> Result<()> {
    context.desktop.stop_keyring()?;
    let app = context.start_app()?;
    let result = go_on_in_memory(context, &app);
    context.watch(&app.page, result)?;
    app.quit()?;
    let again = context.start_app()?;
    let result = again.page.wait_for_text("is not available.");
    context.watch(&again.page, result)?;
    again.quit()
}

fn go_on_in_memory(context: &mut Context, app: &App) -> Result<()> {
    app.page.wait_for_text("is not available.")?;
    context.check_accessibility(&app.page, "no keyring")?;
    app.page.click("button", "Use this session only")?;
    app.page.wait_for_text("Secrets are kept for this session only.")?;
    steps::connect_demo(context, app)?;
    app.page.wait_for_text("this session only")?;
    steps::countdown_ticks(&app.page)
}
