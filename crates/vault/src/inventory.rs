//! What there is in the keyring, by owner and kind, with sizes and never a value.

use std::collections::BTreeMap;

use crate::entries::Entries;
use crate::error::VaultError;
use crate::format;
use crate::owner::{Owner, OwnerKind, OwnerName};
use crate::secret::kind;
use crate::values;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    Whole,
    /// A part of it is gone or is no text.
    Damaged,
    /// Chunks that no entry names, or an entry that was never filled.
    Leftover,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSecret {
    pub owner: OwnerName,
    /// The word of its kind, `access-token`.
    pub kind: String,
    pub bytes: usize,
    /// How many entries it takes.
    pub entries: usize,
    pub condition: Condition,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inventory {
    /// False: this keyring cannot list, so only entries that were asked for by name are in it.
    pub complete: bool,
    pub secrets: Vec<StoredSecret>,
}

/// A value's entry with the chunks that bear its name.
#[derive(Debug)]
pub(crate) struct Group {
    owner: OwnerName,
    word: String,
    name: String,
    has_head: bool,
    chunks: usize,
}

/// The entries in groups of one value each. Notes of the vault itself are no part of it.
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

/// The names under which known owners keep their secrets, for keyrings that cannot list.
pub(crate) fn names_of(owners: &[Owner]) -> Vec<String> {
    owners.iter().flat_map(|owner| kind::ALL.iter().map(|word| owner.entry(word))).collect()
}

/// `None`: there is nothing of it.
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

/// Removes everything of an owner: what its heads name, then whatever else bears its name.
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

/// Values first, since they name their chunks; then chunks that no value named. Answers how many values there were.
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
