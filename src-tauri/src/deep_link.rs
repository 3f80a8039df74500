//! Receives `portalscope://` links from this start, a second start, or the system. The core parses them.

use std::sync::Arc;

use portalscope_core::Portalscope;
use tauri::{App, AppHandle, Manager, Url};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::window;

/// Passes every link to the core, including the one this start was made with, and brings the window to the front.
pub fn listen(app: &App) {
    let handle = app.handle().clone();
    app.deep_link().on_open_url(move |event| {
        window::focus(&handle);
        hand_over(&handle.state::<Arc<Portalscope>>(), event.urls());
    });
    if let Ok(Some(links)) = app.deep_link().get_current() {
        hand_over(&app.state::<Arc<Portalscope>>(), links);
    }
    take_unreadable(app.handle(), std::env::args());
}

/// The plugin silently drops arguments that are not URLs, so they are handled here.
pub fn take_unreadable(app: &AppHandle, arguments: impl Iterator<Item = String>) {
    let core = app.state::<Arc<Portalscope>>();
    let links = arguments.skip(1).filter(|text| text.starts_with("portalscope:"));
    links.filter(|text| Url::parse(text).is_err()).for_each(|text| core.links.open(&text));
}

fn hand_over(core: &Portalscope, links: Vec<Url>) {
    for link in links {
        core.links.open(link.as_str());
    }
}
