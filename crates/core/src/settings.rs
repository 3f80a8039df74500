//! What a person has set, and what the window remembers of itself.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::Error;
use crate::error::Result;
use crate::store::Store;

pub(crate) const DEFAULT_PORT: u16 = 17421;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    pub theme: Theme,
    pub text_size_percent: u16,
    /// Ports for the callback of the consent page, in the order they are tried. Each one's redirect URL must be
    /// registered in the OAuth app.
    pub callback_ports: Vec<u16>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: Theme::System, text_size_percent: 100, callback_ports: vec![DEFAULT_PORT] }
    }
}

impl Settings {
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

pub(crate) const MAX_PORTS: usize = 10;

/// Why these ports cannot be listened on, in words.
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

/// The window's inner size, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowSize {
    pub width: f64,
    pub height: f64,
}

const SETTINGS: &str = "settings";
const WINDOW_SIZE: &str = "window-size";

pub struct SettingsStore {
    settings: Mutex<Settings>,
    store: Arc<Store>,
}

impl SettingsStore {
    pub(crate) fn open(store: Arc<Store>) -> Result<Self> {
        let settings = store.setting(SETTINGS)?.unwrap_or_default();
        Ok(Self { settings: Mutex::new(settings), store })
    }

    pub fn get(&self) -> Settings {
        self.lock().clone()
    }

    pub fn update(&self, settings: Settings) -> Result<Settings> {
        let settings = settings.checked()?;
        self.store.save_setting(SETTINGS, &settings)?;
        self.lock().clone_from(&settings);
        Ok(settings)
    }

    /// Other callback ports for this process only; the saved settings stay.
    pub fn use_callback_ports(&self, ports: Vec<u16>) -> Result<()> {
        let settings = Settings { callback_ports: ports, ..self.get() }.checked()?;
        *self.lock() = settings;
        Ok(())
    }

    pub fn window_size(&self) -> Option<WindowSize> {
        self.store.setting(WINDOW_SIZE).ok().flatten()
    }

    pub fn remember_window_size(&self, size: WindowSize) -> Result<()> {
        self.store.save_setting(WINDOW_SIZE, &size)
    }

    fn lock(&self) -> MutexGuard<'_, Settings> {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;

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
