use proptest::prelude::*;

use super::super::{Split, Variables, WordsError, texts};
use super::quoted;

fn split(text: &str) -> Split {
    super::split(text, 0, None, &Variables::default())
}

#[test]
fn quotes_join_and_a_backslash_means_what_it_means_in_its_place() {
    let words = split(r#"a'b c'"d \" \n \$x"e\ f "" 'it'\''s'"#);
    assert_eq!(texts(&words), ["ab cd \" \\n $xe f", "", "it's"]);
    assert_eq!(words.error, None);
}

#[test]
fn ansi_c_quotes_are_undone() {
    let words = split(r"$'It\'s \u00fc \xc3\xbc \303\274 \ud83d\ude00 \U0001F600 a\tb\nc \q'$'x'");
    assert_eq!(texts(&words), ["It's ü ü ü 😀 😀 a\tb\nc \\qx"]);
}

#[test]
fn invalid_utf_8_and_lone_surrogates_are_reported() {
    for text in [r"$'\xff'", r"$'\ud83d'", r"$'\ud83d x'", r"$'\ude00'"] {
        assert!(matches!(split(text).error, Some(WordsError::NotText { .. })), "{text}");
    }
}

#[test]
fn an_unclosed_quote_is_reported_with_its_position() {
    for (text, quote) in [("ab 'c", "'"), ("ab \"c", "\""), ("ab $'c\\'", "$'")] {
        assert_eq!(split(text).error, Some(WordsError::OpenQuote { quote, span: 3..4 }), "{text}");
    }
    let typographic = split("-H “a: b”");
    assert_eq!(
        (texts(&typographic), &typographic.typographic[..]),
        (vec!["-H", "a: b"], std::slice::from_ref(&(3..6)))
    );
    assert!(split("'don’t' don’t").typographic.is_empty());
}

#[test]
fn lines_that_are_joined_or_begin_with_an_option_belong_to_the_command() {
    for joint in [" \\\n", " \\\r\n", " ^\n", " `\n", " \\  \n", "\n", " \\\n> "] {
        let words = split(&format!("curl{joint}  -H x{joint}--data y\nnext line"));
        assert_eq!(texts(&words), ["curl", "-H", "x", "--data", "y"], "{joint:?}");
    }
    let words = split("curl \\\n https://x \\");
    assert_eq!(texts(&words), ["curl", "https://x"]);
}

#[test]
fn operators_and_comments_end_words_but_an_ampersand_inside_stays() {
    for rest in ["| jq .", "; ls", "&& curl b", "> file", "2>/dev/null", "# why", "&"] {
        assert_eq!(texts(&split(&format!("curl a?b=1&c=2 {rest}"))), ["curl", "a?b=1&c=2"], "{rest}");
    }
}

#[test]
fn what_the_shell_would_put_in_is_noted_and_stays_as_written() {
    let words = split(r#""Bearer $TOKEN" ${A}b '$no' $(cat x) `id` "$5 a$""#);
    let noted: Vec<_> =
        words.words.iter().flat_map(|word| word.open.iter().map(|open| &word.text[open.clone()])).collect();
    assert_eq!(noted, ["$TOKEN", "${A}", "$(cat x)", "`id`", "$5"]);
    assert_eq!(texts(&words), ["Bearer $TOKEN", "${A}b", "$no", "$(cat x)", "`id`", "$5 a$"]);
}

#[test]
fn every_part_of_a_word_knows_its_place() {
    let text = r#"x a'b c'"d\"e"\f$'g\n'h"#;
    let split = split(text);
    let word = &split.words[1];
    assert_eq!((word.text.as_str(), &text[word.span.clone()]), ("ab cd\"efg\nh", &text[2..]));
    for (part, place) in
        [("a", "a"), ("b c", "b c"), ("d", "d"), ("\"", "\""), ("ef", "e\"\\f"), ("g\n", "g\\n"), ("h", "h")]
    {
        let at = word.text.find(part).unwrap();
        assert_eq!(&text[word.place(at..at + part.len())], place, "{part:?}");
    }
}

#[test]
fn a_here_document_is_the_input_and_what_follows_it_is_not_read() {
    let split = split("cat <<EOF > out\n$A\nb\nEOF\nnext");
    let Some(super::super::Stdin::Text(word)) = &split.stdin else { panic!("no input") };
    assert_eq!((word.text.as_str(), word.open.as_slice()), ("$A\nb\n", std::slice::from_ref(&(0..2))));
    assert_eq!(split.end, "cat <<EOF > out\n$A\nb\nEOF".len());
}

proptest! {
    #[test]
    fn a_quoted_text_is_one_word_again(text in "(?s).{0,60}") {
        let line = format!("a {} b", quoted(&text));
        let words = split(&line);
        prop_assert_eq!(texts(&words), ["a", &text, "b"]);
        prop_assert_eq!(&words.error, &None);
    }

    #[test]
    fn any_text_is_split_or_refused(text in "(?s)[\\\\'\"$`^ \n\r|a-zx0-9{}(]{0,80}") {
        let words = split(&text);
        prop_assert!(words.end <= text.len());
    }
}
