//! Lists what the keyring contains, by owner and kind: sizes, but never a value.

use std::collections::BTreeMap;

use crate::entries::Entries;
use crate::error::VaultError;
use crate::format;
use crate::owner::{Owner, OwnerKind, OwnerName};
use crate::secret::kind;
use crate::values;

/// Whether a stored secret can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It can be read.
    Whole,
    /// A part of it is missing or not text.
    Damaged,
    /// Chunks that no head refers to, or a head whose value was never written: a write was interrupted.
    Leftover,
}

/// One secret in the keyring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSecret {
    /// Who it belongs to.
    pub owner: OwnerName,
    /// The word of its kind, `access-token`; empty where the owner is unknown.
    pub kind: String,
    /// The length of the value in bytes; 0 where it cannot be read.
    pub bytes: usize,
    /// How many entries of the keyring it takes.
    pub entries: usize,
    /// Whether it can be read.
    pub condition: Condition,
}

/// What the keyring contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inventory {
    /// False if this keyring cannot list its entries: `secrets` then has only those of the known owners.
    pub complete: bool,
    /// The secrets, ordered by the names of their entries.
    pub secrets: Vec<StoredSecret>,
}

/// The entries of one value: its head and its chunks.
#[derive(Debug)]
pub(crate) struct Group {
    owner: OwnerName,
    word: String,
    name: String,
    has_head: bool,
    chunks: usize,
}

/// Groups entries by the value that they belong to. The vault's own notes are skipped.
pub(crate) fn group(names: &[String]) -> Vec<Group> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for name in names.iter().filter(|name| !format::is_note(name)) {
        let (head, is_chunk) = head_of(name);
        let (owner, word) = parse(head);
        let group = groups.entry(head.to_owned()).or_insert_with(|| Group {
            owner,
            word,
            name: head.to_owned(),
            has_head: false,
            chunks: 0,
        });
        if is_chunk {
            group.chunks += 1;
        } else {
            group.has_head = true;
        }
    }
    groups.into_values().collect()
}

/// The names of all entries that these owners may have, for keyrings that cannot list.
pub(crate) fn names_of(owners: &[Owner]) -> Vec<String> {
    owners.iter().flat_map(|owner| kind::ALL.iter().map(|word| owner.entry(word))).collect()
}

/// `None`: there is no such entry.
pub(crate) fn describe(entries: &dyn Entries, group: Group) -> Result<Option<StoredSecret>, VaultError> {
    let Group { owner, word, name, has_head, chunks } = group;
    let (bytes, entries, condition) = match values::extent(entries, &name) {
        Ok(Some(extent)) => (extent.bytes, extent.chunks + 1, Condition::Whole),
        Ok(None) if chunks == 0 => return Ok(None),
        Ok(None) => (0, chunks + usize::from(has_head), Condition::Leftover),
        Err(VaultError::Unreadable) => (0, chunks + 1, Condition::Damaged),
        Err(error) => return Err(error),
    };
    Ok(Some(StoredSecret { owner, kind: word, bytes, entries, condition }))
}

/// `ENV/connection/ID/access-token/GENERATION/3` is a chunk of `ENV/connection/ID/access-token`.
fn head_of(name: &str) -> (&str, bool) {
    let parts: Vec<&str> = name.split('/').collect();
    match parts.as_slice() {
        [.., _, index] if parts.len() == 6 && index.parse::<usize>().is_ok() => {
            let end = name.len() - parts[4].len() - parts[5].len() - 2;
            (&name[..end], true)
        }
        _ => (name, false),
    }
}

fn parse(name: &str) -> (OwnerName, String) {
    let parts: Vec<&str> = name.split('/').collect();
    let owner = |kind, environment: &str, id: &str| OwnerName {
        kind,
        environment: environment.to_owned(),
        id: id.to_owned(),
    };
    match parts.as_slice() {
        [environment, "connection", id, word] => {
            (owner(OwnerKind::Connection, environment, id), (*word).to_owned())
        }
        [environment, "app", id, word] => (owner(OwnerKind::App, environment, id), (*word).to_owned()),
        _ => (owner(OwnerKind::Unknown, "", name), String::new()),
    }
}

/// Removes everything of an owner: the values, then any other entry with its prefix. Returns the number of values.
pub(crate) fn remove_owner(entries: &dyn Entries, owner: &OwnerName) -> Result<usize, VaultError> {
    let prefix = owner.prefix();
    let names = match entries.names()? {
        Some(names) if owner.kind == OwnerKind::Unknown => {
            names.into_iter().filter(|name| *name == prefix).collect()
        }
        Some(names) => names.into_iter().filter(|name| name.starts_with(&prefix)).collect(),
        None => kind::ALL.iter().map(|word| format!("{prefix}{word}")).collect(),
    };
    remove_names(entries, names)
}

/// Removes heads first, since they refer to their chunks, then chunks that no head refers to. Returns the number of
/// values.
pub(crate) fn remove_names(entries: &dyn Entries, mut names: Vec<String>) -> Result<usize, VaultError> {
    names.sort_by_key(|name| head_of(name).1);
    let mut removed = 0;
    for name in &names {
        if head_of(name).1 {
            entries.remove(name)?;
        } else {
            removed += usize::from(values::remove(entries, name)?);
        }
    }
    Ok(removed)
}
