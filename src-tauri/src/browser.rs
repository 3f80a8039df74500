//! The system browser. It only receives addresses that the core has checked against the hosts that may be opened.

use tauri::{AppHandle, Url};
use tauri_plugin_opener::OpenerExt;

type Open = dyn Fn(&Url) -> bool + Send + Sync;

pub struct Browser {
    open: Box<Open>,
}

impl Browser {
    pub fn of_system(app: AppHandle) -> Self {
        Self { open: Box::new(move |url| app.opener().open_url(url.as_str(), None::<&str>).is_ok()) }
    }

    /// Returns whether the browser opened.
    pub fn open(&self, url: &Url) -> bool {
        (self.open)(url)
    }
}
