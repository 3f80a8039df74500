//! The only window: its size is restored, and it never navigates away from the app's own pages.

use std::sync::Arc;

use portalscope_core::{Portalscope, WindowSize};
use tauri::{App, AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

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
        .build()?;
    remember_size(&window, core);
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
    development || url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
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

fn logical_size(window: &WebviewWindow) -> Option<WindowSize> {
    let size = window.inner_size().ok()?.to_logical::<f64>(window.scale_factor().ok()?);
    let usual = !window.is_maximized().ok()? && !window.is_minimized().ok()?;
    usual.then_some(WindowSize { width: size.width, height: size.height })
}
