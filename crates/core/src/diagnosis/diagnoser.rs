//! Diagnoses calls of the history and pasted texts, and makes the checks that tell causes apart.

use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use portalscope_diagnosis::{Case, CauseCertainty, Check, Diagnosis, Found, Outcome, Page, diagnose, read};
use portalscope_formats::{self as formats, Reading};
use serde::Serialize;
use serde_json::Value;
use specta::Type;

use crate::catalog::Catalogs;
use crate::console::findings;
use crate::console::past::PastCalls;
use crate::console::send::{CheckAnswer, Console};
use crate::console::view::{FindingSeverity, RequestFinding};
use crate::diagnosis::inspect::TokenInspector;
use crate::diagnosis::pasted::{PastedDiagnosis, shown, understood};
use crate::diagnosis::plan::{Plan, plan};
use crate::error::{Error, Result};
use crate::history::History;
use crate::history::view::{HistoryEntryKind, HistoryLookup, HistorySender};
use crate::ids::{ConnectionId, HistoryEntryId};
use crate::platform::clock::Clock;
use crate::platform::files::read_text;
use crate::secrets::store::SecretStore;

/// Longer texts are not read.
const MAX_TEXT_BYTES: usize = 16_000_000;
/// More are not told of one text.
const MAX_FINDINGS: usize = 5;
/// A diagnosis makes no more calls than this.
const MAX_CALLS: usize = 12;
/// A diagnosis makes no more checks than this.
const MAX_CHECKS: usize = 6;
/// Two calls that are no further apart met each other.
const SAME_MOMENT: SignedDuration = SignedDuration::from_secs(10);

/// A check that would be made, listed before anything is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlannedCheck {
    /// The check.
    pub check: Check,
    /// What it does and what it tells.
    pub sentence: String,
    /// The calls that it makes, as `GET /account-info/2026-03/details`.
    pub call: String,
}

/// A check that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MadeCheck {
    /// The check.
    pub check: Check,
    /// The calls that were made.
    pub call: String,
    /// How it came out, in a few words.
    pub found: String,
}

/// The causes of a call with what checks added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckedDiagnosis {
    /// The causes, best first.
    pub diagnosis: Diagnosis,
    /// The checks in the order in which they were made.
    pub checks: Vec<MadeCheck>,
    /// Those that would be made next. Empty: nothing is left to tell.
    pub planned: Vec<PlannedCheck>,
}

/// Diagnoses calls and texts.
pub struct Diagnoser {
    console: Arc<Console>,
    past: Arc<PastCalls>,
    history: Arc<History>,
    inspector: TokenInspector,
    catalogs: Arc<Catalogs>,
    secrets: Arc<SecretStore>,
    clock: Arc<dyn Clock>,
}

impl Diagnoser {
    pub(crate) fn new(
        console: Arc<Console>,
        past: Arc<PastCalls>,
        history: Arc<History>,
        inspector: TokenInspector,
        catalogs: Arc<Catalogs>,
        secrets: Arc<SecretStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { console, past, history, inspector, catalogs, secrets, clock }
    }

    /// The causes of whatever was pasted: an error body, a log line, a command with its answer, a traceback. Nothing is
    /// sent, and nothing of the text is kept.
    ///
    /// # Errors
    /// [`Error::PastedTextTooLong`] over 16 MB.
    pub fn of_text(&self, text: &str) -> Result<PastedDiagnosis> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(Error::PastedTextTooLong);
        }
        // Secrets are known by their places in the whole text, and may stand alone where a part of it is quoted.
        let redacted = self.secrets.redacted(text);
        let is_redacted = redacted != text;
        let (shown, is_cut) = shown(redacted);
        let case = read(text);
        let reading = formats::read(text);
        Ok(PastedDiagnosis {
            understood: self.secrets.redacted(&understood(&case, reading.as_ref())),
            text: shown,
            is_cut,
            is_redacted,
            findings: reading.map(|reading| self.findings(text, &reading)).unwrap_or_default(),
            diagnosis: self.diagnosed(&case),
        })
    }

    /// The same of a file.
    ///
    /// # Errors
    /// [`Error::FileTooLarge`] over 16 MB; [`Error::FileUnreadable`], also for what is no text.
    pub fn of_file(&self, path: &Path) -> Result<PastedDiagnosis> {
        self.of_text(&read_text(path, MAX_TEXT_BYTES as u64)?)
    }

    /// What is wrong with the requests as they are written: what costs nothing is left out.
    fn findings(&self, text: &str, reading: &Reading) -> Vec<RequestFinding> {
        let catalog = self.catalogs.current();
        let all = findings::of_reading(text, reading, &catalog, &self.history.today(), &self.secrets);
        let mut all: Vec<_> = all.into_iter().flatten().collect();
        all.retain(|finding| finding.severity != FindingSeverity::Info);
        all.sort_by_key(|finding| finding.severity == FindingSeverity::Warning);
        all.truncate(MAX_FINDINGS);
        all
    }

    /// The pages of causes with all these words, best first. Without words: all.
    pub fn pages(&self, words: &str) -> Vec<&'static Page> {
        Page::search(words)
    }

    /// The last failing call of a connection. `None`: none failed, or none is kept.
    ///
    /// # Errors
    /// [`Error::History`](crate::error::Error::History) if the history cannot be read.
    pub fn last_failure(&self, connection: &ConnectionId) -> Result<Option<HistoryEntryId>> {
        let lookup = HistoryLookup {
            connection: Some(connection.clone()),
            kind: Some(HistoryEntryKind::Call),
            failures: true,
            ..HistoryLookup::default()
        };
        let rows = self.history.rows(&lookup, None, MAX_ROWS)?.rows;
        let by_person = |sender| sender != HistorySender::Check;
        Ok(rows.into_iter().find(|row| by_person(row.sender)).map(|row| row.id))
    }

    /// The call that was sent at this instant (RFC 3339), once the history has it. `None`: it keeps none of that time.
    ///
    /// # Errors
    /// As [`Self::last_failure`].
    pub fn sent_at(&self, connection: &ConnectionId, at: &str) -> Result<Option<HistoryEntryId>> {
        let Ok(at) = at.parse::<Timestamp>() else { return Ok(None) };
        self.history.flush();
        let lookup = HistoryLookup {
            connection: Some(connection.clone()),
            kind: Some(HistoryEntryKind::Call),
            since: Some(at),
            until: at.checked_add(SignedDuration::from_millis(1)).ok(),
            ..HistoryLookup::default()
        };
        Ok(self.history.rows(&lookup, None, 1)?.rows.into_iter().next().map(|row| row.id))
    }

    /// The causes of a call of the history, with the checks that would tell them apart.
    ///
    /// # Errors
    /// [`Error::HistoryEntryGone`](crate::error::Error::HistoryEntryGone), and those of reading the history.
    pub fn of_call(&self, id: &HistoryEntryId) -> Result<CheckedDiagnosis> {
        let (_, case) = self.past.case(id)?;
        Ok(self.checked(&case, Vec::new()))
    }

    /// Makes the checks one after the other until the causes are told apart: calls that only read, 12 at most.
    ///
    /// # Errors
    /// As [`Self::of_call`]. A check that cannot be made is not an error.
    pub async fn check(&self, id: &HistoryEntryId) -> Result<CheckedDiagnosis> {
        let (connection, mut case) = self.past.case(id)?;
        let (mut made, mut calls) = (Vec::new(), 0);
        while made.len() < MAX_CHECKS {
            let diagnosis = diagnose(&case, &self.catalogs.current(), &self.history.today());
            let Some((check, plan)) = self.next(&diagnosis, &case) else { break };
            calls += plan.drafts.len().max(1);
            if calls > MAX_CALLS {
                break;
            }
            let outcome = self.make(&connection, check, &plan, answered_at(&case)).await;
            made.push(MadeCheck { check, call: call_shown(check, &plan), found: outcome.to_string() });
            case.known.checks.push(Found { check, outcome });
        }
        Ok(self.checked(&case, made))
    }

    fn checked(&self, case: &Case, checks: Vec<MadeCheck>) -> CheckedDiagnosis {
        let catalog = self.catalogs.current();
        let diagnosis = self.diagnosed(case);
        let mut planned: Vec<PlannedCheck> = Vec::new();
        for check in diagnosis.causes.iter().filter_map(|cause| cause.check) {
            let is_new = planned.iter().all(|other| other.check != check);
            if let Some(plan) = plan(check, case, &catalog).filter(|_| is_new) {
                let call = self.secrets.redacted(&call_shown(check, &plan));
                planned.push(PlannedCheck { check, sentence: check.sentence().to_owned(), call });
            }
        }
        CheckedDiagnosis { diagnosis, checks, planned }
    }

    fn diagnosed(&self, case: &Case) -> Diagnosis {
        let diagnosis = diagnose(case, &self.catalogs.current(), &self.history.today());
        diagnosis.cleaned(&|text| self.secrets.redacted(text))
    }

    /// The first check that some cause waits for and that can be made. `None`: the causes are told apart.
    fn next(&self, diagnosis: &Diagnosis, case: &Case) -> Option<(Check, Plan)> {
        if diagnosis.causes.first().is_some_and(|first| first.certainty == CauseCertainty::Certain) {
            return None;
        }
        let catalog = self.catalogs.current();
        let is_made = |check: &Check| case.known.checks.iter().any(|found| found.check == *check);
        let checks = diagnosis.causes.iter().flat_map(|cause| &cause.checks).copied();
        checks.filter(|check| !is_made(check)).find_map(|check| Some((check, plan(check, case, &catalog)?)))
    }

    async fn make(
        &self,
        connection: &ConnectionId,
        check: Check,
        plan: &Plan,
        failed_at: Option<Timestamp>,
    ) -> Outcome {
        if check == Check::Introspect {
            return self.inspector.inspect(connection).await.unwrap_or(Outcome::NotMade);
        }
        let mut answers = Vec::new();
        for draft in &plan.drafts {
            match self.console.check(connection, draft).await {
                Ok(answer) => answers.push(answer),
                Err(_) => return Outcome::NotMade,
            }
        }
        outcome(check, &answers, failed_at, self.clock.now())
    }
}

/// Failures that are looked at for the last one that a person sent.
const MAX_ROWS: u32 = 50;

fn call_shown(check: Check, plan: &Plan) -> String {
    if check == Check::Introspect { "token introspection".to_owned() } else { plan.calls() }
}

/// `failed_at`: when HubSpot refused the call, by its own clock. `now`: by this computer's.
fn outcome(check: Check, answers: &[CheckAnswer], failed_at: Option<Timestamp>, now: Timestamp) -> Outcome {
    let Some(first) = answers.first() else { return Outcome::NotMade };
    let body: Value = serde_json::from_slice(&first.body).unwrap_or_default();
    if check == Check::FindDuplicate {
        let Some(search) = answers.get(1) else { return Outcome::NotMade };
        let found: Value = serde_json::from_slice(&search.body).unwrap_or_default();
        let by_search = found["total"].as_u64().is_some_and(|total| total > 0);
        let made = body["createdAt"].as_str().and_then(|at| at.parse::<Timestamp>().ok());
        let is_new =
            made.zip(failed_at).is_some_and(|(made, failed)| failed.duration_since(made).abs() < SAME_MOMENT);
        return Outcome::Holder { by_value: is_success(first.status), by_search, is_new };
    }
    // A clock is told by any answer.
    if !is_success(first.status) && check != Check::Clock {
        let category = body["category"].as_str().map(str::to_owned);
        return Outcome::Refused { status: first.status, category };
    }
    match check {
        Check::RateWindow => {
            let limits = first.limits.unwrap_or_default();
            return Outcome::Window { remaining: limits.remaining, daily_remaining: limits.daily_remaining };
        }
        Check::Clock => {
            let ahead = first.server_time.map(|time| now.duration_since(time).as_secs());
            return ahead.map_or(Outcome::NotMade, Outcome::ClockOff);
        }
        Check::HubletHost => {
            let place = body["dataHostingLocation"].as_str().map(str::to_owned);
            return place.map_or(Outcome::Worked, Outcome::Hublet);
        }
        Check::ReadProperty => {}
        _ => return Outcome::Worked,
    }
    let kind = body["type"].as_str().unwrap_or_default();
    Outcome::Property {
        is_writable: body["modificationMetadata"]["readOnlyValue"] != true && body["calculated"] != true,
        has_options: body["options"].as_array().is_some_and(|options| !options.is_empty()),
        is_time: matches!(kind, "date" | "datetime"),
    }
}

/// The date of the failing answer.
fn answered_at(case: &Case) -> Option<Timestamp> {
    let is_date = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("date");
    let (_, date) = case.response.headers.iter().find(is_date)?;
    Some(jiff::fmt::rfc2822::parse(date).ok()?.timestamp())
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}
