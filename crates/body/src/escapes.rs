//! JSON's escapes, undone wherever they stand: a server may write `-` as `\u002d`, and a secret that holds one passes
//! a comparison of the raw text. It does not check that the text is JSON.

/// The text with its escapes undone. What is no escape stays as it stands.
pub(crate) fn undone(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        let (character, length) = escape(&rest[at..]);
        plain.push(character);
        rest = &rest[at + length..];
    }
    plain.push_str(rest);
    plain
}

/// The character that the escape at the beginning stands for, and the escape's length.
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

/// One `\uXXXX`, or the two that stand for a character beyond the first 65,536.
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
    use super::undone;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_escape_stays_as_it_stands() {
        for text in ["", "plain", r"\", r"\x", r"\u", r"\u00", r"\u+02d", r"\u00é0", "end\\u002"] {
            assert_eq!(undone(text), text);
        }
        assert_eq!(undone(r"a\u002Db\/c\\u002d \ud83d\ude00 \ud83d!"), "a-b/c\\u002d 😀 \u{fffd}!");
    }

    proptest! {
        #[test]
        fn a_json_string_is_read_as_json_reads_it(text in "(?s).{0,60}", escaped in any::<bool>()) {
            let quoted = if escaped {
                text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat()
            } else {
                let json = serde_json::to_string(&text).unwrap();
                json[1..json.len() - 1].to_owned()
            };
            prop_assert_eq!(undone(&quoted), text);
        }
    }
}
