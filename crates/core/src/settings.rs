//! The settings, and the size of the window. Both are stored in the data file.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::Error;
use crate::error::Result;
use crate::store::Store;

/// The callback port until another one is set.
pub(crate) const DEFAULT_PORT: u16 = 17421;

/// The colors of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the operating system is set.
    #[default]
    System,
    /// Dark text on a light background.
    Light,
    /// Light text on a dark background.
    Dark,
}

/// The settings that a person can change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The colors of the window.
    pub theme: Theme,
    /// The size of text in percent, 100 to 200.
    pub text_size_percent: u16,
    /// Loopback ports for the callback of the consent page, in the order in which they are tried: one to ten, from 1024
    /// on. The redirect URL of each must be registered in the OAuth app.
    pub callback_ports: Vec<u16>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: Theme::System, text_size_percent: 100, callback_ports: vec![DEFAULT_PORT] }
    }
}

impl Settings {
    /// The settings, if they are valid.
    ///
    /// # Errors
    /// [`Error::SettingsInvalid`].
    pub(crate) fn checked(self) -> Result<Self> {
        if !(100..=200).contains(&self.text_size_percent) {
            return Err(Error::SettingsInvalid("The text size goes from 100 to 200 percent.".to_owned()));
        }
        if self.callback_ports.is_empty() || self.callback_ports.len() > MAX_PORTS {
            return Err(Error::SettingsInvalid("Between one and ten callback ports are needed.".to_owned()));
        }
        check_ports(&self.callback_ports).map_err(Error::SettingsInvalid)?;
        Ok(self)
    }
}

/// Callback ports in the settings.
pub(crate) const MAX_PORTS: usize = 10;

/// Checks that each port can be listened on without privileges and is listed once. The error is a sentence.
pub(crate) fn check_ports(ports: &[u16]) -> std::result::Result<(), String> {
    for (index, port) in ports.iter().enumerate() {
        if *port < 1024 {
            return Err(format!("Port {port} is reserved for the system. Use 1024 to 65535."));
        }
        if ports[..index].contains(port) {
            return Err(format!("Port {port} stands in the list twice."));
        }
    }
    Ok(())
}

/// The inner size of the window, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowSize {
    /// Logical pixels.
    pub width: f64,
    /// Logical pixels.
    pub height: f64,
}

/// The key of the settings in the data file.
const SETTINGS: &str = "settings";
/// The key of the window's size in the data file.
const WINDOW_SIZE: &str = "window-size";

/// The settings in force, and those in the data file.
pub struct SettingsStore {
    held: Mutex<Held>,
    store: Arc<Store>,
}

struct Held {
    saved: Settings,
    /// In force in this process instead of those saved, and never saved themselves.
    temporary_ports: Option<Vec<u16>>,
}

impl Held {
    fn in_force(&self) -> Settings {
        let mut settings = self.saved.clone();
        if let Some(ports) = &self.temporary_ports {
            settings.callback_ports.clone_from(ports);
        }
        settings
    }
}

impl SettingsStore {
    /// Reads the settings; the defaults if none are stored.
    pub(crate) fn open(store: Arc<Store>) -> Result<Self> {
        let saved = store.setting(SETTINGS)?.unwrap_or_default();
        Ok(Self { held: Mutex::new(Held { saved, temporary_ports: None }), store })
    }

    /// The settings in force.
    pub fn get(&self) -> Settings {
        self.lock().in_force()
    }

    /// Saves the settings and brings them into force. Callback ports that are this process's only stay so: the ports saved
    /// before are kept.
    ///
    /// # Errors
    /// [`Error::SettingsInvalid`], [`Error::Store`]; the settings in force do not change.
    pub fn update(&self, settings: Settings) -> Result<Settings> {
        let mut saved = settings.checked()?;
        let mut held = self.lock();
        let temporary_ports = held.temporary_ports.clone().filter(|ports| *ports == saved.callback_ports);
        if temporary_ports.is_some() {
            saved.callback_ports.clone_from(&held.saved.callback_ports);
        }
        self.store.save_setting(SETTINGS, &saved)?;
        *held = Held { saved, temporary_ports };
        Ok(held.in_force())
    }

    /// Uses other callback ports in this process only; they are not saved.
    ///
    /// # Errors
    /// [`Error::SettingsInvalid`].
    pub fn use_callback_ports(&self, ports: Vec<u16>) -> Result<()> {
        let settings = Settings { callback_ports: ports, ..self.get() }.checked()?;
        self.lock().temporary_ports = Some(settings.callback_ports);
        Ok(())
    }

    /// The last saved size of the window. `None`: none is stored, or it cannot be read.
    pub fn window_size(&self) -> Option<WindowSize> {
        self.store.setting(WINDOW_SIZE).ok().flatten()
    }

    /// Saves the size of the window.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn remember_window_size(&self, size: WindowSize) -> Result<()> {
        self.store.save_setting(WINDOW_SIZE, &size)
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Settings, SettingsStore, Theme};
    use crate::store::Store;

    #[test]
    fn ports_of_this_process_only_are_never_saved() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("portalscope.db");
        let settings = SettingsStore::open(Arc::new(Store::open(&file).unwrap())).unwrap();
        settings.update(Settings { callback_ports: vec![40_000], ..Settings::default() }).unwrap();
        settings.use_callback_ports(vec![40_001]).unwrap();
        let after = settings.update(Settings { theme: Theme::Dark, ..settings.get() }).unwrap();
        assert_eq!((after.callback_ports, settings.get().callback_ports), (vec![40_001], vec![40_001]));
        let again = SettingsStore::open(Arc::new(Store::open(&file).unwrap())).unwrap().get();
        assert_eq!((again.theme, again.callback_ports), (Theme::Dark, vec![40_000]));
        settings.update(Settings { callback_ports: vec![40_002], ..settings.get() }).unwrap();
        assert_eq!(settings.get().callback_ports, [40_002], "ports that are saved come into force");
    }

    #[test]
    fn ports_that_cannot_work_are_refused_in_words() {
        for ports in [vec![], vec![80], vec![17421, 17421], (2000..2011).collect()] {
            assert!(
                Settings { callback_ports: ports.clone(), ..Settings::default() }.checked().is_err(),
                "{ports:?}"
            );
        }
        assert!(Settings { callback_ports: vec![17421, 40000], ..Settings::default() }.checked().is_ok());
    }
}
