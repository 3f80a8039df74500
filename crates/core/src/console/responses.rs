//! The last responses. Their bodies are in unnamed temporary files, which the system removes however the app ends.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portalscope_body::{Body, BodyPart, BodyWindow, FoundInBody, TextWindow};

use crate::error::{Error, Result};
use crate::ids::{ResponseId, new_id};
use crate::secrets::store::SecretStore;

/// Responses stored at a time; the oldest is dropped first.
const MAX_RESPONSES: usize = 20;

/// Stores the bodies of the last responses and reads parts of them, without known secrets.
pub struct Responses {
    bodies: Mutex<VecDeque<(ResponseId, Body)>>,
    secrets: Arc<SecretStore>,
}

impl Responses {
    pub(crate) fn new(secrets: Arc<SecretStore>) -> Self {
        Self { bodies: Mutex::default(), secrets }
    }

    /// Stores a body, dropping the oldest one if there are too many.
    pub(crate) fn insert(&self, body: Body) -> ResponseId {
        let id = ResponseId::from(new_id());
        let mut bodies = self.lock();
        if bodies.len() >= MAX_RESPONSES {
            bodies.pop_front();
        }
        bodies.push_back((id.clone(), body));
        id
    }

    /// The number of stored bodies, and their total size in bytes.
    pub(crate) fn extent(&self) -> (usize, u64) {
        let bodies = self.lock();
        (bodies.len(), bodies.iter().map(|(_, body)| body.size()).sum())
    }

    /// Drops all bodies; the system then frees their files.
    pub(crate) fn discard_all(&self) {
        self.lock().clear();
    }

    fn with<T>(&self, id: &ResponseId, read: impl FnOnce(&mut Body) -> Result<T>) -> Result<T> {
        let mut bodies = self.lock();
        let body = bodies.iter_mut().find(|(known, _)| known == id).map(|(_, body)| body);
        body.ok_or(Error::ResponseGone).and_then(read)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(ResponseId, Body)>> {
        self.bodies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Responses {
    /// `count` visible rows of the JSON tree, 500 at most, from the one with index `start`.
    ///
    /// # Errors
    /// [`Error::ResponseGone`] if the response is no longer stored; [`Error::Disk`] if the temporary file cannot be
    /// read.
    pub fn rows(&self, response: &ResponseId, start: u32, count: u32) -> Result<BodyWindow> {
        let clean = |text: &str| self.secrets.without_known_values(text);
        self.with(response, |body| Ok(body.rows(start, count, &clean)?))
    }

    /// Folds or unfolds the object or array with this index, and returns the new number of visible rows.
    ///
    /// # Errors
    /// [`Error::ResponseGone`] if the response is no longer stored.
    pub fn toggle_node(&self, response: &ResponseId, node: u32) -> Result<u32> {
        self.with(response, |body| Ok(body.toggle(node)))
    }

    /// `count` lines of the text, 500 at most, from the one with index `start`.
    ///
    /// # Errors
    /// [`Error::ResponseGone`] if the response is no longer stored; [`Error::Disk`] if the temporary file cannot be
    /// read.
    pub fn text(&self, response: &ResponseId, start: u32, count: u32) -> Result<TextWindow> {
        let clean = |text: &str| self.secrets.without_known_values(text);
        self.with(response, |body| Ok(body.lines(start, count, &clean)?))
    }

    /// Searches for a text, ignoring case, and returns the match with this index, from 0, wrapping around. The tree is
    /// unfolded down to it. Texts over 200 characters are not found.
    ///
    /// # Errors
    /// [`Error::ResponseGone`] if the response is no longer stored; [`Error::Disk`] if the temporary file cannot be
    /// read.
    pub fn find(&self, response: &ResponseId, part: BodyPart, text: &str, nth: u32) -> Result<FoundInBody> {
        let clean = |text: &str| self.secrets.without_known_values(text);
        self.with(response, |body| Ok(body.find(part, text, nth, &clean)?))
    }

    /// Writes a text body whole, line by line, without known secrets. Other bodies are not written: secrets cannot be
    /// searched for in them.
    ///
    /// # Errors
    /// [`Error::ResponseGone`] if the response is no longer stored; [`Error::Disk`] if the temporary file or `out`
    /// fails.
    pub fn write(&self, response: &ResponseId, out: &mut dyn io::Write) -> Result<()> {
        let clean = |text: &str| self.secrets.without_known_values(text);
        self.with(response, |body| Ok(body.write_text(out, &clean)?))
    }
}
