//! No part of a secret is shown, found or written, wherever it stands: at the end of a line that is split, of a value that
//! is cut, of what is read at a time.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::io::Write;

use portalscope_body::{Body, BodyPart, Redaction, spool_in};
use proptest::prelude::*;

const PREFIX: &str = "pat-na1-";
const RANDOM: &str = "8f3kQz7LmX2vB9tRw4YcD6hJ";
/// Where lines are split, values are cut, and reading stops.
const BORDERS: [usize; 6] = [1_000, 4_096, 16_384, 65_536, 131_072, 1_048_576];

fn token() -> String {
    PREFIX.to_owned() + RANDOM
}

fn redact(text: &str) -> Vec<Redaction> {
    let found = text.match_indices(&token()).map(|(at, found)| at..at + found.len()).collect::<Vec<_>>();
    found.into_iter().map(|range| Redaction { range, label: "«t»".to_owned() }).collect()
}

fn body(text: &str) -> Body {
    let mut file = spool_in(&std::env::temp_dir()).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    Body::read(file).unwrap()
}

/// All lines, read `count` at a time.
fn lines(body: &Body, count: u32) -> String {
    let all = body.shown().unwrap().line_count;
    let starts = (0..all).step_by(count as usize);
    starts.flat_map(|start| body.lines(start, count, &redact).unwrap().lines).collect()
}

fn written(body: &Body) -> String {
    let mut out = Vec::new();
    body.write(&mut out, &redact).unwrap();
    String::from_utf8(out).unwrap()
}

fn rows(body: &Body) -> String {
    let rows = body.rows(0, 500, &redact).unwrap().rows;
    rows.into_iter().map(|row| row.key.unwrap_or_default() + &row.text).collect()
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("\\u{byte:04x}")).collect::<Vec<_>>().concat()
}

/// No run of eight characters, as it is or with every character escaped.
fn assert_hidden(shown: &str) {
    for start in 0..=RANDOM.len() - 8 {
        let run = &RANDOM[start..start + 8];
        assert!(!shown.contains(run) && !shown.contains(&escaped(run)), "{run} is shown");
    }
}

/// `at`: where the token ends up in `shown`, if nothing else is redacted.
fn assert_replaced(shown: &str, text: &str, hidden: &str) {
    assert_hidden(shown);
    assert!(shown == text.replace(hidden, "«t»"), "the text around it has changed");
}

#[test]
fn a_token_behind_a_run_without_a_break_is_replaced_whole() {
    for border in BORDERS {
        // Large bodies take their time in a debug build.
        for missing in (0..=token().len()).step_by(if border > 100_000 { 5 } else { 1 }) {
            let text = "A".repeat(border - missing) + &token() + "\n";
            let body = body(&text);
            let line = text.trim_end().replace(&token(), "«t»");
            assert_eq!(lines(&body, 500), line);
            assert_replaced(&written(&body), &text, &token());
            let near = u32::try_from(border / 1_000).unwrap().saturating_sub(1);
            assert_hidden(&body.lines(near, 1, &redact).unwrap().lines.concat());
            assert_hidden(&body.lines(near + 1, 1, &redact).unwrap().lines.concat());
        }
    }
}

#[test]
fn a_token_in_a_json_string_is_replaced_whole_however_it_is_written() {
    for border in BORDERS {
        let half_escaped = PREFIX.to_owned() + &escaped(&RANDOM[..12]) + &RANDOM[12..];
        for hidden in [token(), escaped(&token()), half_escaped] {
            let step = if border > 100_000 { hidden.len() / 4 } else { hidden.len() / 24 };
            for missing in (0..=hidden.len()).step_by(step) {
                let text = format!("{{\"d\":\"{}{hidden}\"}}", "A".repeat(border - missing));
                let body = body(&text);
                assert_replaced(&lines(&body, 500), &text, &hidden);
                assert_replaced(&written(&body), &text, &hidden);
                assert_hidden(&rows(&body));
            }
        }
    }
}

#[test]
fn a_value_is_cut_without_showing_the_beginning_of_a_token() {
    for border in [500, 4_096, 16_384] {
        for missing in 0..=token().len() {
            // Many tokens before it, so that the cut is drawn.
            let tokens = token().repeat((border - missing) / token().len());
            let filler = "x".repeat(border - missing - tokens.len());
            let text =
                format!("{{\"{filler}{tokens}{}\":\"{filler}{tokens}{}\"}}", token(), token().repeat(100));
            let body = body(&text);
            let shown = rows(&body);
            assert!(!shown.contains("pat"), "{shown}");
            assert_hidden(&lines(&body, 1));
        }
    }
}

#[test]
fn no_letter_of_a_token_can_be_guessed_by_searching() {
    for (border, cuts) in
        [(1_000, &[0, 1, 9, 31, 32][..]), (4_096, &[1, 9, 31]), (65_536, &[9]), (1_048_576, &[9])]
    {
        for missing in cuts {
            let body = body(&format!("[\"{}{}\"]", "_".repeat(border - missing), token()));
            for length in (1..=token().len()).filter(|length| border < 1_000_000 || length % 8 == 1) {
                let guess = &token()[..length];
                for part in [BodyPart::Tree, BodyPart::Lines] {
                    let found = body.find(part, guess, 0, &redact).unwrap().count;
                    assert_eq!(found, 0, "{guess}, {missing} before {border}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn tokens_at_any_offset_around_a_border_are_hidden(
        border in prop::sample::select(BORDERS.to_vec()),
        offsets in prop::collection::vec(0..200usize, 1..4),
        escape in prop::collection::vec(any::<bool>(), 1..8),
        filler in prop::sample::select(vec!["A", "é", "\\n", "%", "x y"]),
        page in prop::sample::select(vec![1u32, 7, 500]),
    ) {
        let hidden: String = token().chars().zip(escape.iter().cycle())
            .map(|(letter, escape)| if *escape { escaped(&letter.to_string()) } else { letter.to_string() })
            .collect();
        let mut text = "[\"".to_owned() + &filler.repeat((border - 200) / filler.len());
        for offset in offsets {
            text = text + &"-".repeat(offset) + &hidden;
        }
        text.push_str("\"]");
        let body = body(&text);
        let expected = text.replace(&hidden, "«t»");
        prop_assert!(lines(&body, page) == expected);
        prop_assert!(written(&body) == expected);
        assert_hidden(&rows(&body));
        for part in [BodyPart::Tree, BodyPart::Lines] {
            for guess in [&token()[..9], &RANDOM[..8], &RANDOM[8..16], &hidden] {
                prop_assert_eq!(body.find(part, guess, 0, &redact).unwrap().count, 0);
            }
        }
    }
}
