//! A text as rules search it: letters alike, white space and quoting undone, with the way back to what was written.

use memchr::memmem;

/// What of a text is looked at: its beginning and its end.
const MAX_HEAD_BYTES: usize = 48 * 1_024;
const MAX_TAIL_BYTES: usize = 16 * 1_024;
/// What is quoted around the words that were found.
const QUOTED_BYTES: usize = 160;

/// A text with its normal form, in which phrases are found: small letters, single spaces, straight quotes, and without the
/// backslashes of JSON inside JSON.
#[derive(Debug, Default)]
pub(crate) struct Text {
    written: String,
    normal: Vec<u8>,
    /// For each byte of the normal form where it stands in the text as it is written.
    places: Vec<u32>,
}

impl Text {
    pub fn new(text: &str) -> Self {
        let written = head_and_tail(text);
        let mut normal = Vec::with_capacity(written.len());
        let mut places = Vec::with_capacity(written.len());
        let mut letters = written.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let place = u32::try_from(at).unwrap_or(u32::MAX);
            let mut push = |bytes: &[u8]| {
                normal.extend_from_slice(bytes);
                places.extend(bytes.iter().map(|_| place));
            };
            match letter {
                '\\' => {
                    if let Some((_, 'n' | 't' | 'r')) = letters.peek() {
                        letters.next();
                        push(b" ");
                    }
                }
                '’' | '‘' => push(b"'"),
                '“' | '”' => push(b"\""),
                letter if letter.is_whitespace() || letter == '\u{a0}' => {
                    if normal.last() != Some(&b' ') {
                        normal.push(b' ');
                        places.push(place);
                    }
                }
                letter => push(letter.to_ascii_lowercase().encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        Self { written, normal, places }
    }

    pub fn is_empty(&self) -> bool {
        self.written.trim().is_empty()
    }

    /// As it is written, beginning and end.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The normal form.
    pub fn normal(&self) -> &[u8] {
        &self.normal
    }

    /// Whether the words stand in it. They are in small letters.
    pub fn has(&self, words: &str) -> bool {
        memmem::find(&self.normal, words.as_bytes()).is_some()
    }

    /// The words as they are written, with what surrounds them up to the ends of the sentence.
    pub fn quote(&self, words: &str) -> Option<String> {
        let at = memmem::find(&self.normal, words.as_bytes())?;
        Some(self.around(at, at + words.len()))
    }

    fn around(&self, start: usize, end: usize) -> String {
        let place = |at: usize| self.places.get(at).map_or(self.written.len(), |place| *place as usize);
        let (start, end) = (place(start), place(end));
        let low = floor(&self.written, start.saturating_sub(QUOTED_BYTES / 2));
        let high = floor(&self.written, (end + QUOTED_BYTES).min(self.written.len()));
        let stop = |c: char| matches!(c, '"' | '\n' | '{' | '}' | '<' | '>');
        let before = self.written[low..start].rfind(stop).map_or(low, |at| low + at + 1);
        let after = self.written[end..high].find(stop).map_or(high, |at| end + at);
        self.written[before..after].trim_matches(['\\', ' ', ',', ':']).to_owned()
    }

    /// The value of a field, in JSON, cut JSON, and the dumps of PHP, Ruby and Python: `"name":"value"`, `'name': 'value'`,
    /// `[name] => value`, `name=value`.
    pub fn field(&self, name: &str) -> Option<&str> {
        let name = name.to_ascii_lowercase();
        let mut finder = memmem::find_iter(&self.normal, name.as_bytes());
        finder.find_map(|at| self.value_after(at, at + name.len()))
    }

    fn value_after(&self, start: usize, end: usize) -> Option<&str> {
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if start.checked_sub(1).is_some_and(|before| is_word(self.normal[before])) {
            return None;
        }
        let rest = &self.normal[end..];
        let name_end = rest.iter().take_while(|byte| b"\"'] ".contains(byte)).count();
        let sign = rest[name_end..].iter().take_while(|byte| b":=>".contains(byte)).count();
        if sign == 0 {
            return None;
        }
        let blank = rest[name_end + sign..].iter().take_while(|byte| **byte == b' ').count();
        let from = end + name_end + sign + blank;
        let quote = *self.normal.get(from)?;
        let (from, is_end): (usize, Box<dyn Fn(u8) -> bool>) = if quote == b'"' || quote == b'\'' {
            (from + 1, Box::new(move |byte| byte == quote))
        } else {
            (from, Box::new(|byte| b",;&}]) \"'<".contains(&byte)))
        };
        let length =
            self.normal[from..].iter().position(|byte| is_end(*byte)).unwrap_or(self.normal.len() - from);
        let place = |at: usize| self.places.get(at).map_or(self.written.len(), |place| *place as usize);
        self.written.get(place(from)..place(from + length)).map(|value| value.trim_end_matches('\\'))
    }
}

fn head_and_tail(text: &str) -> String {
    if text.len() <= MAX_HEAD_BYTES + MAX_TAIL_BYTES {
        return text.to_owned();
    }
    let head = floor(text, MAX_HEAD_BYTES);
    let tail = floor(text, text.len() - MAX_TAIL_BYTES);
    format!("{}\n{}", &text[..head], &text[tail..])
}

/// The next character border at or before a place.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn words_are_found_whatever_letters_quotes_and_spaces_they_have() {
        let text = Text::new("{\"message\":\"{\\\"msg\\\":\\\"This App\u{2019}s\\n  scopes\\\"}\"}");
        assert!(text.has("\"msg\":\"this app's scopes\""));
        assert_eq!(
            Text::new("a. Error: The Key is over. b").quote("the key").unwrap(),
            "a. Error: The Key is over. b"
        );
    }

    #[test]
    fn a_field_is_read_from_json_cut_json_and_dumps() {
        for text in [
            r#"{"category":"MISSING_SCOPES","x":1}"#,
            r#"cut {"category": "MISSING_SCOPES"#,
            r#"{"message":"{\"category\":\"MISSING_SCOPES\"}"}"#,
            "{'category': 'MISSING_SCOPES', 'x': 1}",
            "Array ( [category] => MISSING_SCOPES [x] => 1 )",
            "category=MISSING_SCOPES, x=1",
        ] {
            assert_eq!(Text::new(text).field("category"), Some("MISSING_SCOPES"), "{text}");
        }
        assert_eq!(Text::new(r#"{"subCategory":"A","category":"B"}"#).field("category"), Some("B"));
        assert_eq!(Text::new("no field").field("category"), None);
    }
}
