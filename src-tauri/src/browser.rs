//! The system browser. It only receives addresses that the core has checked against the hosts that may be opened.

use portalscope_core::with_core_dumps_as_before;
use tauri::{AppHandle, Url};
use tauri_plugin_opener::OpenerExt;

type Open = dyn Fn(&Url) -> bool + Send + Sync;

pub struct Browser {
    open: Box<Open>,
}

impl Browser {
    pub fn of_system(app: AppHandle) -> Self {
        let open = move |url: &Url| app.opener().open_url(url.as_str(), None::<&str>).is_ok();
        Self { open: Box::new(move |url| with_core_dumps_as_before(|| open(url))) }
    }

    /// Returns whether the browser opened.
    pub fn open(&self, url: &Url) -> bool {
        (self.open)(url)
    }
}
