//! How a secret is written into entries, and which version of that form a keyring holds.
//!
//! A short value stands in its entry as it is. A long one is cut into chunks of entries of their own, and its entry
//! is a *head* that names their generation. A head also names the generations that may be lying about after the app
//! was killed, so that the next change finds them.
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
/// Windows keeps 2,560 bytes per entry, in UTF-16: 1,280 units, with room for the head's own words.
pub(crate) const MAX_ENTRY_UTF16_UNITS: usize = 1_000;
/// A head that names more is none of ours.
pub(crate) const MAX_CHUNKS: usize = 256;

/// Chunks that were written together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Generation {
    pub id: String,
    pub count: usize,
}

/// Where the value is.
pub(crate) enum Stored {
    /// Nowhere: it was being stored for the first time.
    Nothing,
    Inline(Zeroizing<String>),
    Chunks {
        generation: Generation,
        /// Of the whole value.
        bytes: usize,
    },
}

pub(crate) struct Head {
    pub value: Stored,
    /// Generations that may still have chunks and that nothing reads.
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

    /// Every generation of which there may be chunks.
    pub(crate) fn generations(&self) -> Vec<Generation> {
        let own = match &self.value {
            Stored::Chunks { generation, .. } => Some(generation.clone()),
            Stored::Nothing | Stored::Inline(_) => None,
        };
        own.into_iter().chain(self.stale.iter().cloned()).collect()
    }

    /// A text of no head's form is a value: version 1 wrote all of them so, version 2 the short ones.
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
        // Of its full size at once: what grows leaves copies behind.
        let mut text = Zeroizing::new(String::with_capacity(line.len() + INLINE.len() + value.len()));
        text.extend([&line, INLINE, value.as_str()]);
        text
    }
}

/// Cuts a value that one entry does not hold. A value that one entry holds is not cut: `None`.
pub(crate) fn cut(value: &str) -> Option<Vec<&str>> {
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

/// A keyring that a newer app has written is left alone.
pub(crate) fn check_version(entries: &dyn Entries) -> Result<(), VaultError> {
    match entries.get(VERSION_ENTRY)?.map(|text| text.trim().parse::<u32>()) {
        None | Some(Ok(1..=VERSION)) => Ok(()),
        Some(_) => Err(VaultError::NewerFormat),
    }
}

/// Before the first entry of this form is written.
pub(crate) fn mark_version(entries: &dyn Entries) -> Result<(), VaultError> {
    let version = VERSION.to_string();
    let is_marked = entries.get(VERSION_ENTRY)?.is_some_and(|text| text.trim() == version);
    if is_marked { Ok(()) } else { entries.set(VERSION_ENTRY, &version) }
}

/// Whether an entry is the app's own note and nobody's secret.
pub(crate) fn is_note(name: &str) -> bool {
    name == VERSION_ENTRY || name == "probe"
}
