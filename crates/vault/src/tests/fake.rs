//! A keyring in memory that fails on purpose.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;

use zeroize::Zeroizing;

use crate::entries::Entries;
use crate::error::VaultError;

/// The limit of Windows per entry.
const WINDOWS_BYTES: usize = 2_560;

/// Entries in memory with the limit of Windows. They fail from the call on that `lives` counts down to.
#[derive(Default)]
pub(super) struct Fake {
    pub texts: Mutex<BTreeMap<String, String>>,
    pub lives: Mutex<Option<usize>>,
    pub refuses: Option<VaultError>,
    pub cannot_list: bool,
    /// The next call that sets this value blocks until it is released.
    pub blocked_write: Mutex<Option<(&'static str, Receiver<()>)>>,
}

impl Fake {
    pub fn dying_after(&self, calls: Option<usize>) {
        *self.lives.lock().unwrap() = calls;
    }

    fn step(&self) -> Result<(), VaultError> {
        if let Some(refusal) = self.refuses {
            return Err(refusal);
        }
        match self.lives.lock().unwrap().as_mut() {
            Some(0) => Err(VaultError::Unavailable),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    pub fn names_now(&self) -> Vec<String> {
        self.texts.lock().unwrap().keys().cloned().collect()
    }

    pub fn by_hand(&self, name: &str, text: &str) {
        self.texts.lock().unwrap().insert(name.to_owned(), text.to_owned());
    }
}

impl Entries for Fake {
    fn set(&self, name: &str, text: &str) -> Result<(), VaultError> {
        self.step()?;
        if text.encode_utf16().count() * 2 > WINDOWS_BYTES {
            return Err(VaultError::TooLong);
        }
        let blocked = self.blocked_write.lock().unwrap().take_if(|(value, _)| text.contains(*value));
        if let Some((_, release)) = blocked {
            release.recv().unwrap();
        }
        self.by_hand(name, text);
        Ok(())
    }

    fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>, VaultError> {
        self.step()?;
        Ok(self.texts.lock().unwrap().get(name).cloned().map(Zeroizing::new))
    }

    fn remove(&self, name: &str) -> Result<bool, VaultError> {
        self.step()?;
        Ok(self.texts.lock().unwrap().remove(name).is_some())
    }

    fn names(&self) -> Result<Option<Vec<String>>, VaultError> {
        self.step()?;
        Ok((!self.cannot_list).then(|| self.names_now()))
    }
}
