//! The only window: its size is restored, and it never navigates away from the app's own pages.

use std::path::Path;
use std::sync::Arc;

use portalscope_core::{Portalscope, WindowSize};
use tauri::webview::NewWindowResponse;
use tauri::{
    App, AppHandle, DragDropEvent, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};

use tauri_specta::Event;

use crate::events::{ReportDropped, RequestsDropped};

const MAIN: &str = "main";
const FIRST_SIZE: WindowSize = WindowSize { width: 1280.0, height: 800.0 };
const SMALLEST: WindowSize = WindowSize { width: 900.0, height: 600.0 };

pub fn open(app: &App, core: &Arc<Portalscope>) -> tauri::Result<()> {
    let size = core.settings.window_size().unwrap_or(FIRST_SIZE);
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Portalscope")
        // In the data folder, so that everything the app stores is in one place.
        .data_directory(core.folder.webview())
        .inner_size(size.width.max(SMALLEST.width), size.height.max(SMALLEST.height))
        .min_inner_size(SMALLEST.width, SMALLEST.height)
        .on_navigation(is_own_page)
        // WebView2 would open one.
        .on_new_window(|_, _| NewWindowResponse::Deny)
        // WebView2 would keep what is typed into forms.
        .general_autofill_enabled(false)
        .build()?;
    remember_size(&window, core);
    read_dropped_files(&window, core);
    Ok(())
}

/// A second start, or a link, brings the window to the front.
pub fn focus(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
        if shown.is_err() {
            tracing::warn!("the window could not be brought to the front");
        }
    }
}

fn is_own_page(url: &Url) -> bool {
    let development = cfg!(dev) && url.host_str() == Some("localhost");
    development || is_app_page(url, cfg!(windows))
}

/// Whether Tauri serves the page itself. With a port, or on another system than Windows, `tauri.localhost` is whoever
/// listens on this computer.
fn is_app_page(url: &Url, windows: bool) -> bool {
    let (schemes, host): (&[&str], _) =
        if windows { (&["http", "https"], "tauri.localhost") } else { (&["tauri"], "localhost") };
    schemes.contains(&url.scheme())
        && url.host_str() == Some(host)
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none()
}

fn remember_size(window: &WebviewWindow, core: &Arc<Portalscope>) {
    let (core, watched) = (Arc::clone(core), window.clone());
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { .. } = event
            && let Some(size) = logical_size(&watched)
            && core.settings.remember_window_size(size).is_err()
        {
            tracing::warn!("the window's size could not be saved");
        }
    });
}

/// The page gets what was read of a dropped file, never its path or its text.
fn read_dropped_files(window: &WebviewWindow, core: &Arc<Portalscope>) {
    let (core, app) = (Arc::clone(core), window.app_handle().clone());
    window.on_window_event(move |event| {
        let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event else { return };
        let Some(path) = paths.first().cloned() else { return };
        let (core, app) = (Arc::clone(&core), app.clone());
        tauri::async_runtime::spawn_blocking(move || {
            if is_archive(&path) {
                return open_dropped_report(&core, &app, &path);
            }
            let read = core.importer.read_dropped(&path);
            if RequestsDropped(read).emit(&app).is_err() {
                tracing::warn!("a dropped file could not be handed to the window");
            }
        });
    });
}

/// No file of requests is a zip; whether it is a report is told when it is opened.
fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

fn open_dropped_report(core: &Portalscope, app: &AppHandle, path: &Path) {
    let tell = |news: ReportDropped| {
        if news.emit(app).is_err() {
            tracing::warn!("a dropped report could not be handed to the window");
        }
    };
    tell(ReportDropped::Opening);
    tauri::async_runtime::block_on(core.register_stored_secrets());
    let opened = core.opened_reports.open(path, &|calls| tell(ReportDropped::Read { calls }));
    tell(match opened {
        Ok(report) => ReportDropped::Opened { report: Box::new(report) },
        Err(error) => ReportDropped::Failed { error: error.into() },
    });
}

fn logical_size(window: &WebviewWindow) -> Option<WindowSize> {
    let size = window.inner_size().ok()?.to_logical::<f64>(window.scale_factor().ok()?);
    let usual = !window.is_maximized().ok()? && !window.is_minimized().ok()?;
    usual.then_some(WindowSize { width: size.width, height: size.height })
}

#[cfg(test)]
mod tests {
    use super::is_app_page;

    #[test]
    fn only_pages_that_tauri_serves_are_shown() {
        let (windows, others) = (true, false);
        for (url, on_windows, elsewhere) in [
            ("tauri://localhost/", false, true),
            ("tauri://localhost/index.html#/console", false, true),
            ("http://tauri.localhost/", true, false),
            ("https://tauri.localhost/index.html", true, false),
            ("http://tauri.localhost:8080/", false, false),
            ("https://tauri.localhost:8443/", false, false),
            ("http://user@tauri.localhost/", false, false),
            ("http://evil.tauri.localhost/", false, false),
            ("tauri://evil.example/", false, false),
            ("tauri://localhost:1/", false, false),
            ("http://localhost/", false, false),
            ("https://app.hubspot.com/", false, false),
            ("about:blank", false, false),
            ("data:text/html,x", false, false),
        ] {
            let url = url.parse().unwrap();
            assert_eq!(
                (is_app_page(&url, windows), is_app_page(&url, others)),
                (on_windows, elsewhere),
                "{url}"
            );
        }
    }
}
