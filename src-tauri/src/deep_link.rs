//! `portalscope://` links: of the start, of a second start, of the system. The core reads them; here they arrive.

use std::sync::Arc;

use portalscope_core::Portalscope;
use tauri::{App, Manager, Url};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::window;

/// Hands every link to the core, also the one this start was made with, and brings the window to the front.
pub fn listen(app: &App) {
    let handle = app.handle().clone();
    app.deep_link().on_open_url(move |event| {
        window::focus(&handle);
        hand_over(&handle.state::<Arc<Portalscope>>(), event.urls());
    });
    if let Ok(Some(links)) = app.deep_link().get_current() {
        hand_over(&app.state::<Arc<Portalscope>>(), links);
    }
}

fn hand_over(core: &Portalscope, links: Vec<Url>) {
    for link in links {
        core.open_link(link.as_str());
    }
}
