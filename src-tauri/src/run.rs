//! Assembles the app and runs it until the window closes.

use std::sync::Arc;

use portalscope_core::{
    CommandError, EnvironmentLabel, OpenError, OpenOptions, Portalscope, SystemClock, Who, forbid_core_dumps,
    log_to,
};
use portalscope_redact::Redactor;
use tauri::{App, Manager, RunEvent};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

use crate::browser::Browser;
use crate::clipboard::Clipboard;
use crate::commands::connect::show_consent_page;
use crate::file_dialogs::FileDialogs;
use crate::options::StartOptions;
use crate::{deep_link, events, ipc, restart, window};

/// Runs the app and returns when it ends.
pub fn run() {
    forbid_core_dumps();
    let options = StartOptions::read();
    let redactor = Arc::new(Redactor::new());
    log_to(std::io::stderr, Arc::clone(&redactor), options.log.as_deref());
    let attempts = options.attempts;
    if let Err(error) = start(options, redactor) {
        if restart::is_other_process_ending(&error) {
            restart::restart(attempts);
        }
        tracing::error!(%error, "Portalscope could not start its window");
        std::process::exit(1);
    }
}

fn start(options: StartOptions, redactor: Arc<Redactor>) -> tauri::Result<()> {
    let contract = ipc::ipc();
    let handler = contract.invoke_handler();
    tauri::Builder::default()
        // The first plugin: a second start must do nothing but notify the first.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            window::focus(app);
            deep_link::take_unreadable(app, arguments.into_iter());
        }))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .invoke_handler(handler)
        .setup(move |app| {
            contract.mount_events(app);
            set_up(app, &options, redactor)
        })
        .build(tauri::generate_context!())?
        .run(|app, event| {
            if matches!(event, RunEvent::Exit)
                && let Some(core) = app.try_state::<Arc<Portalscope>>()
            {
                core.history.flush();
            }
        });
    Ok(())
}

fn set_up(
    app: &App,
    options: &StartOptions,
    redactor: Arc<Redactor>,
) -> Result<(), Box<dyn std::error::Error>> {
    let home = options.home(app.handle())?;
    let clock = Arc::new(SystemClock);
    let core =
        match Portalscope::open(OpenOptions { home, clock, redactor, session_only: false, who: Who::Window })
        {
            Ok(core) => core,
            Err(OpenError::Data(error)) => {
                refuse(app, &error);
                return Ok(());
            }
        };
    app.manage(Arc::clone(&core));
    app.manage(Clipboard::default());
    app.manage(Browser::of_system(app.handle().clone()));
    app.manage(FileDialogs::of_system(app.handle().clone()));
    tauri::async_runtime::spawn(events::forward(app.handle().clone(), Arc::clone(&core)));
    tauri::async_runtime::spawn(core.background_refresher.clone().run());
    tauri::async_runtime::spawn(core.sync.clone().follow());
    tauri::async_runtime::spawn(core.idle_demo.clone().run());
    tauri::async_runtime::spawn(core.connections.clone().lock_unused_writing());
    let asked = Arc::clone(&core);
    // Check the keyring at the start, so that a failure is shown before a portal is connected.
    tauri::async_runtime::spawn(async move { asked.storage.keyring.check().await });
    let asked = Arc::clone(&core);
    tauri::async_runtime::spawn_blocking(move || asked.catalogs.prepare());
    let has_demo =
        core.state().connections.iter().any(|connection| connection.environment == EnvironmentLabel::Demo);
    if options.demo && !has_demo {
        begin_demo(&app.state::<Browser>(), &core);
    }
    deep_link::listen(app);
    window::open(app, &core)?;
    Ok(())
}

/// Shows why the data folder cannot be used in a dialog of the system, since there is no window yet. Then the app ends.
fn refuse(app: &App, error: &CommandError) {
    tracing::error!(code = ?error.code, "the data folder cannot be opened: {}", error.message);
    let handle = app.handle().clone();
    app.dialog()
        .message(format!("{}\n\n{}", error.message, error.hint))
        .title("Portalscope cannot start")
        .kind(MessageDialogKind::Error)
        .show(move |_| handle.exit(1));
}

/// Begun before the window opens, which finds the waiting flow when it loads.
fn begin_demo(browser: &Browser, core: &Arc<Portalscope>) {
    let begun = tauri::async_runtime::block_on(core.connect.begin.demo());
    let shown = begun.map_err(Into::into).and_then(|flow| show_consent_page(browser, core, flow));
    if let Err(error) = shown {
        tracing::warn!(code = ?error.code, "the demo could not begin by itself");
    }
}
