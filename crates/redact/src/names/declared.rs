//! What stands between a name and its value and is neither: the type of a variable, a tag of YAML, the colon of a keyword.

use std::ops::Range;

use super::quote::quote_at;
use super::text::{Text, skip_spaces};
use crate::bytes::ByteSet;

/// `{:password "S"}` of Clojure: the key of a map.
pub(super) fn is_keyword(text: Text<'_>, name: &Range<usize>) -> bool {
    let before = text[..name.start].strip_suffix(b":");
    before.is_some_and(|before| {
        before.last().is_none_or(|byte| byte.is_ascii_whitespace() || b"{(,".contains(byte))
    })
}

/// What the names of types end with that hold a secret.
const TYPES: [&[u8]; 8] = [b"string", b"str", b"text", b"char", b"varchar", b"object", b"variant", b"bytes"];
/// The longest type, in bytes.
const MAX_TYPE: usize = 40;

/// What says of which type it is, before its value: `As String = "S"`, `string = "S"`, `NVARCHAR(64) = 'S'`, `[64] = "S"`.
pub(super) fn behind_type(text: Text<'_>, at: usize) -> usize {
    static TYPE: ByteSet = ByteSet::alphanumeric_and(b" _.[]()<>*?&");
    if !matches!(text.get(at..), Some([b' ', b'a'..=b'z' | b'A'..=b'Z', ..] | [b'[', b'0'..=b'9' | b']', ..]))
    {
        return at;
    }
    let near = &text[at..text.len().min(at + MAX_TYPE)];
    let (words, rest) = near.split_at(TYPE.count(near));
    let joint = match rest {
        [b':', b'=', ..] => 2,
        [b'=', ..] => 1,
        [b'"' | b'\'', ..] => 0,
        _ => return at,
    };
    let value = skip_spaces(text, at + words.len() + joint);
    let is_literal = matches!(text.get(value), Some(b'"' | b'\''));
    let declared = words.trim_ascii();
    let without_default = strip_word(declared, b"default");
    let declared = if joint == 0 { without_default } else { Some(declared) };
    if is_literal && declared.is_some_and(is_type) { at + words.trim_ascii_end().len() } else { at }
}

/// `As String`, `NVARCHAR(64)`, `[64]`
fn is_type(declared: &[u8]) -> bool {
    let is_as = declared.len() > 3 && declared[..3].eq_ignore_ascii_case(b"as ");
    let word = if is_as { declared[3..].trim_ascii_start() } else { declared };
    let name = word.split(|byte| b"([<".contains(byte)).next().unwrap_or(word);
    let is_size = name.is_empty() && word.starts_with(b"[");
    is_size || !name.contains(&b' ') && TYPES.iter().any(|ending| ends_with(name, ending))
}

/// What comes before the last word, if it is this one.
fn strip_word<'a>(words: &'a [u8], last: &[u8]) -> Option<&'a [u8]> {
    let before = words.len().checked_sub(last.len())?;
    ends_with(words, last).then(|| words[..before].trim_ascii_end())
}

fn ends_with(word: &[u8], ending: &[u8]) -> bool {
    word.len() >= ending.len() && word[word.len() - ending.len()..].eq_ignore_ascii_case(ending)
}

/// Behind a tag of YAML that says what type a literal has: `!unsafe 'S'`, `!!str S`. Others name where the value is.
pub(super) fn behind_tag(text: Text<'_>, after: usize) -> usize {
    const TYPES: [&[u8]; 6] = [b"!unsafe", b"!!str", b"!str", b"!!binary", b"!binary", b"!!string"];
    let start = skip_spaces(text, after);
    let rest = text.get(start..).unwrap_or_default();
    let tag = TYPES.iter().find(|tag| rest.starts_with(tag) && rest.get(tag.len()) == Some(&b' '));
    tag.map_or(after, |tag| start + tag.len())
}

/// `0x55d520 "S"`: a debugger shows where a string is before it shows the string.
pub(super) fn behind_address(text: Text<'_>, start: usize) -> Option<usize> {
    const MAX_ADDRESS: usize = 16;
    let digits = text.get(start..)?.strip_prefix(b"0x")?;
    let length = digits.iter().take(MAX_ADDRESS).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let string = start + 2 + length;
    let shown = skip_spaces(text, string);
    (length > 0 && shown > string && quote_at(text, shown).is_some()).then_some(shown)
}

/// `"client_secret";s:36:"S"`: PHP writes how long a string is before the string. `at`: that of the length.
pub(super) fn behind_length(text: Text<'_>, at: usize) -> Option<usize> {
    const MAX_DIGITS: usize = 6;
    let digits = text[at..].iter().take(MAX_DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
    let value = at + digits + 1;
    (digits > 0 && quote_at(text, value).is_some()).then_some(value)
}
