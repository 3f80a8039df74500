//! Takes secrets that become known later out of what was kept before: in the background, the newest entries first.

use std::sync::{Arc, Mutex, PoisonError};

use portalscope_history::{History as Engine, Redact};
use uuid::Uuid;

use crate::history::engines::Engines;
use crate::secrets::store::{Learned, SecretStore};

/// What is looked for, and what a process before left to do.
pub(super) struct LateRedaction {
    find: Redact,
    /// Names of redactions of processes that ended before they were done.
    unfinished: Mutex<Vec<String>>,
}

impl LateRedaction {
    pub fn new(engines: &Engines, secrets: Arc<SecretStore>) -> Self {
        let find = move |text: &str| Some(secrets.without_known_values(text)).filter(|clean| clean != text);
        let unfinished = engines.file().and_then(|file| file.unfinished_redactions().ok());
        Self { find: Arc::new(find), unfinished: Mutex::new(unfinished.unwrap_or_default()) }
    }

    /// Queues what is to be done, and waits for nothing.
    pub fn begin(&self, engines: &Engines, learned: Learned) {
        match learned {
            Learned::New => engines.all().for_each(|engine| self.look_through(engine, None)),
            // The process that stored it does the file, but cannot reach this memory.
            Learned::Stored => {
                if let Some(memory) = engines.memory_if_used() {
                    self.look_through(memory, None);
                }
            }
            Learned::AllStored => self.go_on(engines),
        }
    }

    /// Not before all secrets are known: what is looked through is not looked at again.
    fn go_on(&self, engines: &Engines) {
        let unfinished = std::mem::take(&mut *self.unfinished.lock().unwrap_or_else(PoisonError::into_inner));
        let Some(file) = engines.file() else { return };
        for job in &unfinished {
            self.look_through(file, Some(job));
        }
    }

    fn look_through(&self, engine: &Engine, unfinished: Option<&str>) {
        // A name of its own: another process may look for another secret at the same time.
        engine.redact_again_later(&Uuid::new_v4().to_string(), unfinished, Arc::clone(&self.find));
    }
}
