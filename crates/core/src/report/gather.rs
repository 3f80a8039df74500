//! Finds the calls of a report, and makes of each what the report has of it.

use std::collections::{HashMap, HashSet};

use portalscope_diagnosis::{Diagnosis as Found, RankedCause, diagnose};
use portalscope_history::{StoredEntry, Summary};
use portalscope_report::{Call, Cause, Diagnosis, Evidence, TimelineEvent};

use crate::error::Result;
use crate::history::History;
use crate::history::as_call::as_call;
use crate::history::facade::title_of;
use crate::history::text_of;
use crate::history::view::HistoryLookup;
use crate::ids::HistoryEntryId;
use crate::report::choice::ReportChoice;
use crate::report::events::event;
use crate::scopes::access::ScopeContext;

/// Events that are told, the newest.
const MAX_EVENTS: usize = 2_000;

/// The entries of a report, the oldest first.
#[derive(Default)]
pub(super) struct Entries {
    pub ids: Vec<HistoryEntryId>,
    /// When the first and the last were sent, in milliseconds since 1970.
    pub first_at: i64,
    pub last_at: i64,
    /// What happened to the connection.
    pub events: Vec<TimelineEvent>,
    pub events_left_out: usize,
    /// So many were left out by the person.
    pub left_out: usize,
}

/// Finds the entries. `is_cancelled`: asked before each page.
pub(super) fn entries(
    history: &History,
    choice: &ReportChoice,
    is_cancelled: &dyn Fn() -> Result<()>,
) -> Result<Entries> {
    history.flush();
    let lookup = HistoryLookup {
        connection: Some(choice.connection.clone()),
        since: choice.since,
        until: choice.until,
        ..HistoryLookup::default()
    };
    let chosen: HashSet<&HistoryEntryId> = choice.calls.iter().collect();
    let left_out: HashSet<&HistoryEntryId> = choice.left_out.iter().collect();
    let (mut all, mut events, mut cursor) = (Entries::default(), Vec::new(), None);
    loop {
        is_cancelled()?;
        let page = history.found(&lookup, cursor)?;
        for (id, entry) in page.entries {
            if left_out.contains(&id) {
                all.left_out += 1;
                continue;
            }
            if event(&entry, None).is_some() {
                events.push((id.clone(), entry.clone()));
            }
            if chosen.is_empty() || chosen.contains(&id) {
                all.last_at =
                    if all.ids.is_empty() { entry.started_at } else { all.last_at.max(entry.started_at) };
                all.first_at =
                    if all.ids.is_empty() { entry.started_at } else { all.first_at.min(entry.started_at) };
                all.ids.push(id);
            }
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    all.ids.reverse();
    all.events_left_out = events.len().saturating_sub(MAX_EVENTS);
    events.truncate(MAX_EVENTS);
    all.events = told(&events, &all.ids);
    Ok(all)
}

fn told(events: &[(HistoryEntryId, Summary)], ids: &[HistoryEntryId]) -> Vec<TimelineEvent> {
    let wanted: HashSet<_> = events.iter().map(|(id, _)| id).collect();
    let numbers: HashMap<_, u32> = ids.iter().zip(1_u32..).filter(|(id, _)| wanted.contains(id)).collect();
    let mut told: Vec<_> =
        events.iter().filter_map(|(id, entry)| event(entry, numbers.get(id).copied())).collect();
    told.reverse();
    told
}

/// What a report has of an entry whose texts are redacted already, so that its diagnosis quotes nothing else.
pub(super) fn call(
    context: &ScopeContext,
    today: &str,
    number: u32,
    entry: StoredEntry,
    url: String,
) -> Call {
    let title = title_of(&context.catalog, &entry.summary.method, &entry.summary.operation);
    let case = context.kept_case(&entry, &url);
    let has_failed = entry.summary.cause.is_some();
    let diagnosis = has_failed.then(|| as_told(diagnose(&case, &context.catalog, today)));
    Call { number, title, diagnosis, ..as_call(entry, url) }
}

fn as_told(found: Found) -> Diagnosis {
    Diagnosis {
        causes: found.causes.into_iter().map(cause).collect(),
        unknown: found.unknown,
        cannot_tell: found.cannot_tell,
    }
}

fn cause(cause: RankedCause) -> Cause {
    let evidence = |one: portalscope_diagnosis::Evidence| Evidence {
        place: one.place,
        quote: one.quote,
        tells: one.tells,
    };
    Cause {
        label: cause.label.to_string(),
        certainty: text_of(&cause.certainty).unwrap_or_default(),
        who: text_of(&cause.who).unwrap_or_default(),
        title: cause.title,
        evidence: cause.evidence.into_iter().map(evidence).collect(),
        fix: cause.fix,
        exact_fix: cause.exact_fix,
        next_check: cause.next_check,
    }
}
