//! Documents of any size, in little memory.
//!
//! A document is searched in blocks, each with what comes before and after it, so that whatever spans less than
//! [`CONTEXT`] is found wherever it lies. Blocks begin at fixed places: how the document is handed over changes nothing. Two
//! things may be longer: base64, whose groups of digits are kept in step, and a value, of which everything to its end is
//! left out.

use crate::encoding::{self, Encoding, SAMPLE};
use crate::find::{Finder, Level, base64_start};
use crate::finding::{Found, What};
use crate::masks::Masks;
use crate::personal::PersonalData;
use crate::redactor::{Redactor, Removal, Writer};
use crate::report::Report;

const BLOCK: usize = 1_024 * 1_024;
const CONTEXT: usize = 64 * 1_024;

/// Sizes of the parts that a document is searched in; small ones for tests.
#[derive(Clone, Copy)]
pub(crate) struct Sizes {
    pub block: usize,
    pub context: usize,
}

impl Redactor {
    /// Redacts a document of any size piece by piece, in any encoding that has ASCII's letters, or UTF-16.
    pub fn stream(&self, personal: PersonalData) -> Stream<'_> {
        Stream::new(self, personal)
    }
}

/// Redacts a document piece by piece. Made by [`Redactor::stream`].
pub struct Stream<'a> {
    redactor: &'a Redactor,
    personal: PersonalData,
    sizes: Sizes,
    /// Undecided, until enough of the document is there.
    encoding: Option<Transcoder>,
    start: Vec<u8>,
    /// What was written already but may say something of what follows, then what is not written yet.
    text: Vec<u8>,
    written: usize,
    /// The value that the last block ended in goes on.
    swallows: bool,
    report: Report,
}

/// Between the document's encoding and UTF-8.
enum Transcoder {
    Bytes,
    Utf16 { reader: encoding::Reader, writer: encoding::Writer },
}

impl<'a> Stream<'a> {
    pub(crate) fn new(redactor: &'a Redactor, personal: PersonalData) -> Self {
        Self::with_sizes(redactor, personal, Sizes { block: BLOCK, context: CONTEXT })
    }

    pub(crate) fn with_sizes(redactor: &'a Redactor, personal: PersonalData, sizes: Sizes) -> Self {
        Self {
            redactor,
            personal,
            sizes,
            encoding: None,
            start: Vec::new(),
            text: Vec::new(),
            written: 0,
            swallows: false,
            report: Report::default(),
        }
    }

    /// Takes the next piece of the document, and appends what can be written of it to `clean`.
    pub fn push(&mut self, piece: &[u8], clean: &mut Vec<u8>) {
        if self.encoding.is_some() {
            self.read(piece, clean);
            return;
        }
        self.start.extend_from_slice(piece);
        if self.start.len() >= SAMPLE {
            self.begin(clean);
        }
    }

    /// Appends the rest to `clean`, and tells what was removed.
    pub fn finish(mut self, clean: &mut Vec<u8>) -> Report {
        if self.encoding.is_none() {
            self.begin(clean);
        }
        let odd = match &mut self.encoding {
            Some(Transcoder::Utf16 { reader, .. }) => reader.finish(&mut self.text),
            _ => None,
        };
        while self.written < self.text.len() {
            self.block(clean, IsLast::Yes);
        }
        clean.extend(odd);
        self.report
    }

    fn begin(&mut self, clean: &mut Vec<u8>) {
        let start = std::mem::take(&mut self.start);
        self.encoding = Some(match Encoding::of(&start) {
            Encoding::Bytes => Transcoder::Bytes,
            Encoding::Utf16 { is_little } => Transcoder::Utf16 {
                reader: encoding::Reader::new(is_little),
                writer: encoding::Writer::new(is_little),
            },
        });
        self.read(&start, clean);
    }

    fn read(&mut self, piece: &[u8], clean: &mut Vec<u8>) {
        // No more at once than a block, so that memory does not depend on the pieces.
        for piece in piece.chunks(self.sizes.block) {
            match &mut self.encoding {
                Some(Transcoder::Utf16 { reader, .. }) => reader.read(piece, &mut self.text),
                _ => self.text.extend_from_slice(piece),
            }
            while self.text.len() - self.written >= self.sizes.block + self.sizes.context {
                self.block(clean, IsLast::No);
            }
        }
    }

    /// Searches the next block with its context, and writes it.
    fn block(&mut self, clean: &mut Vec<u8>, is_last: IsLast) {
        if self.swallows && !self.swallow() {
            return;
        }
        let wanted = self.written + self.sizes.block + self.sizes.context;
        let end = self.text.len().min(wanted);
        if end < wanted && is_last == IsLast::No {
            return;
        }
        let is_last = is_last == IsLast::Yes && end == self.text.len();
        let known = self.redactor.known();
        let level = Level::All(self.personal);
        let found =
            Finder { known: &known, masks: &Masks::default(), level, nesting: 0 }.find(&self.text[..end]);
        let cut = if is_last { end } else { self.written + self.sizes.block };
        let (found, cut, is_open) = decided(found, self.written, cut, end, is_last);
        let report = &mut self.report;
        let mut told = |removal: Removal<'_>| report.add(removal.kind, removal.rule);
        let mut writer = Writer::new(&known, self.redactor.labels(), self.personal, Some(&mut told));
        if let Some(Transcoder::Utf16 { writer: utf16, .. }) = &mut self.encoding {
            let mut written = Vec::with_capacity(cut - self.written);
            writer.write(&self.text[..cut], self.written, &found, &mut written);
            utf16.write(&written, clean);
        } else {
            writer.write(&self.text[..cut], self.written, &found, clean);
        }
        drop(writer);
        drop(known);
        self.swallows = is_open;
        self.forget(cut);
    }

    /// Leaves out what belongs to a value that began before. Whether its end was seen.
    fn swallow(&mut self) -> bool {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`' | b'<');
        let length = self.text[self.written..].iter().position(is_end);
        self.swallows = length.is_none();
        self.forget(length.map_or(self.text.len(), |length| self.written + length));
        !self.swallows
    }

    /// Keeps the context before what is to be written next. A run of base64 is kept in step: the context begins a whole
    /// number of groups behind its beginning.
    fn forget(&mut self, written: usize) {
        let mut from = written.saturating_sub(self.sizes.context);
        if let Some(start) = base64_start(&self.text, from, written) {
            from = start + (from - start) / 4 * 4;
        }
        self.text.drain(..from);
        self.written = written - from;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum IsLast {
    Yes,
    No,
}

/// Of what was found, what is to be written now; up to where; and whether the last of it goes on behind the text.
fn decided(
    found: Vec<Found>,
    written: usize,
    cut: usize,
    end: usize,
    is_last: bool,
) -> (Vec<Found>, usize, bool) {
    let (mut cut, mut is_open) = (cut, false);
    let mut decided = Vec::new();
    for mut one in found {
        if one.range.end <= written || one.range.start >= cut {
            continue;
        }
        if one.range.start < written {
            // Its beginning is written already, as what comes behind it was not known: the rest goes.
            if matches!(one.what, What::Rewritten(_)) {
                continue;
            }
            one.range.start = written;
        }
        if one.range.end > cut {
            is_open = !is_last && one.range.end == end && !matches!(one.what, What::Rewritten(_));
            cut = one.range.end;
        }
        decided.push(one);
    }
    (decided, cut, is_open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STATIC: &str = "pat-na1-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

    fn streamed(redactor: &Redactor, text: &[u8], sizes: Sizes) -> Vec<u8> {
        let mut stream = Stream::with_sizes(redactor, PersonalData::Keep, sizes);
        let mut clean = Vec::new();
        text.chunks(1_000).for_each(|piece| stream.push(piece, &mut clean));
        stream.finish(&mut clean);
        clean
    }

    fn part() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z ,.\n]{0,300}",
            "[A-Za-z0-9]{0,40}",
            Just(format!("Authorization: Bearer {STATIC}\n")),
            Just("\"client_secret\": \"0f0f0f0f-aaaa-4bbb\", ".to_owned()),
            Just("Cookie: a=b1c2; c=d3e4\n".to_owned()),
            Just("password=a%26b\\u002dc&x=1 ".to_owned()),
            Just(STATIC.replace('-', "%2D")),
            Just(format!("{}\n  {} ", &STATIC[..20], &STATIC[20..])),
        ]
    }

    proptest! {
        #[test]
        fn borders_of_blocks_change_nothing(parts in prop::collection::vec(part(), 1..60), block in 50..3_000usize) {
            let redactor = Redactor::new();
            redactor.register("static-token", STATIC);
            let text = parts.concat();
            let clean = streamed(&redactor, text.as_bytes(), Sizes { block, context: 6_000 });
            prop_assert_eq!(String::from_utf8(clean).unwrap(), redactor.text(&text));
        }

        #[test]
        fn no_known_secret_is_lost_at_a_border(before in 0..400usize, block in 16..200usize) {
            let redactor = Redactor::new();
            redactor.register("static-token", STATIC);
            let text = format!("{}{STATIC}{}", "x".repeat(before), "y".repeat(300));
            let clean = streamed(&redactor, text.as_bytes(), Sizes { block, context: 100 });
            prop_assert_eq!(String::from_utf8(clean).unwrap(), text.replace(STATIC, "«static-token#1»"));
        }
    }

    #[test]
    fn a_body_in_base64_of_any_length_is_read_as_text() {
        let redactor = Redactor::new();
        let record = r#"{"note":"Grüße","client_secret":"0f0f0f0f-aaaa-4bbb","n":1},"#;
        let body = record.repeat(3_000);
        let text = format!("{{\"text\":\"{}\",\"encoding\":\"base64\"}}", encoded(body.as_bytes()));
        let clean = streamed(&redactor, text.as_bytes(), Sizes { block: 20_000, context: 10_000 });
        let digits = &clean[9..clean.len() - 22];
        let plain = String::from_utf8(crate::base64::decode(digits).unwrap().to_vec()).unwrap();
        assert!(!plain.contains("0f0f0f0f"), "every record is found, also at the borders");
        assert_eq!(plain.matches("«client-secret#1»").count(), 3_000);
        assert_eq!(
            plain
                .replace("«client-secret#1» ", "«client-secret#1»")
                .replace("«client-secret#1» ", "«client-secret#1»"),
            body.replace("0f0f0f0f-aaaa-4bbb", "«client-secret#1»")
        );
    }

    fn encoded(bytes: &[u8]) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        assert!(bytes.len().is_multiple_of(3));
        let group = |three: &[u8]| {
            let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
            [18, 12, 6, 0].map(|shift| char::from(DIGITS[(bits >> shift) as usize & 63]))
        };
        bytes.chunks(3).flat_map(group).collect()
    }

    #[test]
    fn a_value_longer_than_a_block_is_left_out_to_its_end() {
        let redactor = Redactor::new();
        let text = format!("password=a1{}&b=1 rest", "b2".repeat(30_000));
        let clean = streamed(&redactor, text.as_bytes(), Sizes { block: 5_000, context: 2_000 });
        assert_eq!(String::from_utf8(clean).unwrap(), "password=«password#1» rest");
    }

    #[test]
    fn utf_16_comes_out_as_utf_16() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let text = format!("\u{feff}Authorization: Bearer {STATIC}\r\nd\u{e9}j\u{e0} \u{1F600}\r\n");
        let clean = streamed(&Redactor::new(), &utf16(&text), Sizes { block: 40, context: 100 });
        assert_eq!(clean, utf16(&text.replace(STATIC, "«static-token#1»")));
        let plain = [utf16("\u{feff}no secret \u{1F600}"), vec![0x00, 0xD8, 0x41]].concat();
        assert_eq!(
            streamed(&Redactor::new(), &plain, Sizes { block: 40, context: 100 }),
            plain,
            "nor what is no text"
        );
    }
}
