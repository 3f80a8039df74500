//! Finds the first place at which a text is not JSON, and what was meant there.

use std::ops::Range;

/// A mistake in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub kind: FaultKind,
    /// In bytes.
    pub range: Range<usize>,
}

/// What people write in place of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    TrailingComma,
    SingleQuotes,
    TypographicQuotes,
    Comment,
    /// `True`, `False`, `None`: the word in JSON.
    Word(&'static str),
    /// A name without quotes.
    BareName,
    MissingComma,
    /// The text ends within a string, an object or a list.
    Ends,
    LineEndInString,
    /// A variable or expression of a program.
    Expression,
    Other,
}

/// The first fault. `open` are parts that a program puts in, which may be anything.
pub(crate) fn fault(text: &str, open: &[Range<usize>]) -> Option<Fault> {
    let filled = filled(text, open);
    let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&filled) else { return None };
    let at = offset(&filled, error.line(), error.column());
    let end = Fault { kind: FaultKind::Ends, range: text.len()..text.len() };
    let fault = if error.is_eof() {
        end
    } else if error.to_string().starts_with("control character") {
        let at = filled[at..].find(char::is_control).map_or(at, |length| at + length);
        Fault { kind: FaultKind::LineEndInString, range: at..filled.len().min(at + 1) }
    } else {
        recognize(&filled, at)
    };
    // What is put in may hold whatever is missing.
    let is_unsure = matches!(
        fault.kind,
        FaultKind::Other
            | FaultKind::Ends
            | FaultKind::MissingComma
            | FaultKind::BareName
            | FaultKind::Expression
    );
    (open.is_empty() || !is_unsure).then_some(fault)
}

/// The text with ones in place of what a program puts in: they are right within a string and as a number.
fn filled(text: &str, open: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for range in open {
        if let Some(part) = bytes.get_mut(range.clone()) {
            part.fill(b'1');
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The byte that `serde_json` names by its line and its column, which counts bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = if line <= 1 {
        0
    } else {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        ends.map(|(at, _)| at + 1).nth(line - 2).unwrap_or(text.len())
    };
    text.floor_char_boundary((start + column.saturating_sub(1)).min(text.len()))
}

fn recognize(text: &str, at: usize) -> Fault {
    let rest = &text[at..];
    let before = text[..at].trim_end();
    let fault = |kind, range| Fault { kind, range };
    let next = rest.chars().next();
    let one = at..at + next.map_or(0, char::len_utf8);
    if before.ends_with(',') && rest.starts_with(['}', ']']) {
        return fault(FaultKind::TrailingComma, before.len() - 1..before.len());
    }
    match next {
        None => return fault(FaultKind::Ends, text.len()..text.len()),
        Some('\'') => return fault(FaultKind::SingleQuotes, one),
        Some('“' | '”' | '„' | '‘' | '’' | '«' | '»') => {
            return fault(FaultKind::TypographicQuotes, one);
        }
        Some('/') if rest.starts_with("//") || rest.starts_with("/*") => {
            let end =
                if rest.starts_with("//") { rest.find('\n') } else { rest.find("*/").map(|end| end + 2) };
            return fault(FaultKind::Comment, at..at + end.unwrap_or(rest.len()));
        }
        Some('#') => {
            return fault(FaultKind::Comment, at..at + rest.find('\n').unwrap_or(rest.len()));
        }
        _ => {}
    }
    // The parser stops at the letter that differs: `True` at its first, `nil` at its second.
    let word_start =
        text[..at].len() - text[..at].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    let word_length = text[word_start..]
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"_$.".contains(byte))
        .count();
    let word = word_start..word_start + word_length;
    let json = match &text[word.clone()] {
        "True" => Some("true"),
        "False" => Some("false"),
        "None" | "nil" | "NULL" | "undefined" | "NaN" => Some("null"),
        _ => None,
    };
    if let Some(json) = json {
        return fault(FaultKind::Word(json), word);
    }
    let starts_name =
        text[word.clone()].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$');
    let follows = text[word.end..].trim_start();
    if starts_name && follows.starts_with(':') {
        return fault(FaultKind::BareName, word);
    }
    if starts_name || rest.starts_with(['$', '`', '<', '{']) && before.ends_with(':') {
        let range = if word.is_empty() { one } else { word };
        return fault(FaultKind::Expression, range);
    }
    if rest.starts_with(['"', '{', '[']) && before.ends_with(['"', '}', ']']) {
        return fault(FaultKind::MissingComma, one);
    }
    fault(FaultKind::Other, one)
}

#[cfg(test)]
mod tests {
    use super::{FaultKind, fault};

    #[test]
    fn the_first_fault_is_recognized_at_its_place() {
        for (text, kind, found) in [
            ("{\"a\": 1,}", FaultKind::TrailingComma, ","),
            ("[1, 2,\n  ]", FaultKind::TrailingComma, ","),
            ("{'a': 1}", FaultKind::SingleQuotes, "'"),
            ("{\"a\": 'b'}", FaultKind::SingleQuotes, "'"),
            ("{“a”: 1}", FaultKind::TypographicQuotes, "“"),
            ("{\"a\": 1 // one\n}", FaultKind::Comment, "// one"),
            ("{\n  # why\n \"a\": 1}", FaultKind::Comment, "# why"),
            ("{\"a\": True}", FaultKind::Word("true"), "True"),
            ("{\"a\": None}", FaultKind::Word("null"), "None"),
            ("{\"a\": nil}", FaultKind::Word("null"), "nil"),
            ("{a: 1}", FaultKind::BareName, "a"),
            ("{\"a\": 1", FaultKind::Ends, ""),
            ("{\"a\": \"b\" \"c\": 1}", FaultKind::MissingComma, "\""),
            ("{\"a\": email}", FaultKind::Expression, "email"),
            ("{\"a\": \"b\nc\"}", FaultKind::LineEndInString, "\n"),
        ] {
            let fault = fault(text, &[]).expect(text);
            assert_eq!((fault.kind, &text[fault.range]), (kind, found), "{text}");
        }
        assert_eq!(fault("{\"a\": [1, true, null]}", &[]), None);
    }

    #[test]
    fn what_a_program_puts_in_may_be_anything() {
        assert_eq!(fault("{\"a\": {{x}}, \"b\": \"{{y}}\"}", &[6..11, 19..24]), None);
        let fault = fault("{\"a\": {{x}},}", std::slice::from_ref(&(6..11))).expect("a comma");
        assert_eq!(fault.kind, FaultKind::TrailingComma);
    }
}
