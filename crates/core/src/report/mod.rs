//! Reports to send to support: gathered, redacted, previewed, saved.
//!
//! A preview is the report itself, in a file without a name: what is counted and searched is what will be saved.

mod about;
mod calls;
pub(crate) mod choice;
mod clean;
mod entry;
mod events;
mod gather;
pub(crate) mod opened;
mod prepared;
mod summary;
mod tally;

use std::collections::{HashSet, VecDeque};
use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use portalscope_redact::Masks;
use portalscope_report::{Facts, Period, Summary, Writer};

use crate::catalog::Catalogs;
use crate::connections::registry::ConnectionRegistry;
use crate::console::spool::Spool;
use crate::error::{Error, Result};
use crate::ground::Ground;
use crate::history::History;
use crate::ids::{HistoryEntryId, new_id};
use crate::oauth_apps::service::OauthApps;
use crate::platform::clock::{Clock, today};
use crate::platform::numbers::narrow;
use crate::report::about::About;
use crate::report::choice::{ReportChoice, ReportFile, ReportPreview, ReportProgress, personal};
use crate::report::clean::{Cleaner, Removed};
use crate::report::gather::Entries;
use crate::report::prepared::Prepared;
use crate::report::tally::{Sums, Tally};
use crate::scopes::access::{ScopeAccess, ScopeContext};
use crate::scopes::sets::EndpointSets;
use crate::secrets::store::SecretStore;

/// Previews that are kept: the one on the screen, and the one before it until the next is there.
const MAX_PREPARED: usize = 2;
/// Progress is told after so many calls.
const STEP: usize = 25;

/// Makes reports. All of it waits for the disk.
pub struct Reports {
    about: About,
    access: ScopeAccess,
    history: Arc<History>,
    secrets: Arc<SecretStore>,
    spool: Arc<Spool>,
    clock: Arc<dyn Clock>,
    prepared: Mutex<VecDeque<Arc<Prepared>>>,
    cancellations: AtomicU32,
}

/// A report that was made.
struct Made {
    file: File,
    facts: Facts,
    removed: Removed,
    /// Its calls by their numbers, from 1.
    calls: Vec<HistoryEntryId>,
}

/// A report that is being made.
struct Making<'a> {
    choice: &'a ReportChoice,
    masks: &'a Masks,
    progress: &'a dyn Fn(ReportProgress),
    is_cancelled: &'a dyn Fn() -> Result<()>,
}

impl Reports {
    pub(crate) fn new(ground: &Ground, apps: Arc<OauthApps>, spool: Arc<Spool>) -> Self {
        let Ground { connections, catalogs, secrets, store, clock, history, .. } = ground;
        let (connections, catalogs): (Arc<ConnectionRegistry>, Arc<Catalogs>) =
            (connections.clone(), catalogs.clone());
        Self {
            access: ScopeAccess::new(connections.clone(), catalogs.clone()),
            about: About {
                connections,
                apps,
                sets: EndpointSets::new(store.clone(), secrets.clone(), clock.clone()),
                catalogs,
                secrets: secrets.clone(),
            },
            history: history.clone(),
            secrets: secrets.clone(),
            spool,
            clock: clock.clone(),
            prepared: Mutex::default(),
            cancellations: AtomicU32::new(0),
        }
    }

    /// Makes a report, which can be looked at and searched before it is saved. Secrets that are stored must be known to
    /// this process. `progress`: told now and then.
    ///
    /// # Errors
    /// [`Error::ReportInvalid`], [`Error::ConnectionNotFound`], [`Error::Cancelled`]; [`Error::History`] and
    /// [`Error::Disk`] if something cannot be read or written.
    pub fn prepare(&self, choice: ReportChoice, progress: &dyn Fn(ReportProgress)) -> Result<ReportPreview> {
        let at_first = self.cancellations.load(Ordering::Relaxed);
        let is_cancelled = || {
            let is_same = self.cancellations.load(Ordering::Relaxed) == at_first;
            if is_same { Ok(()) } else { Err(Error::Cancelled) }
        };
        let masks = Masks::new(&choice.checked_masks()?);
        let making = Making { choice: &choice, masks: &masks, progress, is_cancelled: &is_cancelled };
        let Made { file, facts, removed, calls } = self.make(&making)?;
        let preview = preview(&file, &facts, removed, &choice)?;
        let mut all = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_back(Arc::new(Prepared::new(preview.clone(), choice, calls, file)));
        if all.len() > MAX_PREPARED {
            all.pop_front();
        }
        Ok(preview)
    }

    /// Ends the making of reports that are in progress.
    pub fn cancel(&self) {
        self.cancellations.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether a text is anywhere in a report, in any case and spelling. It is neither kept nor written to the log.
    ///
    /// # Errors
    /// [`Error::ReportGone`], [`Error::Disk`].
    pub fn contains(&self, id: &str, text: &str) -> Result<bool> {
        self.of(id)?.contains(text.trim())
    }

    /// Saves a report under a name, whole or not at all: an existing file is replaced by a complete one.
    ///
    /// # Errors
    /// [`Error::ReportGone`]; [`Error::FileUnwritable`], and a file that was there is unchanged.
    pub fn save(&self, id: &str, path: &Path) -> Result<()> {
        self.of(id)?.save(path)
    }

    /// Forgets a report that is not saved, with its masks.
    pub fn discard(&self, id: &str) {
        self.prepared.lock().unwrap_or_else(PoisonError::into_inner).retain(|one| one.preview.id != id);
    }

    fn of(&self, id: &str) -> Result<Arc<Prepared>> {
        let all = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|one| one.preview.id == id).cloned().ok_or(Error::ReportGone)
    }

    fn make(&self, making: &Making<'_>) -> Result<Made> {
        let Making { choice, masks, .. } = making;
        let connection = self.about.connection(&choice.connection)?;
        let context = self.access.of_connection(&choice.connection)?;
        let mut entries = gather::entries(&self.history, choice, making.is_cancelled)?;
        let made_at = self.clock.now().to_string();
        let maker = self.about.maker();
        let mut writer = Writer::begin(self.spool.file()?, self.spool.file()?, &made_at, &maker.version)?;
        let mut cleaner = Cleaner::new(&self.secrets, personal(choice.personal_data), masks);
        let sums = self.write_calls(making, &context, &mut entries, &mut cleaner, &mut writer)?;
        let scopes = self.about.scopes(&context, choice.endpoints.as_deref())?;
        let calls = std::mem::take(&mut entries.ids);
        let summary = summary::summary(&connection, &scopes, &sums);
        let facts = Facts {
            made_at,
            made_by: maker,
            made_on: self.about.environment(),
            period: Period {
                since: choice.since.map(|at| at.to_string()),
                until: choice.until.map(|at| at.to_string()),
                is_chosen: !choice.calls.is_empty(),
                left_out: narrow(entries.left_out),
            },
            personal_data: choice.personal_data,
            ..facts(connection, scopes, summary, entries, sums)
        };
        let mut facts = cleaner.document("the facts", &facts)?;
        facts.removed = cleaner.counts();
        let file = writer.finish(&facts)?;
        Ok(Made { file, facts, removed: cleaner.into_removed(), calls })
    }

    /// Redacts and writes the calls one by one. Those that were deleted meanwhile are taken from the entries.
    fn write_calls(
        &self,
        making: &Making<'_>,
        context: &ScopeContext,
        entries: &mut Entries,
        cleaner: &mut Cleaner<'_>,
        writer: &mut Writer<File>,
    ) -> Result<Sums> {
        let today = today(&*self.clock);
        let mut tally = Tally::new(entries.first_at, entries.last_at);
        let total = narrow(entries.ids.len());
        let (mut number, mut gone) = (0, HashSet::new());
        for (done, id) in entries.ids.iter().enumerate() {
            if done % STEP == 0 {
                (making.is_cancelled)()?;
                (making.progress)(ReportProgress { done: narrow(done), total });
            }
            let Some(mut entry) = self.history.stored(id)? else {
                gone.insert(id.clone());
                continue;
            };
            number += 1;
            let mut url = self.history.url_of(&entry.summary);
            cleaner.entry(number, &mut entry, &mut url);
            let (at, scopes) = (entry.summary.started_at, entry.scopes.take());
            let mut call = gather::call(context, &today, number, entry, url);
            call.grant = tally.grant(at, number, scopes.as_ref());
            tally.add(at, &call);
            writer.call(&call)?;
        }
        (making.progress)(ReportProgress { done: total, total });
        entries.ids.retain(|id| !gone.contains(id));
        Ok(tally.into_sums())
    }
}

fn facts(
    connection: portalscope_report::ConnectionFacts,
    mut scopes: portalscope_report::Scopes,
    summary: Summary,
    entries: Entries,
    sums: Sums,
) -> Facts {
    scopes.grants = sums.grants;
    let mut timeline = entries.events;
    timeline.extend(sums.changes);
    timeline.sort_by_key(|event| event.at.parse::<Timestamp>().unwrap_or_default());
    Facts {
        connection,
        scopes,
        summary,
        timeline,
        timeline_left_out: narrow(entries.events_left_out),
        failures: sums.groups,
        limits: sums.limits,
        versions: sums.versions,
        ..Facts::default()
    }
}

fn preview(file: &File, facts: &Facts, removed: Removed, choice: &ReportChoice) -> Result<ReportPreview> {
    let size = file.metadata()?.len();
    let mut archive = zip::ZipArchive::new(file).map_err(std::io::Error::from)?;
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(std::io::Error::from)?;
        let bytes = u32::try_from(entry.size()).unwrap_or(u32::MAX);
        files.push(ReportFile { name: String::from_utf8_lossy(entry.name_raw()).into_owned(), bytes });
    }
    let counts = removed.counts();
    let (removals, more_removals, examples) = removed.into_parts();
    Ok(ReportPreview {
        id: new_id(),
        file_name: file_name(facts),
        bytes: u32::try_from(size).unwrap_or(u32::MAX),
        files,
        summary: facts.summary.clone(),
        removed: counts,
        removals,
        more_removals,
        examples,
        masks: narrow(choice.masks.len()),
        left_out: narrow(choice.left_out.len()),
    })
}

/// `portalscope-report-26041877-2027-09-14.zip`
fn file_name(facts: &Facts) -> String {
    let day = facts.made_at.get(..10).unwrap_or_default();
    let id: String = facts.connection.hub_id.chars().filter(char::is_ascii_digit).collect();
    format!("portalscope-report-{id}-{day}.zip")
}
