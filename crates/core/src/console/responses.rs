//! The last responses. Their bodies are in unnamed temporary files, which the system removes however the app ends.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portalscope_body::{
    Body, BodyPart, BodyWindow, FoundInBody, Redaction, ResponseBody, TextWindow, WholeValue,
};

use crate::error::{Error, Result};
use crate::ids::{HistoryEntryId, ResponseId, new_id};
use crate::platform::files::write_file;
use crate::secrets::store::SecretStore;

/// How much is held at a time. The newest response is always held.
#[derive(Clone, Copy)]
struct Limits {
    /// The oldest response is dropped first.
    responses: usize,
    /// Of all bodies, on the disk. The oldest response is dropped first.
    stored_bytes: u64,
    /// Of all indexes, in memory. The index of the oldest response is dropped first, and made again when the response is
    /// looked at.
    index_bytes: u64,
}

const LIMITS: Limits =
    Limits { responses: 20, stored_bytes: 1_024 * 1_000_000, index_bytes: 256 * 1_000_000 };

/// Bodies of entries of the history that can be read at once: two that are compared, each way, and some before them.
const MAX_PAST: usize = 16;

/// Of a value that is drawn whole.
const MAX_SHOWN_BYTES: u64 = 1_000_000;
/// Of a text for the clipboard. A longer one has to be saved.
const MAX_COPIED_BYTES: u64 = 64 * 1_000_000;

/// Which body of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodySide {
    Request,
    Response,
}

/// A body of an entry of the history.
struct PastBody {
    of: (HistoryEntryId, BodySide),
    id: ResponseId,
    body: Arc<Body>,
}

/// Stores the bodies of the last responses and reads parts of them, without known secrets.
pub struct Responses {
    /// Locked only to find a body, never while one is read: a search of one body takes seconds.
    bodies: Mutex<VecDeque<(ResponseId, Arc<Body>)>>,
    /// Apart from them, so that looking through the history drops no response. They are short.
    past: Mutex<VecDeque<PastBody>>,
    secrets: Arc<SecretStore>,
    limits: Limits,
}

impl Responses {
    pub(crate) fn new(secrets: Arc<SecretStore>) -> Self {
        Self { bodies: Mutex::default(), past: Mutex::default(), secrets, limits: LIMITS }
    }

    /// The body of an entry of the history, read only if it is not stored yet: what was folded in it stays so.
    pub(crate) fn open_past(
        &self,
        entry: &HistoryEntryId,
        side: BodySide,
        read: impl FnOnce() -> Result<Body>,
    ) -> Result<(ResponseId, ResponseBody)> {
        let mut past = self.past();
        let of = (entry.clone(), side);
        let known = past.iter().position(|one| one.of == of).and_then(|at| past.remove(at));
        let one = match known {
            Some(one) => one,
            None => PastBody { of, id: new_id().into(), body: Arc::new(read()?) },
        };
        let opened = (one.id.clone(), one.body.shown()?);
        past.push_back(one);
        if past.len() > MAX_PAST {
            past.pop_front().inspect(|one| one.body.cancel_search());
        }
        Ok(opened)
    }

    /// Stores a body, and drops the oldest ones that are too many or too large with it.
    pub(crate) fn insert(&self, body: Body) -> ResponseId {
        let id = ResponseId::from(new_id());
        let mut bodies = self.lock();
        bodies.push_back((id.clone(), Arc::new(body)));
        while bodies.len() > 1 && self.is_too_much(&bodies) {
            bodies.pop_front().inspect(|(_, body)| body.cancel_search());
        }
        self.limit_indexes(&bodies, &id);
        id
    }

    fn is_too_much(&self, bodies: &VecDeque<(ResponseId, Arc<Body>)>) -> bool {
        let stored: u64 = bodies.iter().map(|(_, body)| body.size()).sum();
        bodies.len() > self.limits.responses || stored > self.limits.stored_bytes
    }

    /// The number of stored bodies, and their total size in bytes.
    pub(crate) fn extent(&self) -> (usize, u64) {
        let bodies = self.lock();
        (bodies.len(), bodies.iter().map(|(_, body)| body.size()).sum())
    }

    /// Drops all bodies; the system then frees their files.
    pub(crate) fn discard_all(&self) {
        self.lock().drain(..).for_each(|(_, body)| body.cancel_search());
        self.past().drain(..).for_each(|one| one.body.cancel_search());
    }

    fn with<T>(&self, id: &ResponseId, read: impl FnOnce(&Body) -> portalscope_body::Result<T>) -> Result<T> {
        let body = self.find_body(id).ok_or(Error::ResponseGone)?;
        let was_indexed = body.index_bytes() > 0;
        let result = read(&body);
        if !was_indexed {
            self.limit_indexes(&self.lock(), id);
        }
        Ok(result?)
    }

    fn find_body(&self, id: &ResponseId) -> Option<Arc<Body>> {
        let of_response = self.lock().iter().find(|(known, _)| known == id).map(|(_, body)| Arc::clone(body));
        let of_entry = || self.past().iter().find(|one| one.id == *id).map(|one| Arc::clone(&one.body));
        of_response.or_else(of_entry)
    }

    /// `looked_at`: the response whose index stays.
    fn limit_indexes(&self, bodies: &VecDeque<(ResponseId, Arc<Body>)>, looked_at: &ResponseId) {
        let mut total: u64 = bodies.iter().map(|(_, body)| body.index_bytes()).sum();
        for (_, body) in bodies.iter().filter(|(id, _)| id != looked_at) {
            if total <= self.limits.index_bytes {
                return;
            }
            let before = body.index_bytes();
            body.drop_index();
            total -= before - body.index_bytes().min(before);
        }
    }

    fn secrets_in(&self, text: &str) -> Vec<Redaction> {
        self.secrets.known_secrets_in(text)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(ResponseId, Arc<Body>)>> {
        self.bodies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn past(&self) -> MutexGuard<'_, VecDeque<PastBody>> {
        self.past.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Responses {
    /// `count` visible rows of the JSON tree, 500 at most, from the one with index `start`. Blocks, as all of these do.
    ///
    /// # Errors
    /// [`Error::ResponseGone`] if the response is no longer stored; [`Error::Disk`] if the temporary file cannot be
    /// read.
    pub fn rows(&self, response: &ResponseId, start: u32, count: u32) -> Result<BodyWindow> {
        self.with(response, |body| body.rows(start, count, &|text| self.secrets_in(text)))
    }

    /// Folds or unfolds the object or array with this index, and returns the new number of visible rows.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub fn toggle_node(&self, response: &ResponseId, node: u32) -> Result<u32> {
        self.with(response, |body| body.toggle(node))
    }

    /// `count` lines of the text, 500 at most, from the one with index `start`.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub fn text(&self, response: &ResponseId, start: u32, count: u32) -> Result<TextWindow> {
        self.with(response, |body| body.lines(start, count, &|text| self.secrets_in(text)))
    }

    /// Searches for a text, ignoring case, and returns the match with this index, from 0, wrapping around. The tree is
    /// unfolded down to it. Texts over 200 characters are not found. A search of a response ends the one before, unless
    /// that is done.
    ///
    /// # Errors
    /// As [`Self::rows`], and [`Error::Cancelled`] if another search of the response began or it was cancelled.
    pub fn find(&self, response: &ResponseId, part: BodyPart, text: &str, nth: u32) -> Result<FoundInBody> {
        self.with(response, |body| body.find(part, text, nth, &|text| self.secrets_in(text)))
    }

    /// Ends the search of a response that is under way, if there is one.
    pub fn cancel_find(&self, response: &ResponseId) {
        if let Some(body) = self.find_body(response) {
            body.cancel_search();
        }
    }

    /// A value of the tree to be read whole, and where it stands. Of one over 1 MB only the beginning.
    ///
    /// # Errors
    /// As [`Self::rows`]; [`Error::ResponseGone`] also if the body has no value with this index.
    pub fn value(&self, response: &ResponseId, node: u32) -> Result<WholeValue> {
        self.value_up_to(response, node, MAX_SHOWN_BYTES)
    }

    /// The same value for the clipboard.
    ///
    /// # Errors
    /// As [`Self::value`], and [`Error::TooMuchToCopy`] over 64 MB.
    pub fn value_to_copy(&self, response: &ResponseId, node: u32) -> Result<String> {
        let value = self.value_up_to(response, node, MAX_COPIED_BYTES)?;
        if value.is_cut { Err(Error::TooMuchToCopy) } else { Ok(value.text) }
    }

    fn value_up_to(&self, response: &ResponseId, node: u32, bytes: u64) -> Result<WholeValue> {
        let found = self.with(response, |body| body.value(node, bytes, &|text| self.secrets_in(text)))?;
        found.ok_or(Error::ResponseGone)
    }

    /// The whole body for the clipboard, without known secrets.
    ///
    /// # Errors
    /// As [`Self::write`], and [`Error::TooMuchToCopy`] if it is over 64 MB or no text.
    pub fn body_to_copy(&self, response: &ResponseId) -> Result<String> {
        let body = self.find_body(response).ok_or(Error::ResponseGone)?;
        if body.size() > MAX_COPIED_BYTES {
            return Err(Error::TooMuchToCopy);
        }
        let mut text = Vec::new();
        self.write(response, &mut text)?;
        String::from_utf8(text).map_err(|_| Error::TooMuchToCopy)
    }

    /// Writes a body of any kind and size whole, without known secrets.
    ///
    /// # Errors
    /// [`Error::ResponseGone`] if the response is no longer stored; [`Error::Disk`] if the temporary file or `out`
    /// fails.
    pub fn write(&self, response: &ResponseId, out: &mut dyn io::Write) -> Result<()> {
        self.with(response, |body| body.write(out, &|text| self.secrets_in(text)))
    }

    /// Writes it to a file. An existing file is replaced once all is written.
    ///
    /// # Errors
    /// As [`Self::write`], and [`Error::FileUnwritable`].
    pub fn save(&self, response: &ResponseId, path: &Path) -> Result<()> {
        write_file(path, |file| self.write(response, file))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::mpsc;

    use portalscope_redact::Redactor;
    use portalscope_vault::Mode;

    use super::*;
    use crate::events::Events;

    fn responses(limits: Limits) -> Responses {
        let secrets = SecretStore::new(Mode::Session, Arc::new(Redactor::new()), Arc::new(Events::new()));
        Responses { limits, ..Responses::new(Arc::new(secrets)) }
    }

    fn body(text: &str) -> Body {
        Body::read(bytes(text.as_bytes())).unwrap()
    }

    fn bytes(bytes: &[u8]) -> std::fs::File {
        let mut file = portalscope_body::spool_in(&std::env::temp_dir()).unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[test]
    fn a_known_secret_behind_a_long_run_is_replaced_on_every_way_out() {
        let token = "pat-na1-8f3kQz7LmX2vB9tRw4YcD6hJ";
        for missing in 0..token.len() {
            let responses = responses(LIMITS);
            responses.secrets.register_text("static-token", token);
            let id = responses.insert(body(&format!("[\"{}{token}\"]", "A".repeat(16_384 - missing))));
            let mut written = Vec::new();
            responses.write(&id, &mut written).unwrap();
            let lines = responses.text(&id, 0, 500).unwrap().lines.concat();
            let expected = format!("[\"{}«static-token#1»\"]", "A".repeat(16_384 - missing));
            assert_eq!((String::from_utf8(written).unwrap(), lines), (expected.clone(), expected));
            let found = |text: &str| responses.find(&id, BodyPart::Tree, text, 0).unwrap().count;
            assert_eq!((found("pat"), found("AAA«static-token#1»")), (0, 1));
        }
    }

    #[test]
    fn a_value_is_copied_and_a_body_saved_as_the_window_shows_them() {
        let responses = responses(LIMITS);
        let token = "pat-na1-8f3kQz7LmX2vB9tRw4YcD6hJ";
        responses.secrets.register_text("static-token", token);
        let id = responses.insert(body(&format!(r#"{{"a": "x {token}\n", "n": 1.10}}"#)));
        assert_eq!(responses.value(&id, 1).unwrap().path, "$.a");
        assert_eq!(responses.value_to_copy(&id, 1).unwrap(), "x «static-token#1»\n");
        assert_eq!(responses.value_to_copy(&id, 2).unwrap(), "1.10");
        assert!(matches!(responses.value(&id, 9), Err(Error::ResponseGone)));
        let whole = r#"{"a": "x «static-token#1»\n", "n": 1.10}"#;
        assert_eq!(responses.body_to_copy(&id).unwrap(), whole);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("body.json");
        responses.save(&id, &path).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), whole);
        let picture = responses.insert(Body::read(bytes(b"\x89PNG\xff\x00")).unwrap());
        assert!(matches!(responses.body_to_copy(&picture), Err(Error::TooMuchToCopy)));
        responses.save(&picture, &path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"\x89PNG\xff\x00");
    }

    #[test]
    fn nothing_waits_for_a_search() {
        let responses = Arc::new(responses(LIMITS));
        let [searched, other] = ["[1]", "[2]"].map(|text| responses.insert(body(text)));
        let (begun, has_begun) = mpsc::channel();
        let (go_on, may_go_on) = mpsc::channel::<()>();
        let search = std::thread::spawn({
            let (responses, searched) = (responses.clone(), searched.clone());
            move || {
                let blocked = |_: &str| {
                    begun.send(()).unwrap();
                    let _ = may_go_on.recv();
                    Vec::new()
                };
                responses.with(&searched, |body| body.find(BodyPart::Tree, "1", 0, &blocked))
            }
        });
        has_begun.recv().unwrap();
        for id in [&other, &searched] {
            assert_eq!(responses.rows(id, 0, 10).unwrap().rows.len(), 3);
            assert_eq!(responses.text(id, 0, 10).unwrap().line_count, 1);
            assert_eq!(responses.toggle_node(id, 0).unwrap(), 1);
        }
        assert_eq!(responses.find(&other, BodyPart::Tree, "2", 0).unwrap().count, 1);
        responses.insert(body("[3]"));
        drop(go_on);
        assert_eq!(search.join().unwrap().unwrap().count, 1);
    }

    #[test]
    fn bodies_that_are_too_many_or_too_large_together_are_dropped_oldest_first() {
        let responses = responses(Limits { responses: 3, stored_bytes: 1_000, ..LIMITS });
        let stored =
            |ids: &[ResponseId]| ids.iter().map(|id| responses.text(id, 0, 1).is_ok()).collect::<Vec<_>>();
        let mut ids = ["a", "b", "c", "d"].map(|text| responses.insert(body(text))).to_vec();
        assert_eq!(stored(&ids), [false, true, true, true]);
        ids.push(responses.insert(body(&"e".repeat(999))));
        assert_eq!(stored(&ids), [false, false, false, true, true]);
        ids.push(responses.insert(body(&"f".repeat(5_000))));
        assert_eq!(
            stored(&ids),
            [false, false, false, false, false, true],
            "the newest is kept, however large"
        );
        assert_eq!(responses.extent(), (1, 5_000));
    }

    #[test]
    fn of_indexes_that_are_too_large_together_the_oldest_is_dropped_and_made_again() {
        let text = format!("[{}0]", "0,".repeat(999));
        let one = body(&text).index_bytes();
        let responses = responses(Limits { index_bytes: 2 * one, ..LIMITS });
        let ids: Vec<_> = (0..3).map(|_| responses.insert(body(&text))).collect();
        let indexed = || responses.lock().iter().map(|(_, body)| body.index_bytes() > 0).collect::<Vec<_>>();
        assert_eq!(indexed(), [false, true, true]);
        assert_eq!(responses.rows(&ids[0], 0, 1).unwrap().row_count, 1_002);
        assert_eq!(indexed(), [true, false, true]);
        responses.write(&ids[1], &mut Vec::new()).unwrap();
        assert_eq!(indexed(), [true, false, true], "writing needs no index");
    }
}
