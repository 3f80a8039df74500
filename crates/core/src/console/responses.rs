//! The last responses, their bodies in temporary files without a name: the system takes them back however the app ends.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::body::cleaned::clean_line;
use crate::body::{Body, BodyKind, BodyPart, BodyWindow, FoundInBody, TextWindow};
use crate::error::{Error, Result};
use crate::ids::new_id;
use crate::secrets::store::SecretStore;

const MAX_RESPONSES: usize = 20;

pub struct Responses {
    bodies: Mutex<VecDeque<(String, Body)>>,
    secrets: Arc<SecretStore>,
}

impl Responses {
    pub(crate) fn new(secrets: Arc<SecretStore>) -> Self {
        Self { bodies: Mutex::default(), secrets }
    }

    pub(crate) fn insert(&self, body: Body) -> String {
        let id = new_id();
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
        (bodies.len(), bodies.iter().map(|(_, body)| body.size).sum())
    }

    pub(crate) fn discard_all(&self) {
        self.lock().clear();
    }

    fn with<T>(&self, id: &str, read: impl FnOnce(&mut Body) -> Result<T>) -> Result<T> {
        let mut bodies = self.lock();
        let body = bodies.iter_mut().find(|(known, _)| known == id).map(|(_, body)| body);
        body.ok_or(Error::ResponseGone).and_then(read)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(String, Body)>> {
        self.bodies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Responses {
    pub fn rows(&self, response: &str, start: u32, count: u32) -> Result<BodyWindow> {
        let clean = |text: &str| self.secrets.without_known_values(text);
        self.with(response, |body| {
            Ok(BodyWindow { row_count: body.row_count(), start, rows: body.rows(start, count, &clean)? })
        })
    }

    /// Folds or unfolds; answers the new number of visible rows.
    pub fn toggle_node(&self, response: &str, node: u32) -> Result<u32> {
        self.with(response, |body| {
            if let Some(json) = &mut body.json {
                json.toggle(node);
            }
            Ok(body.row_count())
        })
    }

    pub fn text(&self, response: &str, start: u32, count: u32) -> Result<TextWindow> {
        let clean = |text: &str| self.secrets.without_known_values(text);
        self.with(response, |body| {
            let line_count = crate::body::spooled::count(body.lines.len() - 1);
            Ok(TextWindow { line_count, start, lines: body.text_lines(start, count, &clean)? })
        })
    }

    /// Looks for a text in a body, in whatever case. Asked for the place with this number, from 0; numbers go round.
    /// The tree is unfolded down to it.
    pub fn find(&self, response: &str, part: BodyPart, text: &str, nth: u32) -> Result<FoundInBody> {
        let clean = |text: &str| self.secrets.without_known_values(text);
        self.with(response, |body| Ok(body.find(part, text, nth, &clean)?))
    }

    /// Writes a text body whole, line by line and without the secrets that the app holds. Other bodies are not
    /// written: what is no text cannot be searched for secrets.
    pub fn write(&self, response: &str, out: &mut dyn io::Write) -> Result<()> {
        let clean = |text: &str| self.secrets.without_known_values(text);
        self.with(response, |body| {
            if !matches!(body.kind, BodyKind::Json | BodyKind::Text) {
                return Ok(());
            }
            // Where there are more lines than the index holds, the rest counts as one.
            let rest = body.lines.last().map(|last| (*last, body.size)).filter(|(last, size)| last < size);
            let lines = body.lines.windows(2).map(|range| (range[0], range[1])).chain(rest);
            for (start, end) in lines {
                let bytes = body.bytes(start, end)?;
                let text = String::from_utf8_lossy(&bytes);
                let line = text.trim_end_matches(['\n', '\r']);
                out.write_all(clean_line(line, &clean).as_bytes())?;
                out.write_all(&text.as_bytes()[line.len()..])?;
            }
            Ok(())
        })
    }
}
