//! Finds the form of a pasted text: each reader is asked in turn.

use crate::request::Reading;
use crate::{code, curl, documents};

/// A reader of one form. `None`: the text is not of this form.
type Reader = fn(&str) -> Option<Reading>;

/// In the order in which they are asked: whole documents first, then programs and commands.
const READERS: &[Reader] = &[documents::read, documents::http::read, curl::read, code::read];

/// Asked last: almost every text names an address.
const ADDRESSES: Reader = crate::url::read;

/// Kinds of fenced blocks that are looked at in one text; each kind is read as one text.
const MAX_KINDS: usize = 8;

/// Reads the requests of a text, whatever its form. `None`: it holds none in a form that is known.
///
/// Messages and documents in Markdown are searched for the command inside; places are those of the whole text.
pub fn read(text: &str) -> Option<Reading> {
    let blocks = fenced_blocks(text);
    let texts = || blocks.iter().map(String::as_str).chain([text]);
    // What one reader doubts does not hide what another can read.
    let mut doubtful = None;
    for reading in texts().flat_map(|text| READERS.iter().filter_map(move |reader| reader(text))) {
        if !reading.requests.is_empty() {
            return Some(reading);
        }
        doubtful = doubtful.or(Some(reading));
    }
    doubtful.or_else(|| texts().find_map(ADDRESSES))
}

/// The fenced blocks of a text in Markdown, by the language that they name. Everything else is blank, so that every
/// place stays what it is.
fn fenced_blocks(text: &str) -> Vec<String> {
    let mut kinds: Vec<(&str, Vec<u8>)> = Vec::new();
    let mut inside: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let fence = ["```", "~~~"].into_iter().find(|fence| line.trim_start().starts_with(fence));
        match (fence, inside) {
            (Some(fence), None) => {
                let info =
                    line.trim().trim_start_matches(['`', '~']).split_whitespace().next().unwrap_or_default();
                // A text in one line between fences has no block.
                if !info.contains(fence) {
                    let kind = kinds.iter().position(|(kind, _)| *kind == info).or_else(|| {
                        (kinds.len() < MAX_KINDS).then(|| {
                            kinds.push((info, blank(text)));
                            kinds.len() - 1
                        })
                    });
                    inside = kind.map(|kind| (kind, fence));
                }
            }
            (Some(fence), Some((_, opened))) if fence == opened => inside = None,
            (_, Some((kind, _))) => kinds[kind].1[at..at + line.len()].copy_from_slice(line.as_bytes()),
            (None, None) => {}
        }
        at += line.len();
    }
    kinds.into_iter().filter_map(|(_, block)| String::from_utf8(block).ok()).collect()
}

/// As long as the text, and with its lines.
fn blank(text: &str) -> Vec<u8> {
    text.bytes().map(|byte| if byte == b'\n' { b'\n' } else { b' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::request::Form;

    #[test]
    fn the_command_is_found_in_what_surrounds_it() {
        for (text, url) in [
            ("It says:\n\n```sh\ncurl https://x.test/a\n```\n\nWhy?", "https://x.test/a"),
            (
                "```json\n{\"a\": 1}\n```\nand\n~~~bash\ncurl -X POST https://x.test/b -d '{\"a\":1}'\n~~~",
                "https://x.test/b",
            ),
            ("Try `curl -H 'A: b' https://x.test/c` and tell me.", "https://x.test/c"),
            ("# API\n\nGET `https://x.test/d` lists them.", "https://x.test/d"),
            ("Größe\n```\ncurl https://x.test/ü\n```", "https://x.test/ü"),
        ] {
            let reading = read(text).expect(text);
            let request = &reading.requests[0];
            assert_eq!(request.url.text, url, "{text}");
            let span = request.url.span.clone().expect("a place");
            assert_eq!(&text[span], url, "places are those of the whole text");
        }
    }

    #[test]
    fn commands_of_several_blocks_are_one_reading() {
        let text = "```sh\ncurl https://x.test/a\n```\nthen\n```sh\ncurl https://x.test/b\n```";
        let reading = read(text).unwrap();
        assert_eq!((reading.form, reading.requests.len()), (Form::CurlPosix, 2));
    }

    #[test]
    fn a_text_without_a_request_is_none() {
        for text in ["", "hello", "{\"a\": 1}", "and/or", "curl is a tool", "```\n```", "no < > & | quotes '"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
