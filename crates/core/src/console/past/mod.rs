//! Calls of the history: opened as the console showed them, made drafts again, compared, handed out.

mod compare;
pub(crate) mod draft;
mod lines;
mod scopes;
pub(crate) mod view;

use std::io::Write;
use std::sync::Arc;

use portalscope_body::{Body, ResponseBody};
use portalscope_diagnosis::{Case, Known, Request};
use portalscope_formats::{self as formats, Outgoing, Target};
use portalscope_history::{GrantedScopes, Kind, StoredBody, StoredEntry, Summary};
use reqwest::Method;
use serde::de::DeserializeOwned;

use crate::catalog::Catalogs;
use crate::catalog::operation::Endpoint;
use crate::console::effect::effect_of;
use crate::console::explain::{Explanation, explain, has_failed};
use crate::console::kept::bytes_of;
use crate::console::notes::notes;
use crate::console::past::view::{
    Comparison, PastCall, PastFailure, PastRequest, PastVerdict, ReopenedRequest,
};
use crate::console::responses::{BodySide, Responses};
use crate::console::send::status_text;
use crate::console::spool::Spool;
use crate::console::view::{ResponseHeader, SentRequest};
use crate::diagnosis::gather::consent_refusal;
use crate::error::{Error, Result};
use crate::history::History;
use crate::history::view::HistoryRow;
use crate::ids::{ConnectionId, HistoryEntryId, ResponseId};
use crate::scopes::access::{ScopeAccess, ScopeContext};
use crate::secrets::store::SecretStore;

/// Opens entries of the history. All of it waits for the disk.
pub struct PastCalls {
    history: Arc<History>,
    responses: Arc<Responses>,
    access: Arc<ScopeAccess>,
    secrets: Arc<SecretStore>,
    spool: Arc<Spool>,
    catalogs: Arc<Catalogs>,
}

impl PastCalls {
    pub(crate) fn new(
        history: Arc<History>,
        responses: Arc<Responses>,
        access: Arc<ScopeAccess>,
        secrets: Arc<SecretStore>,
        spool: Arc<Spool>,
        catalogs: Arc<Catalogs>,
    ) -> Self {
        Self { history, responses, access, secrets, spool, catalogs }
    }

    /// The entry as the console showed it.
    ///
    /// # Errors
    /// [`Error::HistoryEntryGone`]; [`Error::History`] and [`Error::Disk`] if it cannot be read.
    pub fn open(&self, id: &HistoryEntryId) -> Result<PastCall> {
        let entry = self.entry(id)?;
        let connection = ConnectionId::from(entry.summary.connection.as_str());
        self.drawn(Drawn {
            id,
            row: self.history.row_of(id, entry.summary.clone()),
            url: self.history.url_of(&entry.summary),
            context: self.access.of_connection(&connection).ok(),
            granted: self.history.scopes_of(&connection),
            is_own: true,
            today: self.history.today(),
            entry: &entry,
        })
    }

    /// An entry of any history as the console would show it.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub(crate) fn drawn(&self, drawn: Drawn<'_>) -> Result<PastCall> {
        let Drawn { row, entry, .. } = &drawn;
        let failure = row.status.is_none().then(|| entry.explanation.as_deref().and_then(parsed)).flatten();
        Ok(PastCall {
            request: self.request(&drawn)?,
            answer: row.status.map(|status| self.answer(&drawn, status)).transpose()?,
            failure: failure.map(|failure| self.cleaned(failure)),
            retries: entry.retries,
            verdict: verdict(&drawn),
            row: drawn.row,
        })
    }

    /// The request as a draft for the console.
    ///
    /// # Errors
    /// As [`Self::open`], and [`Error::HistoryEntryNoCall`].
    pub fn draft(&self, id: &HistoryEntryId) -> Result<ReopenedRequest> {
        let entry = self.call(id)?;
        let name = self.history.row_of(id, entry.summary.clone()).title;
        let (draft, lacks) = draft::of(&entry, &|text| self.secrets.redacted(text));
        Ok(ReopenedRequest { name, draft, lacks, writes: self.writes(&entry.summary) })
    }

    /// The request as a cURL command for a POSIX shell, redacted, after comments that say what it lacks. It takes the token
    /// from `HUBSPOT_TOKEN`.
    ///
    /// # Errors
    /// As [`Self::draft`], and [`Error::Snippet`] for a request that cURL cannot express.
    pub fn curl(&self, id: &HistoryEntryId) -> Result<String> {
        let entry = self.call(id)?;
        let (_, lacks) = draft::of(&entry, &|text| self.secrets.redacted(text));
        let is_token = |name: &str| name.eq_ignore_ascii_case("authorization");
        let headers = self.headers(&entry.request_headers).into_iter();
        let body = entry.request_body.filter(|body| !body.is_cut);
        let request = Outgoing {
            url: self.secrets.redacted(&self.history.url_of(&entry.summary)),
            headers: headers
                .filter(|line| !is_token(&line.name))
                .map(|line| (line.name, line.value))
                .collect(),
            body: body.map(|body| self.secrets.redacted(&body.text)),
            method: entry.summary.method,
        };
        let comments: String = lacks.iter().flat_map(|lack| ["# ", lack, "\n"]).collect();
        Ok(comments + &formats::write(&request, Target::CurlPosix)?)
    }

    /// A HAR file with the one entry, redacted.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn har(&self, id: &HistoryEntryId) -> Result<String> {
        let file = self.history.har(&self.entry(id)?);
        let text = serde_json::to_string_pretty(&file).map_err(|_| Error::Internal)?;
        Ok(self.secrets.without_known_values(&text))
    }

    /// Two entries side by side.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn compare(&self, left: &HistoryEntryId, right: &HistoryEntryId) -> Result<Comparison> {
        let side = |id| -> Result<_> {
            let entry = self.entry(id)?;
            let url = self.history.url_of(&entry.summary);
            let clean = |text: &str| self.secrets.redacted(text);
            Ok((lines::of(&entry, &url, &clean), self.history.row_of(id, entry.summary)))
        };
        let ((of_left, left), (of_right, right)) = (side(left)?, side(right)?);
        Ok(Comparison { left, right, parts: compare::parts(of_left, of_right) })
    }

    fn entry(&self, id: &HistoryEntryId) -> Result<StoredEntry> {
        self.history.stored(id)?.ok_or(Error::HistoryEntryGone)
    }

    fn call(&self, id: &HistoryEntryId) -> Result<StoredEntry> {
        let entry = self.entry(id)?;
        if entry.summary.kind == Kind::Call { Ok(entry) } else { Err(Error::HistoryEntryNoCall) }
    }

    /// What cannot be told counts as a write.
    pub(crate) fn writes(&self, summary: &Summary) -> bool {
        let Ok(method) = Method::from_bytes(summary.method.as_bytes()) else { return true };
        let call = format!("{}?{}", summary.path, summary.query);
        effect_of(&self.catalogs.current(), &method, &call).is_write()
    }

    fn request(&self, drawn: &Drawn<'_>) -> Result<PastRequest> {
        let Drawn { id, entry, .. } = drawn;
        let summary = &entry.summary;
        let line_bytes = summary.method.len() + summary.path.len() + summary.query.len();
        let whole = whole_size(entry.request_body.as_ref(), summary.request_bytes, || {
            line_bytes + bytes_of(&entry.request_headers)
        });
        let (body_id, body) = self.body(id, BodySide::Request, entry.request_body.as_ref(), whole)?;
        Ok(PastRequest {
            url: self.secrets.redacted(&drawn.url),
            headers: self.headers(&entry.request_headers),
            id: body_id,
            body,
        })
    }

    fn answer(&self, drawn: &Drawn<'_>, status: u16) -> Result<SentRequest> {
        let Drawn { id, entry, row, .. } = drawn;
        let body = entry.response_body.as_ref();
        let text = body.map(|body| body.text.as_str());
        let whole = whole_size(body, entry.summary.response_bytes, || bytes_of(&entry.response_headers));
        let (body_id, body) = self.body(id, BodySide::Response, body, whole)?;
        let explanation = self.explanation(drawn, status);
        let headers = self.headers(&entry.response_headers);
        let said = notes(status, &headers, text.unwrap_or_default().as_bytes(), &body);
        Ok(SentRequest {
            id: body_id,
            endpoint: Endpoint { method: row.method.clone(), path: row.path.clone() },
            url: self.secrets.redacted(&drawn.url),
            status,
            status_text: status_text(status),
            duration_ms: row.duration_ms,
            size_bytes: u32::try_from(whole).unwrap_or(u32::MAX),
            sent_at: row.sent_at,
            headers,
            correlation_id: row.correlation_id.clone(),
            body,
            explanation,
            notes: said.iter().map(|note| self.secrets.redacted(note)).collect(),
            renewal: None,
        })
    }

    /// Explained as it would be today; as it was then where the connection is gone.
    fn explanation(&self, drawn: &Drawn<'_>, status: u16) -> Option<Explanation> {
        let entry = drawn.entry;
        let then: Option<Explanation> = entry.explanation.as_deref().and_then(parsed);
        // What a token endpoint or the consent page refuses has to do with no scope of a connection.
        let is_call = entry.summary.kind == Kind::Call;
        let nobody = (drawn.context.is_none() && !is_call).then(|| self.access.of_nobody());
        let context = drawn.context.as_ref().or(nobody.as_ref());
        let now = context
            .filter(|_| was_refused(entry, status))
            .map(|context| explain(&drawn.case(context), context, &drawn.today));
        now.or(then).map(|one| one.cleaned(&|text| self.secrets.redacted(text)))
    }

    /// A call as a case for the diagnosis, with its connection.
    ///
    /// # Errors
    /// As [`Self::draft`], and [`Error::ConnectionNotFound`].
    pub(crate) fn case(&self, id: &HistoryEntryId) -> Result<(ConnectionId, Case)> {
        let entry = self.call(id)?;
        let connection = ConnectionId::from(entry.summary.connection.clone());
        let context = self.access.of_connection(&connection)?;
        let case = context.kept_case(&entry, &self.history.url_of(&entry.summary));
        Ok((connection, case))
    }

    /// Makes the body one that can be read like that of a response. `whole`: its size in bytes as it was sent.
    fn body(
        &self,
        id: &HistoryEntryId,
        side: BodySide,
        kept: Option<&StoredBody>,
        whole: u64,
    ) -> Result<(ResponseId, ResponseBody)> {
        let read = || -> Result<Body> {
            let mut file = self.spool.file()?;
            file.write_all(kept.map_or("", |body| &body.text).as_bytes())?;
            Ok(Body::read(file)?)
        };
        let (body_id, shown) = self.responses.open_past(id, side, read)?;
        Ok((body_id, ResponseBody { note: note(kept, whole).unwrap_or(shown.note), ..shown }))
    }

    fn headers(&self, headers: &[portalscope_history::Header]) -> Vec<ResponseHeader> {
        // With its name, which may say that the value is a secret.
        let clean = |header: &portalscope_history::Header| {
            let line = self.secrets.redacted(&format!("{}: {}", header.name, header.value));
            let (name, value) = line.split_once(": ").unwrap_or((&line, ""));
            ResponseHeader { name: name.to_owned(), value: value.to_owned() }
        };
        headers.iter().map(clean).collect()
    }

    fn cleaned(&self, failure: PastFailure) -> PastFailure {
        let PastFailure { code, message, hint } = failure;
        PastFailure { code, message: self.secrets.redacted(&message), hint: self.secrets.redacted(&hint) }
    }
}

/// An entry that is drawn as the console would show it, with what is known beside it.
pub(crate) struct Drawn<'a> {
    /// Whose bodies they are.
    pub id: &'a HistoryEntryId,
    pub entry: &'a StoredEntry,
    pub row: HistoryRow,
    /// The address that it was sent to, with its query.
    pub url: String,
    /// `None`: the connection exists no more.
    pub context: Option<ScopeContext>,
    /// The scopes of now, to compare with those of then.
    pub granted: Option<GrantedScopes>,
    /// Portalscope sent it itself, so that nothing of the request is missing.
    pub is_own: bool,
    /// A day, such as `2027-09-14`.
    pub today: String,
}

impl Drawn<'_> {
    fn case(&self, context: &ScopeContext) -> Case {
        let case = context.kept_case(self.entry, &self.url);
        if self.is_own {
            return case;
        }
        let is_call = self.entry.summary.kind == Kind::Call;
        let request = Request { token_kind: None, ..case.request };
        Case { stage: case.stage.filter(|_| !is_call), request, known: Known::default(), ..case }
    }
}

fn verdict(drawn: &Drawn<'_>) -> PastVerdict {
    let entry = drawn.entry;
    let summary = &entry.summary;
    let now = drawn.context.as_ref().filter(|_| summary.kind == Kind::Call);
    PastVerdict {
        before: entry.verdict.as_deref().and_then(parsed),
        now: now.map(|context| context.judge(&summary.method, &summary.path)),
        scopes: entry.scopes.as_ref().zip(drawn.granted.as_ref()).map(|(then, now)| scopes::since(then, now)),
    }
}

/// `None`: another version wrote it in another shape.
fn parsed<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

/// The size of the body as it was sent or received, in bytes, also if it was not kept.
fn was_refused(entry: &StoredEntry, status: u16) -> bool {
    if entry.summary.kind == Kind::Consent {
        return consent_refusal(&entry.redirects).is_some();
    }
    let body = entry.response_body.as_ref().map_or("", |body| &body.text);
    has_failed(status, body.as_bytes())
}

fn whole_size(kept: Option<&StoredBody>, all_bytes: u64, others: impl FnOnce() -> usize) -> u64 {
    kept.map_or_else(|| all_bytes.saturating_sub(others() as u64), |body| body.size)
}

/// What the history did not keep of a body. `None`: it kept all.
fn note(kept: Option<&StoredBody>, whole: u64) -> Option<String> {
    match kept {
        Some(body) if body.is_cut => {
            Some(format!("Only the first {} of {whole} bytes are kept.", body.text.len()))
        }
        None if whole > 0 => Some(format!(
            "The body ({whole} bytes) is not in the history: of production portals only those of failures are kept, and only text."
        )),
        _ => None,
    }
}
