//! The last responses, their bodies in temporary files without a name: the system takes them back however the app ends.

use std::collections::VecDeque;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use portalscope_body::{Body, BodyPart, BodyWindow, FoundInBody, TextWindow};

use crate::Error;
use crate::app::Portalscope;
use crate::error::Result;

const MOST_HELD: usize = 20;

#[derive(Default)]
pub(crate) struct Responses {
    held: Mutex<VecDeque<(String, Body)>>,
}

impl Responses {
    pub(crate) fn keep(&self, body: Body) -> String {
        let id = uuid::Uuid::now_v7().to_string();
        let mut held = self.lock();
        if held.len() >= MOST_HELD {
            held.pop_front();
        }
        held.push_back((id.clone(), body));
        id
    }

    /// How many there are, and their bytes.
    pub(crate) fn extent(&self) -> (usize, u64) {
        let held = self.lock();
        (held.len(), held.iter().map(|(_, body)| body.size()).sum())
    }

    pub(crate) fn drop_all(&self) {
        self.lock().clear();
    }

    fn with<T>(&self, id: &str, read: impl FnOnce(&mut Body) -> Result<T>) -> Result<T> {
        let mut held = self.lock();
        let body = held.iter_mut().find(|(held, _)| held == id).map(|(_, body)| body);
        body.ok_or(Error::ResponseGone).and_then(read)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(String, Body)>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Portalscope {
    pub fn body_rows(&self, response: &str, start: u32, count: u32) -> Result<BodyWindow> {
        let clean = |text: &str| self.redactor.known_values(text);
        self.responses.with(response, |body| Ok(body.rows(start, count, &clean)?))
    }

    /// Folds or unfolds; answers the new number of visible rows.
    pub fn toggle_body_node(&self, response: &str, node: u32) -> Result<u32> {
        self.responses.with(response, |body| Ok(body.toggle(node)))
    }

    pub fn body_text(&self, response: &str, start: u32, count: u32) -> Result<TextWindow> {
        let clean = |text: &str| self.redactor.known_values(text);
        self.responses.with(response, |body| Ok(body.lines(start, count, &clean)?))
    }

    /// Looks for a text in a body, in whatever case. Asked for the place with this number, from 0; numbers go round.
    /// The tree is unfolded down to it.
    pub fn find_in_body(&self, response: &str, part: BodyPart, text: &str, nth: u32) -> Result<FoundInBody> {
        let clean = |text: &str| self.redactor.known_values(text);
        self.responses.with(response, |body| Ok(body.find(part, text, nth, &clean)?))
    }

    /// Writes a text body whole, line by line and without the secrets that the app holds. Other bodies are not
    /// written: what is no text cannot be searched for secrets.
    pub fn write_body(&self, response: &str, out: &mut dyn io::Write) -> Result<()> {
        let clean = |text: &str| self.redactor.known_values(text);
        self.responses.with(response, |body| Ok(body.write_text(out, &clean)?))
    }
}
