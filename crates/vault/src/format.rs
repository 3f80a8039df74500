//! The format of entries, and its version.
//!
//! A short value is stored in its entry as it is. A long one is split into chunks with an entry each, and the value's
//! own entry is a *head* that refers to them by their generation. A head also lists stale generations, whose chunks
//! may be left over after the app was killed, so that the next write or removal finds them.
//!
//! ```text
//! portalscope/2 chunks=GENERATION:COUNT:BYTES stale=GENERATION:COUNT,GENERATION:COUNT
//! portalscope/2 stale=GENERATION:COUNT
//! inline
//! THE VALUE ITSELF
//! ```

use zeroize::Zeroizing;

use crate::entries::Entries;
use crate::error::VaultError;

/// Version 1 had one entry per value, whatever its length.
const VERSION: u32 = 2;
const VERSION_ENTRY: &str = "schema";
const MARK: &str = "portalscope/2";
const INLINE: &str = "\ninline\n";
/// Windows allows 2,560 bytes per entry (`CRED_MAX_CREDENTIAL_BLOB_SIZE`), which is 1,280 UTF-16 units. The rest is for
/// the head.
pub(crate) const MAX_ENTRY_UTF16_UNITS: usize = 1_000;
/// A head that claims more was not written by this app.
pub(crate) const MAX_CHUNKS: usize = 256;

/// Chunks that were written together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Generation {
    pub id: String,
    pub count: usize,
}

/// Where the value is stored.
pub(crate) enum Stored {
    /// Nowhere yet: its first write was interrupted.
    Nothing,
    Inline(Zeroizing<String>),
    Chunks {
        generation: Generation,
        /// The length of the whole value.
        bytes: usize,
    },
}

pub(crate) struct Head {
    pub value: Stored,
    /// Generations that are no longer read and may still have chunks.
    pub stale: Vec<Generation>,
}

impl Generation {
    pub(crate) fn entry(&self, name: &str, index: usize) -> String {
        format!("{name}/{}/{index}", self.id)
    }

    fn parse(text: &str) -> Option<Self> {
        let (id, count) = text.split_once(':')?;
        let count = count.parse().ok().filter(|count| (1..=MAX_CHUNKS).contains(count))?;
        let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_id.then(|| Self { id: id.to_owned(), count })
    }
}

impl Head {
    pub(crate) fn inline(value: &str) -> Self {
        Self { value: Stored::Inline(Zeroizing::new(value.to_owned())), stale: Vec::new() }
    }

    /// Every generation that may have chunks.
    pub(crate) fn generations(&self) -> Vec<Generation> {
        let own = match &self.value {
            Stored::Chunks { generation, .. } => Some(generation.clone()),
            Stored::Nothing | Stored::Inline(_) => None,
        };
        own.into_iter().chain(self.stale.iter().cloned()).collect()
    }

    /// A text that does not start as a head is a value: version 1 stored all values this way, version 2 short ones.
    pub(crate) fn parse(text: &str) -> Result<Self, VaultError> {
        let Some(rest) = text.strip_prefix(MARK) else { return Ok(Self::inline(text)) };
        let (line, inline) = match rest.split_once(INLINE) {
            Some((line, value)) => (line, Some(value)),
            None => (rest, None),
        };
        Self::parse_line(line, inline).ok_or(VaultError::Unreadable)
    }

    fn parse_line(line: &str, inline: Option<&str>) -> Option<Self> {
        let mut head = Self { value: Stored::Nothing, stale: Vec::new() };
        if let Some(value) = inline {
            head.value = Stored::Inline(Zeroizing::new(value.to_owned()));
        }
        for word in line.split_whitespace() {
            match word.split_once('=')? {
                ("chunks", chunks) if inline.is_none() => {
                    let (generation, bytes) = chunks.rsplit_once(':')?;
                    let generation = Generation::parse(generation)?;
                    head.value = Stored::Chunks { generation, bytes: bytes.parse().ok()? };
                }
                ("stale", list) => {
                    head.stale = list.split(',').map(Generation::parse).collect::<Option<_>>()?;
                }
                _ => return None,
            }
        }
        Some(head)
    }

    pub(crate) fn text(&self) -> Zeroizing<String> {
        if let Stored::Inline(value) = &self.value
            && self.stale.is_empty()
            && !value.starts_with(MARK)
        {
            return value.clone();
        }
        let mut line = MARK.to_owned();
        if let Stored::Chunks { generation: Generation { id, count }, bytes } = &self.value {
            line = format!("{line} chunks={id}:{count}:{bytes}");
        }
        if !self.stale.is_empty() {
            let list: Vec<String> =
                self.stale.iter().map(|stale| format!("{}:{}", stale.id, stale.count)).collect();
            line = format!("{line} stale={}", list.join(","));
        }
        let Stored::Inline(value) = &self.value else { return Zeroizing::new(line) };
        // Allocated at its full size: growing would leave copies of the secret in freed memory.
        let mut text = Zeroizing::new(String::with_capacity(line.len() + INLINE.len() + value.len()));
        text.extend([&line, INLINE, value.as_str()]);
        text
    }
}

/// Splits a value that is too long for one entry. `None`: it is not.
pub(crate) fn split(value: &str) -> Option<Vec<&str>> {
    let mut chunks = Vec::new();
    let (mut start, mut units) = (0, 0);
    for (at, letter) in value.char_indices() {
        if units + letter.len_utf16() > MAX_ENTRY_UTF16_UNITS {
            chunks.push(&value[start..at]);
            (start, units) = (at, 0);
        }
        units += letter.len_utf16();
    }
    if chunks.is_empty() {
        return None;
    }
    chunks.push(&value[start..]);
    Some(chunks)
}

/// Refuses a keyring that a newer version of the app has written.
pub(crate) fn check_version(entries: &dyn Entries) -> Result<(), VaultError> {
    match entries.get(VERSION_ENTRY)?.map(|text| text.trim().parse::<u32>()) {
        None | Some(Ok(1..=VERSION)) => Ok(()),
        Some(_) => Err(VaultError::NewerFormat),
    }
}

/// Must run before the first entry in this format is written.
pub(crate) fn mark_version(entries: &dyn Entries) -> Result<(), VaultError> {
    let version = VERSION.to_string();
    let is_marked = entries.get(VERSION_ENTRY)?.is_some_and(|text| text.trim() == version);
    if is_marked { Ok(()) } else { entries.set(VERSION_ENTRY, &version) }
}

/// Whether an entry is a note of the vault itself, not a secret.
pub(crate) fn is_note(name: &str) -> bool {
    name == VERSION_ENTRY || name == "probe"
}
