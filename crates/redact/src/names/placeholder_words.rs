//! The words that placeholders are made of, and the table in which they are looked up.

/// Words of which placeholders are made: `<your-access-token>`, `CLIENT_SECRET_HERE`.
const WORDS: &[&str] = &[
    "a",
    "access",
    "account",
    "an",
    "api",
    "app",
    "auth",
    "authorization",
    "bearer",
    "basic",
    "change",
    "changeme",
    "client",
    "code",
    "credential",
    "credentials",
    "demo",
    "developer",
    "dummy",
    "enter",
    "env",
    "example",
    "fake",
    "foo",
    "from",
    "get",
    "hapikey",
    "here",
    "hidden",
    "hs",
    "hubspot",
    "id",
    "insert",
    "invalid",
    "key",
    "masked",
    "missing",
    "my",
    "new",
    "null",
    "oauth",
    "of",
    "old",
    "omitted",
    "optional",
    "or",
    "password",
    "paste",
    "personal",
    "placeholder",
    "private",
    "put",
    "redacted",
    "refresh",
    "removed",
    "replace",
    "required",
    "sample",
    "secret",
    "service",
    "some",
    "static",
    "string",
    "test",
    "text",
    "the",
    "this",
    "todo",
    "token",
    "type",
    "undefined",
    "user",
    "username",
    "value",
    "with",
    "x",
    "xx",
    "xxx",
    "xxxx",
    "your",
    "yours",
    "apikey",
    "accesstoken",
    "clientsecret",
    "refreshtoken",
    "empty",
    "none",
    "expired",
    "filtered",
    "sanitized",
    "scrubbed",
    "secure",
    "variable",
    "var",
    "pass",
    "pwd",
    "passwd",
    "bar",
    "baz",
    "jwt",
    "session",
    "cookie",
    "state",
    "verifier",
    "base",
    "encoded",
    "base64",
    "snip",
    "censored",
    "obfuscated",
];

/// A word of a text in small letters: its bytes as two numbers, which are compared and cut at once.
#[derive(Clone, Copy)]
pub(super) struct Word {
    first: Letters,
    second: Letters,
    length: usize,
}

/// Up to sixteen letters, the first one lowest.
type Letters = u128;
const MAX_LETTERS: usize = 16;
/// The bit by which small letters differ from capitals. Digits have it.
const SMALL: Letters = 0x2020_2020_2020_2020_2020_2020_2020_2020;

impl Word {
    /// `None`: it is longer than two of the words are. `word`: letters and digits at the start of the text.
    pub(super) fn at_start(text: &[u8], length: usize) -> Option<Self> {
        let behind = text.get(MAX_LETTERS..).filter(|_| length > MAX_LETTERS);
        (length <= 2 * MAX_LETTERS).then(|| Self {
            first: small(text, length.min(MAX_LETTERS)),
            second: behind.map_or(0, |behind| small(behind, length - MAX_LETTERS)),
            length,
        })
    }

    /// One of the words of placeholders, or two that are written as one.
    pub(super) fn is_of_placeholders(self) -> bool {
        self.is_known() || self.beginnings().any(|length| self.from(length).is_known())
    }

    fn is_known(self) -> bool {
        self.length <= MAX_LETTERS && is_known(self.first, self.length)
    }

    /// How long known words are that it begins with.
    fn beginnings(self) -> impl Iterator<Item = usize> {
        let shorter = (1_u64 << self.length.min(MAX_LETTERS + 1)) - 1;
        let mut lengths = u64::from(lengths(self.first)) & shorter;
        std::iter::from_fn(move || {
            let length = lengths.trailing_zeros() as usize;
            lengths &= lengths.checked_sub(1)?;
            Some(length)
        })
        .filter(move |length| *length < self.length && is_known(self.first & mask(*length), *length))
    }

    /// What comes behind so many of its first letters.
    fn from(self, length: usize) -> Self {
        let bits = u32::try_from(8 * length).unwrap_or(Letters::BITS);
        let shifted = self.first.checked_shr(bits).unwrap_or(0);
        let moved = self.second.checked_shl(Letters::BITS - bits).unwrap_or(0);
        Self {
            first: shifted | moved,
            second: self.second.checked_shr(bits).unwrap_or(0),
            length: self.length - length,
        }
    }
}

fn small(text: &[u8], length: usize) -> Letters {
    let letters = if let Some(letters) = text.first_chunk() {
        Letters::from_le_bytes(*letters)
    } else {
        let mut letters = [0; MAX_LETTERS];
        letters[..text.len()].copy_from_slice(text);
        Letters::from_le_bytes(letters)
    };
    (letters | SMALL) & mask(length)
}

const fn mask(length: usize) -> Letters {
    if length >= MAX_LETTERS { Letters::MAX } else { (1 << (8 * length)) - 1 }
}

/// A bit for each length of the words that begin with the first letter.
fn lengths(letters: Letters) -> u32 {
    LENGTHS[(letters & 0xFF) as usize]
}

/// Most are told by their first letter and length to be none of these.
fn is_known(letters: Letters, length: usize) -> bool {
    if lengths(letters) >> length & 1 == 0 {
        return false;
    }
    let mut place = hash(letters);
    while TABLE[place] > 0 {
        if LETTERS[usize::from(TABLE[place]) - 1] == letters {
            return true;
        }
        place = (place + 1) % TABLE_SIZE;
    }
    false
}

/// The words as numbers.
static LETTERS: [Letters; WORDS.len()] = {
    let mut all = [0; WORDS.len()];
    let mut number = 0;
    while number < WORDS.len() {
        all[number] = letters_of(WORDS[number].as_bytes());
        number += 1;
    }
    all
};

const fn letters_of(word: &[u8]) -> Letters {
    assert!(word.len() <= MAX_LETTERS, "it does not fit into the number");
    let mut letters = 0;
    let mut at = 0;
    while at < word.len() {
        letters |= (word[at] as Letters) << (8 * at);
        at += 1;
    }
    letters
}

/// The numbers of the words, counted from one, each at its hash or at the next place that was free.
#[expect(clippy::cast_possible_truncation, reason = "there are fewer words")]
static TABLE: [u8; TABLE_SIZE] = {
    let mut table = [0; TABLE_SIZE];
    assert!(WORDS.len() < 256, "their numbers have to fit");
    let mut number = 0;
    while number < WORDS.len() {
        let mut place = hash(letters_of(WORDS[number].as_bytes()));
        while table[place] > 0 {
            place = (place + 1) % TABLE_SIZE;
        }
        number += 1;
        table[place] = number as u8;
    }
    table
};

#[expect(clippy::cast_possible_truncation, reason = "both halves count")]
const fn hash(letters: Letters) -> usize {
    let mixed =
        (letters as u64 ^ ((letters >> 64) as u64).rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> (u64::BITS - TABLE_SIZE.trailing_zeros())) as usize
}

/// More than twice as many places as there are words; a power of two.
const TABLE_SIZE: usize = 512;

/// For each first letter a bit for each length of a known word.
static LENGTHS: [u32; 256] = {
    let mut lengths = [0; 256];
    let mut at = 0;
    while at < WORDS.len() {
        let word = WORDS[at].as_bytes();
        lengths[word[0] as usize] |= 1 << word.len();
        at += 1;
    }
    lengths
};
