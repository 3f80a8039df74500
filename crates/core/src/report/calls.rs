//! The calls of a report that was made, one by one, and the same report made anew with something changed.

use portalscope_redact::{Masks, PersonalData};

use crate::error::{Error, Result};
use crate::history::facade::listed;
use crate::history::view::HistoryRow;
use crate::ids::HistoryEntryId;
use crate::platform::numbers::narrow;
use crate::report::Reports;
use crate::report::choice::{
    CallRemoval, ReportCalls, ReportChange, ReportPreview, ReportProgress, personal,
};
use crate::report::clean::Cleaner;
use crate::report::prepared::Prepared;

/// Calls that are handed out at once, and those of the left-out ones that are.
const MAX_ROWS: usize = 500;

/// How the texts of calls are shown: as the report has them.
struct Face {
    personal: PersonalData,
    masks: Masks,
}

impl Reports {
    /// Makes a report anew, with what was chosen for it and this change. The one before stays until another is made.
    ///
    /// # Errors
    /// As [`Self::prepare`], and [`Error::ReportGone`].
    pub fn change(
        &self,
        id: &str,
        change: ReportChange,
        progress: &dyn Fn(ReportProgress),
    ) -> Result<ReportPreview> {
        let mut choice = self.of(id)?.choice.clone();
        choice.left_out = change.left_out.unwrap_or(choice.left_out);
        choice.personal_data = change.personal_data.unwrap_or(choice.personal_data);
        if change.forget_masks {
            choice.masks.clear();
        }
        self.prepare(choice, progress)
    }

    /// The same, in which one more text is masked. It is kept in memory for as long as the report is.
    ///
    /// # Errors
    /// As [`Self::change`].
    pub fn mask(&self, id: &str, text: String, progress: &dyn Fn(ReportProgress)) -> Result<ReportPreview> {
        let mut choice = self.of(id)?.choice.clone();
        choice.masks.push(text);
        self.prepare(choice, progress)
    }

    /// A part of the calls, by their numbers. `first`: from 1. Their texts are as the report has them.
    ///
    /// # Errors
    /// [`Error::ReportGone`], [`Error::History`].
    pub fn calls(&self, id: &str, first: u32, count: u32) -> Result<ReportCalls> {
        let prepared = self.of(id)?;
        let face = face(&prepared)?;
        let skipped = usize::try_from(first.max(1) - 1).unwrap_or_default();
        let count = usize::try_from(count).unwrap_or_default().min(MAX_ROWS);
        let part = prepared.calls.iter().skip(skipped).take(count);
        let left_out = prepared.choice.left_out.iter().take(MAX_ROWS);
        Ok(ReportCalls {
            first: first.max(1),
            rows: self.shown(part, &face)?,
            total: narrow(prepared.calls.len()),
            left_out: self.shown(left_out, &face)?,
        })
    }

    /// What was removed of one call, by its number in the report.
    ///
    /// # Errors
    /// [`Error::ReportGone`], and [`Error::HistoryEntryGone`] if the history no longer has the call.
    pub fn removals_of(&self, id: &str, call: u32) -> Result<Vec<CallRemoval>> {
        let prepared = self.of(id)?;
        let number = usize::try_from(call).unwrap_or_default();
        let found =
            number.checked_sub(1).and_then(|at| prepared.calls.get(at)).ok_or(Error::HistoryEntryGone)?;
        let mut entry = self.history.stored(found)?.ok_or(Error::HistoryEntryGone)?;
        let mut url = self.history.url_of(&entry.summary);
        let Face { personal, masks } = face(&prepared)?;
        let mut cleaner = Cleaner::listing(&self.secrets, personal, &masks);
        cleaner.entry(call, &mut entry, &mut url);
        Ok(cleaner.into_list())
    }

    /// Without those that were deleted meanwhile.
    fn shown<'a>(
        &self,
        ids: impl Iterator<Item = &'a HistoryEntryId>,
        face: &Face,
    ) -> Result<Vec<HistoryRow>> {
        let catalog = self.about.catalogs.current();
        let clean = |text: &str| self.secrets.masked(text, face.personal, &face.masks, &mut |_| {});
        let mut rows = Vec::new();
        for id in ids {
            if let Some(entry) = self.history.stored(id)? {
                rows.push(listed(&catalog, id.clone(), entry.summary, &clean));
            }
        }
        Ok(rows)
    }
}

fn face(prepared: &Prepared) -> Result<Face> {
    let choice = &prepared.choice;
    Ok(Face { personal: personal(choice.personal_data), masks: Masks::new(&choice.checked_masks()?) })
}
