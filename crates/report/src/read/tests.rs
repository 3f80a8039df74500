//! What people and others put into files.

use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Limits, Opened, OpenedKind, ReadError, read};
use crate::call::{Call, Cause, Diagnosis, Field, Message};
use crate::facts::Facts;
use crate::schema::schema;
use crate::write::Writer;
use crate::{BodyText, FORMAT};

fn opened(bytes: &[u8], limits: Limits) -> Result<(Opened, Vec<Call>), ReadError> {
    let mut calls = Vec::new();
    let opened = read(Cursor::new(bytes), &limits, &mut |call| {
        calls.push(call);
        Ok(())
    })?;
    Ok((opened, calls))
}

fn refused(bytes: &[u8]) -> String {
    opened(bytes, Limits::default()).unwrap_err().to_string()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn sample(number: u32) -> Call {
    let header = |name: &str, value: &str| Field { name: name.to_owned(), value: value.to_owned() };
    let body = |text: &str| BodyText { text: text.to_owned(), size: 12, is_cut: false };
    Call {
        number,
        started_at: "2027-09-14T10:00:00.5Z".to_owned(),
        method: "POST".to_owned(),
        url: "https://api.hubapi.com/crm/v3/objects/contacts?q=\u{ab}name\u{bb}".to_owned(),
        status: Some(403),
        correlation_id: Some("019a-1".to_owned()),
        request: Message {
            headers: vec![header("Content-Type", "application/json")],
            body: Some(body("{}")),
            bytes: 9,
        },
        response: Message { headers: vec![header("X-A", "1")], body: Some(body("{\"a\":1}")), bytes: 8 },
        diagnosis: Some(Diagnosis {
            causes: vec![Cause {
                label: "scope-missing".to_owned(),
                title: "A scope is missing".to_owned(),
                ..Cause::default()
            }],
            ..Diagnosis::default()
        }),
        ..Call::default()
    }
}

fn bundle(calls: &[Call], facts: &Facts) -> Vec<u8> {
    let spool = tempfile::tempfile().unwrap();
    let mut writer = Writer::begin(Cursor::new(Vec::new()), spool, "2027-09-14T10:00:00Z", "1.2.3").unwrap();
    for call in calls {
        writer.call(call).unwrap();
    }
    writer.finish(facts).unwrap().into_inner()
}

fn unpacked(bundle: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bundle)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn what_is_written_is_read_again_the_same() {
    let mut facts = Facts { made_at: "2027-09-14T10:00:00Z".to_owned(), ..Facts::default() };
    facts.connection.portal_name = "Größe <b>".to_owned();
    for count in [0, 1, 3] {
        let calls: Vec<_> = (1..=count).map(sample).collect();
        let bytes = bundle(&calls, &facts);
        let expected = Opened { kind: OpenedKind::Report(Box::new(facts.clone())), calls: count };
        assert_eq!(opened(&bytes, Limits::default()).unwrap(), (expected.clone(), calls.clone()));
        let json = unpacked(&bytes, "report.json");
        assert_eq!(opened(json.as_bytes(), Limits::default()).unwrap(), (expected, calls), "alone, too");
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let faults: Vec<_> = jsonschema::validator_for(&schema())
            .unwrap()
            .iter_errors(&value)
            .map(|fault| fault.to_string())
            .collect();
        assert!(faults.is_empty(), "{faults:?}");
    }
}

#[test]
fn the_schema_tells_a_report_from_something_else() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for wrong in
        [serde_json::json!({}), serde_json::json!({ "format": FORMAT, "version": 1, "calls": "none" })]
    {
        assert!(!validator.is_valid(&wrong));
    }
}

#[test]
fn the_har_file_of_a_report_is_read_as_one_of_any_tool() {
    let bytes = bundle(&[sample(1)], &Facts::default());
    let har = unpacked(&bytes, "calls.har");
    for bytes in [
        har.clone().into_bytes(),
        format!("\u{feff}{har}").into_bytes(),
        zipped(&[("a/b.HAR", har.as_bytes())]),
    ] {
        let (opened, calls) = opened(&bytes, Limits::default()).unwrap();
        assert_eq!(opened.kind, OpenedKind::Har(Some("Portalscope 1.2.3".to_owned())));
        let call = &calls[0];
        assert_eq!(
            (call.status, call.method.as_str(), &call.request.headers),
            (Some(403), "POST", &sample(1).request.headers)
        );
        assert_eq!(call.url, "https://api.hubapi.com/crm/v3/objects/contacts?q=%C2%ABname%C2%BB");
        assert_eq!(call.response.body.as_ref().unwrap().text, "{\"a\":1}");
    }
}

#[test]
fn what_other_tools_write_is_understood() {
    let entry = r#"{"log":{"pages":[{"id":1}],"creator":{"name":"WebInspector"},"entries":[{"startedDateTime":"x","time":12.7,
        "request":{"method":"get","url":"https://api.hubapi.com/a","headers":[{"name":":path","value":"/a"},{"name":"A"}],
          "postData":{"params":[{"name":"a b","value":"ü"}]}},
        "response":{"status":0,"headers":null,"content":{"text":"eyJhIjoxfQ==","encoding":"base64"},"bodySize":-1}}],"version":1.2}}"#;
    let (_, calls) = opened(entry.as_bytes(), Limits::default()).unwrap();
    let call = &calls[0];
    assert_eq!((call.duration_ms, call.status, call.method.as_str()), (12, None, "GET"));
    assert_eq!(call.request.headers, [Field { name: "A".to_owned(), value: String::new() }]);
    assert_eq!(call.request.body.as_ref().unwrap().text, "a+b=%C3%BC");
    assert_eq!(call.response.body.as_ref().unwrap().text, "{\"a\":1}");
}

#[test]
fn a_hostile_archive_is_refused_in_words() {
    for name in ["../report.json", "a/../../b", "/etc/passwd", "C:\\x", "..\\x", "a\\..\\..\\b"] {
        assert!(
            refused(&zipped(&[("report.json", b"{}"), (name, b"x")])).contains("outside of its folder"),
            "{name}"
        );
    }
    let zeros =
        [br#"{"format":"portalscope-report","version":1,"x":""#.to_vec(), vec![b' '; 40_000_000]].concat();
    assert!(refused(&zipped(&[("report.json", &zeros)])).contains("made to fill the memory"));
    let many: Vec<(String, &[u8])> = (0..1_001).map(|at| (at.to_string(), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    assert!(refused(&zipped(&many)).contains("too many files"));
    assert!(refused(&zipped(&[("photo.png", b"x")])).contains("neither a report"));
    let bytes = bundle(&[sample(1)], &Facts::default());
    for end in [2, 30, bytes.len() / 2, bytes.len() - 5] {
        assert!(refused(&bytes[..end]).contains("cannot be unpacked"), "{end}");
    }
}

#[test]
fn broken_unknown_and_newer_files_are_refused_in_words() {
    for (text, why) in [
        ("", "damaged"),
        ("{", "damaged"),
        ("[]", "neither"),
        ("{}", "neither"),
        ("hello", "damaged"),
        (r#"{"log":{}}"#, "neither"),
        (r#"{"log":{"entries":[{"request":{}}]}}"#, "damaged"),
        (r#"{"log":{"entries":[{"#, "damaged"),
        (r#"{"calls":[]}"#, "neither"),
        (r#"{"format":"other","version":1,"calls":[]}"#, "neither"),
        (r#"{"format":"portalscope-report","version":2,"calls":[{"new":1}]}"#, "a newer Portalscope"),
        (r#"{"format":"portalscope-report","version":1,"calls":[{"number":"x"}]}"#, "damaged"),
        (r#"{"format":"portalscope-report","version":1,"calls":[]}"#, "damaged"),
    ] {
        assert!(refused(text.as_bytes()).contains(why), "{text}: {}", refused(text.as_bytes()));
    }
    let deep = format!("{}{}", r#"{"log":{"entries":[{"request":"#, "[".repeat(100_000));
    assert!(refused(deep.as_bytes()).contains("damaged"), "depth is bounded");
}

/// A HAR file of any size, made while it is read.
struct Endless {
    at: u64,
    size: u64,
    start: &'static [u8],
    repeated: &'static [u8],
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = usize::try_from(self.size - self.at).unwrap_or(usize::MAX).min(buffer.len());
        for byte in &mut buffer[..left] {
            let at = usize::try_from(self.at).unwrap();
            *byte = match self.start.get(at) {
                Some(byte) => *byte,
                None => self.repeated[(at - self.start.len()) % self.repeated.len()],
            };
            self.at += 1;
        }
        Ok(left)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        if let SeekFrom::Start(at) = to {
            self.at = at;
        }
        Ok(self.at)
    }
}

#[test]
fn a_very_large_file_is_read_call_by_call_until_it_is_too_much() {
    let limits = Limits { bytes: 3_000_000, calls: 1_000_000, value_bytes: 500_000 };
    let start = br#"{"log":{"entries":[{"request":{"url":"a"}}"#;
    let read_all = |size, start: &'static [u8], repeated: &'static [u8], limits: &Limits| {
        let mut count = 0_u32;
        let mut take = |_: Call| -> Result<(), ReadError> {
            count += 1;
            Ok(())
        };
        let why = read(Endless { at: 0, size, start, repeated }, limits, &mut take).unwrap_err();
        (why.to_string(), count)
    };
    let (why, count) = read_all(1_000_000_000, start, br#",{"request":{"url":"a"}}"#, &limits);
    assert!(why.contains("more than is read") && count > 100_000, "{why} {count}");
    let few = Limits { calls: 100, ..limits };
    let (why, count) = read_all(1_000_000_000, start, br#",{"request":{"url":"a"}}"#, &few);
    assert!(why.contains("too many calls") && count == 100, "{why} {count}");
    let (why, _) = read_all(1_000_000_000, br#"{"log":{"entries":[{"x":""#, b"letters ", &limits);
    assert!(why.contains("a single call"), "{why}");
    let (why, _) = read_all(1_000_000_000, br#"{"log":{"comment":""#, b"letters ", &limits);
    assert!(why.contains("more than is read"), "what is passed over takes no memory: {why}");
}

#[test]
fn the_reader_ends_where_the_caller_says() {
    let bytes = bundle(&[sample(1), sample(2)], &Facts::default());
    let ended = read(Cursor::new(bytes), &Limits::default(), &mut |_| Err(ReadError::Ended));
    assert!(matches!(ended, Err(ReadError::Ended)));
}

#[test]
fn scripts_and_turned_letters_in_texts_do_nothing_in_the_page() {
    let evil = "</title><script>alert(1)</script><img src=x onerror=alert(1)>\u{202e}";
    let mut call = sample(1);
    call.method = evil.to_owned();
    call.url = format!("https://api.hubapi.com/{evil}");
    call.correlation_id = Some(evil.to_owned());
    let mut facts = Facts::default();
    facts.connection.portal_name = evil.to_owned();
    facts.summary.sentences = vec![evil.to_owned()];
    let page = unpacked(&bundle(&[call], &facts), "report.html");
    for sign in ["<script", "<img", "onerror=alert(1)>", "\u{202e}", "http-equiv=\"refresh"] {
        assert!(!page.contains(sign), "{sign}");
    }
    assert!(page.contains("&lt;script&gt;") && page.contains("[U+202E]"));
    for loaded in ["src=", "url(", "@import", "<link", "<script"] {
        assert!(
            !page.replace(&crate::html_escaped(evil), "").contains(loaded),
            "{loaded} would load something"
        );
    }
}
