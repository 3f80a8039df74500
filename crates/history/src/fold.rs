//! One spelling for the search: letters in lower case, each by itself, so that a part of a text stays a part of it.

use std::borrow::Cow;

/// The text in lower case.
pub(crate) fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().flat_map(char::to_lowercase).collect())
}

/// What percent signs and plus signs of a path or a query stand for. `None`: it has none.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains(['%', '+']) {
        return None;
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let (next, width) = match (byte, hex) {
            (b'%', Some(value)) => (value, 3),
            (b'+', _) => (b' ', 1),
            (other, _) => (other, 1),
        };
        decoded.push(next);
        at += width;
    }
    Some(String::from_utf8_lossy(&decoded).into_owned())
}

/// The words of what a person typed: all must be in an entry. Quotes keep words together.
pub(crate) fn words(typed: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (number, part) in typed.split('"').enumerate() {
        // Every second part stands in quotes.
        if number % 2 == 1 {
            words.push(part.trim().to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words.retain(|word| !word.is_empty());
    words.iter().map(|word| folded(word).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::{folded, percent_decoded, words};

    #[test]
    fn words_are_cut_at_spaces_and_quotes_keep_them_together() {
        assert_eq!(words("  Ada \"is not  valid\" 42"), ["ada", "is not  valid", "42"]);
        assert_eq!(words("\"open end"), ["open end"]);
        assert!(words(" \"\" ").is_empty());
    }

    #[test]
    fn folding_a_part_gives_a_part_of_the_folded() {
        assert_eq!(folded("\u{39f}\u{394}\u{39f}\u{3a3}"), "\u{3bf}\u{3b4}\u{3bf}\u{3c3}");
    }

    #[test]
    fn an_address_in_a_query_is_found_as_a_person_writes_it() {
        assert_eq!(
            percent_decoded("email=ada%40example.com&q=a+b%").unwrap(),
            "email=ada@example.com&q=a b%"
        );
        assert_eq!(percent_decoded("/plain"), None);
    }
}
