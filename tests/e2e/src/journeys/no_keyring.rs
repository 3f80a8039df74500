//! A machine where no keyring answers: the app says so, and goes on for this session when the person chooses that.

use crate::app::App;
use crate::error::Result;
use crate::journeys::{Stage, steps};

pub fn run(stage: &mut Stage) -> Result<()> {
    stage.desktop.stop_keyring()?;
    let app = stage.start_app()?;
    let result = go_on_in_memory(stage, &app);
    stage.watch(&app.page, result)?;
    app.quit()?;
    let again = stage.start_app()?;
    let result = again.page.wait_for_text("is not available.");
    stage.watch(&again.page, result)?;
    again.quit()
}

fn go_on_in_memory(stage: &mut Stage, app: &App) -> Result<()> {
    app.page.wait_for_text("is not available.")?;
    stage.check_accessibility(&app.page, "no keyring")?;
    app.page.click("button", "Use this session only")?;
    app.page.wait_for_text("Secrets are kept for this session only.")?;
    steps::connect_demo(stage, app)?;
    app.page.wait_for_text("this session only")?;
    steps::countdown_ticks(&app.page)
}
