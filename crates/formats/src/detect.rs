//! Finds the form of a pasted text: each reader is asked in turn.

use crate::fences::{self, Fences, Part};
use crate::request::Reading;
use crate::{clients, code, curl, documents};

/// A reader of one form. `None`: the text is not of this form. What all parts of a text have left for programs is handed on.
type Reader = fn(&str, &mut code::Left) -> Option<Reading>;

/// In the order in which they are asked: whole documents first, then programs and commands.
const READERS: &[Reader] = &[
    |text, _| documents::read(text),
    |text, _| documents::http::read(text),
    |text, _| curl::read(text),
    code::read,
    |text, _| clients::read(text),
];

/// Of a longer text that has fenced blocks, only what stands outside of them is read after them, in bytes.
const LONG: usize = 30_000;

/// Reads the requests of a text, whatever its form. `None`: it holds none in a form that is known.
///
/// Messages and documents in Markdown are searched for the command inside; places are those of the whole text.
pub fn read(text: &str) -> Option<Reading> {
    let Fences { mut parts, outside } = fences::of(text);
    parts.push(if text.len() > LONG && !parts.is_empty() { outside } else { Part::whole(text) });
    // What one reader doubts does not hide what another can read.
    let mut doubtful = None;
    let mut left = code::Left::default();
    for part in &parts {
        for reading in READERS.iter().filter_map(|reader| reader(part.text(), &mut left)) {
            let reading = part.placed(reading);
            if !reading.requests.is_empty() {
                return Some(reading);
            }
            doubtful = doubtful.or(Some(reading));
        }
    }
    // Almost every text names an address.
    doubtful.or_else(|| parts.iter().find_map(|part| Some(part.placed(crate::url::read(part.text())?))))
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
