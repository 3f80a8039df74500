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

/// Most words are told by their first letter and length to be none of these.
pub(super) fn is_known(word: &[u8]) -> bool {
    let Some(first) = word.first() else { return false };
    if LENGTHS[usize::from(*first)] >> (word.len() % 32) & 1 == 0 {
        return false;
    }
    let mut place = hash(word);
    while TABLE[place] > 0 {
        if WORDS[usize::from(TABLE[place]) - 1].as_bytes() == word {
            return true;
        }
        place = (place + 1) % TABLE.len();
    }
    false
}

/// The numbers of the words, counted from one, each at its hash or at the next place that was free.
#[expect(clippy::cast_possible_truncation, reason = "there are fewer words")]
static TABLE: [u8; TABLE_SIZE] = {
    let mut table = [0; TABLE_SIZE];
    assert!(WORDS.len() < 256, "their numbers have to fit");
    let mut number = 0;
    while number < WORDS.len() {
        let mut place = hash(WORDS[number].as_bytes());
        while table[place] > 0 {
            place = (place + 1) % table.len();
        }
        number += 1;
        table[place] = number as u8;
    }
    table
};

/// By its length and six of its letters.
#[expect(clippy::cast_possible_truncation, reason = "longer words are none of these")]
const fn hash(word: &[u8]) -> usize {
    let length = word.len();
    let first = letters(word[0], word[length / 2], word[1 % length]);
    let last = letters(word[length - 1], word[length.saturating_sub(2)], word[length.saturating_sub(3)]);
    let mixed = (first ^ last.rotate_left(9) ^ letters(length as u8, 0, 0)).wrapping_mul(0x9E37_79B1);
    (mixed >> 16) as usize % TABLE_SIZE
}

const fn letters(a: u8, b: u8, c: u8) -> u32 {
    a as u32 | (b as u32) << 8 | (c as u32) << 16
}

/// More than twice as many places as there are words.
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
