//! The last responses, their bodies in temporary files without a name: the system takes them back however the app ends.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portalscope_body::{Body, BodyPart, BodyWindow, FoundInBody, TextWindow};

use crate::error::{Error, Result};
use crate::ids::{ResponseId, new_id};
use crate::secrets::store::SecretStore;

const MAX_RESPONSES: usize = 20;

pub struct Responses {
    bodies: Mutex<VecDeque<(ResponseId, Body)>>,
    secrets: Arc<SecretStore>,
}

impl Responses {
    pub(crate) fn new(secrets: Arc<SecretStore>) -> Self {
        Self { bodies: Mutex::default(), secrets }
    }

    pub(crate) fn insert(&self, body: Body) -> ResponseId {
        let id = ResponseId::from(new_id());
        let mut bodies = self.lock();
        if bodies.len() >= MAX_RESPONSES {
            bodies.pop_front();
        }
        bodies.push_back((id.clone(), body));
        id
    }

    /// How many there are, and their bytes.
    pub(crate) fn extent(&self) -> (usize, u64) {
        let bodies = self.lock();
        (bodies.len(), bodies.iter().map(|(_, body)| body.size()).sum())
    }

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
    pub fn rows(&self, response: &ResponseId, start: u32, count: u32) -> Result<BodyWindow> {
        let clean = |text: &str| self.secrets.without_known_values(text);
        self.with(response, |body| Ok(body.rows(start, count, &clean)?))
    }

    /// Folds or unfolds; answers the new number of visible rows.
    pub fn toggle_node(&self, response: &ResponseId, node: u32) -> Result<u32> {
        self.with(response, |body| Ok(body.toggle(node)))
    }

    pub fn text(&self, response: &ResponseId, start: u32, count: u32) -> Result<TextWindow> {
        let clean = |text: &str| self.secrets.without_known_values(text);
        self.with(response, |body| Ok(body.lines(start, count, &clean)?))
    }

    /// Looks for a text in a body, in whatever case. Asked for the place with this number, from 0; numbers go round.
    /// The tree is unfolded down to it.
    pub fn find(&self, response: &ResponseId, part: BodyPart, text: &str, nth: u32) -> Result<FoundInBody> {
        let clean = |text: &str| self.secrets.without_known_values(text);
        self.with(response, |body| Ok(body.find(part, text, nth, &clean)?))
    }

    /// Writes a text body whole, line by line and without the secrets that the app holds. Other bodies are not
    /// written: what is no text cannot be searched for secrets.
    pub fn write(&self, response: &ResponseId, out: &mut dyn io::Write) -> Result<()> {
        let clean = |text: &str| self.secrets.without_known_values(text);
        self.with(response, |body| Ok(body.write_text(out, &clean)?))
    }
}
