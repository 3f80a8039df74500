//! Reads and writes values over entries. Whenever the app is killed, the old or the new value is there, never a mixture,
//! and every leftover chunk is found again.
//!
//! Writing: the head lists the new generation as stale, the new chunks are written, the head is switched over to them,
//! the old chunks are removed. Removing: chunks first, the head last, since it refers to them.

use zeroize::Zeroizing;

use crate::entries::Entries;
use crate::error::VaultError;
use crate::format::{Generation, Head, MAX_CHUNKS, Stored, split};

/// The size of a value in the keyring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    pub bytes: usize,
    /// 0: it is stored inline.
    pub chunks: usize,
}

pub(crate) fn put(
    entries: &dyn Entries,
    name: &str,
    value: &str,
    generation: &str,
) -> Result<(), VaultError> {
    let before = match head(entries, name) {
        // An unreadable head is replaced.
        Err(VaultError::Unreadable) => None,
        head => head?.map(|head| swept(entries, name, head)),
    };
    let old = before.as_ref().map(Head::generations).unwrap_or_default();
    let stored = match split(value) {
        Some(chunks) => put_chunks(entries, name, before, &chunks, generation)?,
        None => Stored::Inline(Zeroizing::new(value.to_owned())),
    };
    let mut new = Head { value: stored, stale: old };
    entries.set(name, &new.text())?;
    // The new value is stored. Chunks that cannot be removed now stay listed in the head, for the next write.
    if !new.stale.is_empty() && sweep(entries, name, &new.stale).is_ok() {
        new.stale.clear();
        let _ = entries.set(name, &new.text());
    }
    Ok(())
}

/// Removes stale chunks before more are added: the list of them would outgrow the entry of the head.
fn swept(entries: &dyn Entries, name: &str, mut head: Head) -> Head {
    if !head.stale.is_empty() && sweep(entries, name, &head.stale).is_ok() {
        head.stale.clear();
    }
    head
}

fn put_chunks(
    entries: &dyn Entries,
    name: &str,
    before: Option<Head>,
    chunks: &[&str],
    generation: &str,
) -> Result<Stored, VaultError> {
    if chunks.len() > MAX_CHUNKS {
        return Err(VaultError::TooLong);
    }
    let generation = Generation { id: generation.to_owned(), count: chunks.len() };
    let mut announced = before.unwrap_or(Head { value: Stored::Nothing, stale: Vec::new() });
    announced.stale.push(generation.clone());
    entries.set(name, &announced.text())?;
    for (index, chunk) in chunks.iter().enumerate() {
        entries.set(&generation.entry(name, index), chunk)?;
    }
    Ok(Stored::Chunks { generation, bytes: chunks.iter().map(|chunk| chunk.len()).sum() })
}

/// `Unreadable`: a chunk is missing or was changed.
pub(crate) fn get(entries: &dyn Entries, name: &str) -> Result<Option<Zeroizing<String>>, VaultError> {
    let Some(head) = head(entries, name)? else { return Ok(None) };
    match head.value {
        Stored::Nothing => Ok(None),
        Stored::Inline(value) => Ok(Some(value)),
        Stored::Chunks { generation, bytes } => {
            // Allocated once: growing would leave parts of the secret in freed memory.
            let mut value = Zeroizing::new(String::with_capacity(bytes.min(4 * MAX_CHUNKS * 1_000)));
            for index in 0..generation.count {
                let chunk = entries.get(&generation.entry(name, index))?.ok_or(VaultError::Unreadable)?;
                value.push_str(&chunk);
            }
            if value.len() == bytes { Ok(Some(value)) } else { Err(VaultError::Unreadable) }
        }
    }
}

/// Returns whether there was a value. If it was interrupted, it can be repeated.
pub(crate) fn remove(entries: &dyn Entries, name: &str) -> Result<bool, VaultError> {
    let head = match head(entries, name) {
        Ok(None) => return Ok(false),
        Ok(Some(head)) => head,
        // It refers to no chunks, so there is only this entry.
        Err(VaultError::Unreadable) => return entries.remove(name),
        Err(error) => return Err(error),
    };
    sweep(entries, name, &head.generations())?;
    let had_value = !matches!(head.value, Stored::Nothing);
    Ok(entries.remove(name)? && had_value)
}

/// `None`: there is no value.
pub(crate) fn extent(entries: &dyn Entries, name: &str) -> Result<Option<Extent>, VaultError> {
    let chunks = match head(entries, name)?.map(|head| head.value) {
        Some(Stored::Chunks { generation, .. }) => generation.count,
        _ => 0,
    };
    Ok(get(entries, name)?.map(|value| Extent { bytes: value.len(), chunks }))
}

fn head(entries: &dyn Entries, name: &str) -> Result<Option<Head>, VaultError> {
    entries.get(name)?.map(|text| Head::parse(&text)).transpose()
}

fn sweep(entries: &dyn Entries, name: &str, generations: &[Generation]) -> Result<(), VaultError> {
    for generation in generations {
        for index in 0..generation.count {
            entries.remove(&generation.entry(name, index))?;
        }
    }
    Ok(())
}
