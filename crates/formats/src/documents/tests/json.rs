//! JSON with the faults of people's files.

use super::{json, show};
use crate::request::Form;

#[test]
fn a_fault_with_one_meaning_is_told_with_its_place_and_the_rest_is_read() {
    let comma = "JSON takes no comma after the last part of an object or array";
    let rows = [
        ("{\n  \"method\": \"GET\",\n  \"url\": \"https://x.example/a\",\n}", "line 3, column 31: ", comma),
        (
            "{\"method\":\"GET\",\"url\":\"https://x.example/a\",\"headers\":[\"A: b\",]}",
            "line 1, column 62: ",
            comma,
        ),
        (
            "// mine\n{\"method\":\"GET\",\"url\":\"https://x.example/a\"}",
            "line 1, column 1: ",
            "JSON has no comments",
        ),
        (
            "{\"method\":\"GET\", /* a \" */ \"url\":\"https://x.example/a\"}",
            "line 1, column 18: ",
            "JSON has no comments",
        ),
        (
            "{\"method\":\"GET\"\n\"url\":\"https://x.example/a\"}",
            "line 2, column 1: ",
            "a comma is missing before this",
        ),
        (
            "{\"method\":\"GET\",\"url\":\"https://x.example/a\",\"ü\":None}",
            "line 1, column 49: ",
            "this word is no value of JSON; texts stand in double quotes",
        ),
        (
            "{\"method\":\"GET\",\"url\":\"https://x.example/a\",\"n\":\"a\nb\"}",
            "line 1, column 51: ",
            "a line break or tab within quotes must be written as \\n or \\t",
        ),
        (
            "{\u{a0}\"method\":\"GET\",\"url\":\"https://x.example/a\"}",
            "line 1, column 2: ",
            "a no-break space stands between the parts of the JSON",
        ),
        (
            "{\"method\":\"GET\",\"url\":\"https://x.example/a\"",
            "line 1, column 44: ",
            "the text ends before everything in it is closed; a part is missing",
        ),
        (
            "{\"method\":\"GET\",\"url\":\"https://x.example/a\",'n':1}",
            "line 1, column 45: ",
            "a name of an object must stand in double quotes",
        ),
        (
            "{\"method\":\"GET\",\"url\":\"https://x.example/a\",\"n\":“a”}",
            "line 1, column 49: ",
            "this character is no JSON; quotes must be straight ones",
        ),
        (
            "{\"method\":\"GET\",\"url\":\"https://x.example/a\",\"n\":}",
            "line 1, column 49: ",
            "a name of an object has no value",
        ),
        (
            "{\"method\":\"GET\",\"url\":\"https://x.example/a\"}\nThat fails.",
            "line 2, column 1: ",
            "this text does not belong to the JSON before it",
        ),
    ];
    for (text, place, what) in rows {
        let reading = json(text, Form::Json);
        assert_eq!(
            reading.requests.iter().flat_map(show).next().as_deref(),
            Some("GET https://x.example/a"),
            "{text}"
        );
        let told: Vec<_> = reading.problems.iter().map(|problem| problem.message.clone()).collect();
        assert_eq!(told, [format!("{place}{what}")], "{text}");
        assert!(text.get(reading.problems[0].span.clone()).is_some());
    }
}

#[test]
fn of_two_members_with_one_name_the_last_counts() {
    let text = r#"{"method":"GET","url":"https://x.example/a","meth\u006fd":"PUT"}"#;
    assert_eq!(show(&json(text, Form::Json).requests[0]), ["PUT https://x.example/a"]);
}

#[test]
fn escapes_are_undone() {
    let text =
        r#"{"method":"POST","url":"https://x.example/a","body":"\u00fc \ud83d\ude00 \ud83d \n\t\"\\\/"}"#;
    let shown = show(&json(text, Form::Json).requests[0]);
    assert_eq!(shown[1], "text ü 😀 \u{fffd} \n\t\"\\/");
}

#[test]
fn a_document_may_be_deep() {
    let text = format!(
        r#"{{"method":"GET","url":"https://x.example/a","x":{}{}}}"#,
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    assert_eq!(json(&text, Form::Json).problems, []);
}
