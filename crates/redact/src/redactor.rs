//! The redactor: what is known, which labels were given, and the one pass that writes them.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use zeroize::Zeroizing;

use crate::bytes::ByteSet;
use crate::find::{Finder, Level};
use crate::finding::{Found, Rewritten, Rule, What};
use crate::known::KnownSecrets;
use crate::label::{self, Labels, SecretLabel, kind};
use crate::masks::{self, Masks};
use crate::personal::PersonalData;
use crate::view::{decoded_once, is_gap};

/// Replaces secrets in text. Cheap to share behind an `Arc`; safe from any thread.
#[derive(Default)]
pub struct Redactor {
    known: RwLock<KnownSecrets>,
    labels: Mutex<Labels>,
}

/// A part of a text that must not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// In bytes of the text. Findings do not overlap.
    pub range: Range<usize>,
    /// What it is replaced with.
    pub label: String,
    /// How it was found.
    pub rule: Rule,
}

/// What was removed: never what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removal<'a> {
    /// The word in the label, such as `access-token` or `e-mail`.
    pub kind: &'a str,
    /// What stands in its place.
    pub label: &'a str,
    /// How it was found.
    pub rule: Rule,
}

/// Is told what is removed.
pub(crate) type Told<'a> = dyn FnMut(Removal<'_>) + 'a;

impl Redactor {
    /// A redactor that knows no values yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Registers a secret's value for redaction and returns its label. `kind` is the word in the label: `access-token`.
    /// The same value always gets the same label. Values under 8 bytes get one but are not redacted, since they occur in
    /// ordinary text. A text that was redacted before may be redacted again, should a secret become known late.
    pub fn register(&self, kind: &str, value: &str) -> SecretLabel {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(label) = known.label_of_value(value.as_bytes()) {
            return label.clone();
        }
        let label = self.labels().of_known(kind, value.as_bytes());
        known.add(value.as_bytes(), label.clone());
        label
    }

    /// Redacts known values, values beside the name of a secret, and the shapes of tokens. For everything but response
    /// bodies on the screen.
    pub fn text(&self, text: &str) -> String {
        self.string(text, Level::All(PersonalData::Keep))
    }

    /// Redacts known values, and static tokens, which are nothing but credentials. For response bodies on the screen, where
    /// a field that merely looks like a secret is what the person wants to see.
    pub fn known_values(&self, text: &str) -> String {
        self.string(text, Level::Known)
    }

    /// Where [`known_values`](Self::known_values) are in a text, in bytes and in order, and their labels. They do not overlap.
    /// For who shows parts of a text.
    pub fn known_ranges(&self, text: &str) -> Vec<(Range<usize>, SecretLabel)> {
        let known = self.known();
        let found = Finder { known: &known, masks: &Masks::default(), level: Level::Known, nesting: 0 }
            .find(text.as_bytes());
        let label = |one: Found| {
            let value = &text.as_bytes()[one.range.clone()];
            let label = match one.what {
                What::Known(secret) => known.label(secret).clone(),
                What::Unread => SecretLabel::unread(),
                _ => self.labels().of(kind::STATIC_TOKEN, &canonical(value)),
            };
            (one.range, label)
        };
        found.into_iter().map(label).collect()
    }

    /// As [`text`](Self::text), with personal data treated as chosen.
    pub fn text_with(&self, text: &str, personal: PersonalData) -> String {
        self.string(text, Level::All(personal))
    }

    /// What [`text_with`](Self::text_with) would replace, in order.
    pub fn findings(&self, text: &str, personal: PersonalData) -> Vec<Finding> {
        let known = self.known();
        let found =
            Finder { known: &known, masks: &Masks::default(), level: Level::All(personal), nesting: 0 }
                .find(text.as_bytes());
        let mut writer = Writer::new(&known, self.labels(), personal, None);
        let mut words = Words::default();
        let finding = |one: Found| Finding {
            label: String::from_utf8_lossy(&writer.label(text.as_bytes(), &one, &mut words)).into_owned(),
            rule: one.what.rule(),
            range: one.range,
        };
        found.into_iter().map(finding).collect()
    }

    /// As [`text_with`](Self::text_with), without a person's own masks as well. `told` is called for each part that is
    /// removed, also for those inside of base64.
    pub fn masked(
        &self,
        text: &str,
        personal: PersonalData,
        masks: &Masks,
        told: &mut dyn FnMut(Removal<'_>),
    ) -> String {
        self.replaced(text, Level::All(personal), masks, Some(told))
    }

    fn string(&self, text: &str, level: Level) -> String {
        self.replaced(text, level, &Masks::default(), None)
    }

    fn replaced(&self, text: &str, level: Level, masks: &Masks, told: Option<&mut Told<'_>>) -> String {
        let known = self.known();
        let found = Finder { known: &known, masks, level, nesting: 0 }.find(text.as_bytes());
        if found.is_empty() {
            return text.to_owned();
        }
        let personal = if let Level::All(personal) = level { personal } else { PersonalData::Keep };
        let mut clean = Vec::with_capacity(text.len());
        Writer::new(&known, self.labels(), personal, told).write(text.as_bytes(), 0, &found, &mut clean);
        // Ranges end at the borders of characters.
        String::from_utf8(clean)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }

    /// What is known, ready to be looked for.
    pub(crate) fn known(&self) -> RwLockReadGuard<'_, KnownSecrets> {
        loop {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            if known.is_indexed() {
                return known;
            }
            drop(known);
            self.known.write().unwrap_or_else(PoisonError::into_inner).index_added();
        }
    }

    pub(crate) fn labels(&self) -> MutexGuard<'_, Labels> {
        self.labels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes a text with labels in place of what was found.
pub(crate) struct Writer<'a, 'told> {
    known: &'a KnownSecrets,
    labels: MutexGuard<'a, Labels>,
    personal: PersonalData,
    told: Option<&'a mut Told<'told>>,
}

impl<'a, 'told> Writer<'a, 'told> {
    pub(crate) fn new(
        known: &'a KnownSecrets,
        labels: MutexGuard<'a, Labels>,
        personal: PersonalData,
        told: Option<&'a mut Told<'told>>,
    ) -> Self {
        Self { known, labels, personal, told }
    }

    /// Writes a text from `seen` on.
    pub(crate) fn write(&mut self, text: &[u8], mut seen: usize, found: &[Found], clean: &mut Vec<u8>) {
        let mut words = Words::default();
        for one in found {
            clean.extend_from_slice(&text[seen..one.range.start]);
            clean.extend_from_slice(&self.label(text, one, &mut words));
            seen = one.range.end;
        }
        clean.extend_from_slice(&text[seen..]);
    }

    /// What takes the place of a finding.
    fn label(&mut self, text: &[u8], one: &Found, words: &mut Words) -> Vec<u8> {
        let value = &text[one.range.clone()];
        let label = match &one.what {
            What::Known(secret) => self.known.label(*secret).to_string(),
            What::Named(kind) | What::Shaped(kind) if is_canonical(value) => {
                self.labels.of(kind, value).to_string()
            }
            What::Named(kind) | What::Shaped(kind) => self.labels.of(kind, &canonical(value)).to_string(),
            What::Personal(personal) => {
                personal.replacement(&canonical(value), self.personal, &mut self.labels)
            }
            What::Unread => SecretLabel::unread().to_string(),
            What::Masked(index) => masks::label(*index),
            What::Rewritten(rewritten) => return self.rewritten(rewritten),
        };
        if let Some(told) = &mut self.told {
            let kind = match one.what {
                What::Personal(personal) => personal.word(),
                _ => label::kind_of(&label),
            };
            told(Removal { kind, label: &label, rule: one.what.rule() });
        }
        let label =
            if is_within_address(text, &one.range, words) { label.replace('#', "%23") } else { label };
        match one.quote {
            Some(depth) => format!("{0}\"{label}{0}\"", "\\".repeat(depth)).into_bytes(),
            None => label.into_bytes(),
        }
    }

    fn rewritten(&mut self, rewritten: &Rewritten) -> Vec<u8> {
        let (text, inner) = (&rewritten.decoded, &rewritten.inner);
        let last = inner.last().map_or(0, |one| one.range.end);
        let mut clean = Vec::with_capacity(text.len());
        self.write(&text[..last], 0, inner, &mut clean);
        let missing = rewritten.missing(clean.len() + text.len() - last);
        clean.extend(std::iter::repeat_n(b' ', missing));
        clean.extend_from_slice(&text[last..]);
        rewritten.encode(&clean)
    }
}

/// Where the word begins that the last finding stands in. Each part of a text is searched once.
#[derive(Default)]
struct Words {
    start: usize,
    searched: usize,
}

impl Words {
    /// No further back than an address may reach.
    fn start_before(&mut self, text: &[u8], at: usize) -> usize {
        const REACH: usize = 2_048;
        static STOPS: ByteSet = ByteSet::white_and(b"\"'`<>");
        let reach = at.saturating_sub(REACH);
        let from = self.searched.max(reach).min(at);
        let stop = STOPS.last_position(&text[from..at]).map(|stop| from + stop + 1);
        self.start = stop.unwrap_or(self.start.max(reach));
        self.searched = at;
        self.start
    }
}

/// More of an address follows, which `#` would end (RFC 3986 §3.5).
fn is_within_address(text: &[u8], range: &Range<usize>, words: &mut Words) -> bool {
    if !matches!(text.get(range.end), Some(b'&' | b'/' | b'?')) {
        return false;
    }
    let address = &text[words.start_before(text, range.start)..range.start];
    // In the path or in the query, but not the password before the host.
    (address.ends_with(b"/") || address.ends_with(b"=") && address.contains(&b'?'))
        && (address.starts_with(b"/") || memchr::memmem::find(address, b"://").is_some())
}

/// Nothing in it can be written otherwise.
fn is_canonical(value: &[u8]) -> bool {
    value.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// The value however it was written, so that it has one label: escapes undone, without white space.
fn canonical(value: &[u8]) -> Zeroizing<Vec<u8>> {
    const MAX_PASSES: usize = 4;
    let squeezed = (0..value.len()).filter(|at| !is_gap(value, *at)).map(|at| value[at]);
    let mut bytes = Zeroizing::new(Vec::with_capacity(value.len()));
    bytes.extend(squeezed);
    for _ in 0..MAX_PASSES {
        match decoded_once(&bytes) {
            Some(decoded) => bytes = decoded,
            None => break,
        }
    }
    bytes
}
