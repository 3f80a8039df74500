//! JSON's escape sequences (RFC 8259 §7), decoded wherever they are: a server may write `-` as `\u002d`, and a
//! secret written that way is not found in the raw text. The text need not be valid JSON.

use std::ops::Range;

/// A text whose escape sequences were decoded, and where each part of it stood.
pub(crate) struct Decoded {
    pub text: String,
    /// The offsets behind each escape sequence: in the decoded text, and in its source.
    behind: Vec<(usize, usize)>,
}

impl Decoded {
    /// The bytes of the source that a range of the decoded text was written as.
    pub(crate) fn source(&self, range: &Range<usize>) -> Range<usize> {
        let source = |at: usize| match self.behind
            [..self.behind.partition_point(|(decoded, _)| *decoded <= at)]
            .last()
        {
            Some((decoded, source)) => source + (at - decoded),
            None => at,
        };
        source(range.start)..source(range.end)
    }
}

/// The text with its escape sequences decoded; malformed ones are left as they are. `None`: it has none.
pub(crate) fn decode(text: &str) -> Option<Decoded> {
    let mut at = text.find('\\')?;
    let mut decoded = Decoded { text: String::with_capacity(text.len()), behind: Vec::new() };
    let mut copied = 0;
    loop {
        let (character, length) = escape(&text[at..]);
        decoded.text.push_str(&text[copied..at]);
        decoded.text.push(character);
        copied = at + length;
        if length > 1 {
            decoded.behind.push((decoded.text.len(), copied));
        }
        let Some(next) = text[copied..].find('\\') else { break };
        at = copied + next;
    }
    decoded.text.push_str(&text[copied..]);
    Some(decoded)
}

/// The character of the escape sequence at the start of the text, and the sequence's length in bytes.
fn escape(text: &str) -> (char, usize) {
    match text.as_bytes().get(1) {
        Some(b'u') => unicode(text).unwrap_or(('\\', 1)),
        Some(b'n') => ('\n', 2),
        Some(b'r') => ('\r', 2),
        Some(b't') => ('\t', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(byte @ (b'"' | b'\\' | b'/')) => (char::from(*byte), 2),
        _ => ('\\', 1),
    }
}

/// One `\uXXXX`, or a surrogate pair of two. A lone surrogate becomes U+FFFD.
fn unicode(text: &str) -> Option<(char, usize)> {
    let first = unit(text)?;
    let pair = text.get(6..).and_then(unit).map(|second| char::decode_utf16([first, second]).next());
    match (char::from_u32(first.into()), pair) {
        (Some(character), _) => Some((character, 6)),
        (None, Some(Some(Ok(character)))) => Some((character, 12)),
        (None, _) => Some((char::REPLACEMENT_CHARACTER, 6)),
    }
}

fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
}

#[cfg(test)]
mod tests {
    use super::decode;
    use proptest::prelude::*;

    #[test]
    fn malformed_escapes_are_left_as_they_are() {
        for text in [r"\", r"\x", r"\u", r"\u00", r"\u+02d", r"\u00é0", "end\\u002"] {
            assert_eq!(text_of(text), text);
        }
        assert!(decode("").is_none() && decode("plain").is_none());
        assert_eq!(text_of(r"a\u002Db\/c\\u002d \ud83d\ude00 \ud83d!"), "a-b/c\\u002d 😀 \u{fffd}!");
    }

    fn text_of(text: &str) -> String {
        decode(text).map_or_else(|| text.to_owned(), |decoded| decoded.text)
    }

    #[test]
    fn each_part_of_the_decoded_text_is_found_in_its_source() {
        let source = r"x\u0061\ud83d\ude00b\/\q\n";
        let decoded = decode(source).unwrap();
        for (part, written) in [
            ("x", "x"),
            ("a", r"\u0061"),
            ("a😀b", r"\u0061\ud83d\ude00b"),
            ("/", r"\/"),
            ("q", "q"),
            ("q\n", r"q\n"),
        ] {
            let at = decoded.text.find(part).unwrap();
            assert_eq!(&source[decoded.source(&(at..at + part.len()))], written);
        }
    }

    proptest! {
        #[test]
        fn a_json_string_decodes_as_a_json_parser_decodes_it(text in "(?s).{0,60}", escaped in any::<bool>()) {
            let quoted = if escaped {
                text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat()
            } else {
                let json = serde_json::to_string(&text).unwrap();
                json[1..json.len() - 1].to_owned()
            };
            prop_assert_eq!(text_of(&quoted), text);
        }
    }
}
