//! What a person chooses for a report, and what is told of it before it is saved.

use jiff::Timestamp;
use portalscope_redact::{PersonalData, Rule};
use portalscope_report::{AppliedRule, PersonalDataChoice, RemovedCount, Summary};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::catalog::operation::Endpoint;
use crate::error::{Error, Result};
use crate::history::view::HistoryRow;
use crate::ids::{ConnectionId, HistoryEntryId};

const MAX_MASKS: usize = 200;
const MAX_MASK_CHARS: usize = 1_000;
/// A single letter stands everywhere.
const MIN_MASK_CHARS: usize = 2;

/// What a report is made of.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReportChoice {
    /// The connection.
    pub connection: ConnectionId,
    /// Calls sent at or after this instant (RFC 3339). `None`: from the oldest that is kept.
    #[specta(type = Option<String>)]
    pub since: Option<Timestamp>,
    /// Calls sent before this instant. `None`: up to now.
    #[specta(type = Option<String>)]
    pub until: Option<Timestamp>,
    /// These calls alone. Empty: all of the period.
    pub calls: Vec<HistoryEntryId>,
    /// Without these calls.
    pub left_out: Vec<HistoryEntryId>,
    /// What becomes of personal data.
    pub personal_data: PersonalDataChoice,
    /// Texts that are to be gone as well, of two letters or more. They are kept for this report only, in memory.
    pub masks: Vec<String>,
    /// The endpoints whose verdicts are told. `None`: those that are chosen under Scopes.
    pub endpoints: Option<Vec<Endpoint>>,
}

/// What is to be different in a report that was made. What is `None` stays.
#[derive(Clone, Debug, Default, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReportChange {
    /// Without these calls alone.
    pub left_out: Option<Vec<HistoryEntryId>>,
    /// What becomes of personal data.
    pub personal_data: Option<PersonalDataChoice>,
    /// The texts that were masked before are to be shown again.
    pub forget_masks: bool,
}

/// A part of a report's calls, the oldest first, with what is removed of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReportCalls {
    /// The number of the first call of this part, from 1.
    pub first: u32,
    /// The calls.
    pub rows: Vec<HistoryRow>,
    /// Calls in all.
    pub total: u32,
    /// Those that are left out, 500 at most.
    pub left_out: Vec<HistoryRow>,
}

impl ReportChoice {
    /// All of a connection, personal data masked.
    pub fn of(connection: ConnectionId) -> Self {
        Self {
            connection,
            since: None,
            until: None,
            calls: Vec::new(),
            left_out: Vec::new(),
            personal_data: PersonalDataChoice::Mask,
            masks: Vec::new(),
            endpoints: None,
        }
    }

    /// The masks without white space around them.
    pub(super) fn checked_masks(&self) -> Result<Vec<String>> {
        let masks: Vec<_> = self.masks.iter().map(|mask| mask.trim().to_owned()).collect();
        let fits = |mask: &String| (MIN_MASK_CHARS..=MAX_MASK_CHARS).contains(&mask.chars().count());
        if masks.len() > MAX_MASKS || !masks.iter().all(fits) {
            return Err(Error::ReportInvalid(format!(
                "A text to mask has {MIN_MASK_CHARS} to {MAX_MASK_CHARS} characters, and there are at most {MAX_MASKS}."
            )));
        }
        Ok(masks)
    }
}

/// How far the making of a report has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReportProgress {
    /// Calls that are done.
    pub done: u32,
    /// Calls in all.
    pub total: u32,
}

/// A file of the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReportFile {
    /// Its name.
    pub name: String,
    /// Its size in bytes, unpacked.
    pub bytes: u32,
}

/// Removals of the same value by the same rule: never the value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RemovalGroup {
    /// The rule.
    pub rule: AppliedRule,
    /// Such as `access-token` or `e-mail`.
    pub kind: String,
    /// What stands in its place.
    pub label: String,
    /// How often.
    pub count: u32,
    /// Where it first stood, as `request header Authorization`.
    pub place: String,
    /// The call in which it first stood. `None`: not in a call.
    pub call: Option<u32>,
}

/// A removal of one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CallRemoval {
    /// The rule.
    pub rule: AppliedRule,
    /// Such as `access-token` or `e-mail`.
    pub kind: String,
    /// What stands in its place.
    pub label: String,
    /// Where it stood.
    pub place: String,
}

/// A report that is made and not saved yet. What is saved is this, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReportPreview {
    /// Identifies it until it is discarded, or two more are made.
    pub id: String,
    /// A name for the file.
    pub file_name: String,
    /// Its size in bytes.
    pub bytes: u32,
    /// What is in it.
    pub files: Vec<ReportFile>,
    /// What a person reads in one minute.
    pub summary: Summary,
    /// What was removed, by rule and kind, those by rule first that are surest.
    pub removed: Vec<RemovedCount>,
    /// The same, value by value, the most frequent first; 5,000 at most.
    pub removals: Vec<RemovalGroup>,
    /// Removals of more values, by number alone.
    pub more_removals: u32,
    /// The first removal by each rule.
    pub examples: Vec<RemovalGroup>,
    /// So many texts of the person's own are masked.
    pub masks: u32,
    /// So many calls are left out.
    pub left_out: u32,
}

pub(super) fn applied(rule: Rule) -> AppliedRule {
    match rule {
        Rule::KnownValue => AppliedRule::KnownValue,
        Rule::Name => AppliedRule::Name,
        Rule::Shape => AppliedRule::Shape,
        Rule::PersonalData => AppliedRule::PersonalData,
        Rule::Mask => AppliedRule::Mask,
        Rule::Unread => AppliedRule::Unread,
    }
}

pub(super) fn personal(choice: PersonalDataChoice) -> PersonalData {
    match choice {
        PersonalDataChoice::Keep => PersonalData::Keep,
        PersonalDataChoice::Mask => PersonalData::Mask,
        PersonalDataChoice::Remove => PersonalData::Remove,
    }
}
