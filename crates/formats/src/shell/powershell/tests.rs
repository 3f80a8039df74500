use proptest::prelude::*;

use super::super::{Split, Variables, WordsError, texts};
use super::quoted;

fn split(text: &str) -> Split {
    super::split(text, 0, None, &Variables::default())
}

#[test]
fn quotes_and_backticks_mean_what_they_mean_in_their_place() {
    let words = split("a 'it''s `n $x' \"b`n`\"c\"\"d`$e`u{fc}\" f` g `\n h");
    assert_eq!(texts(&words), ["a", "it's `n $x", "b\n\"c\"d$e\u{fc}", "f g", "h"]);
}

#[test]
fn here_strings_end_with_their_own_line() {
    let words = split("a @'\n'b' $c\n\"@\n'@ d @\"\r\n$e`t\"\r\n\"@");
    assert_eq!(texts(&words), ["a", "'b' $c\n\"@", "d", "$e\t\""]);
    assert_eq!(words.words[3].open, std::slice::from_ref(&(0..2)));
    assert!(matches!(split("a @'\nb").error, Some(WordsError::OpenQuote { quote: "@'", .. })));
}

#[test]
fn variables_and_expressions_are_open() {
    let words = split("$a ${b c} $env:C \"x$($d.e)y\" (f g) ('h ' + $i)");
    let open: Vec<_> =
        words.words.iter().flat_map(|word| word.open.iter().map(|open| &word.text[open.clone()])).collect();
    assert_eq!(open, ["$a", "${b c}", "$env:C", "$($d.e)", "(f g)", "$i"]);
    assert_eq!(words.words[5].text, "h $i");
}

proptest! {
    #[test]
    fn a_quoted_text_is_one_word_again(text in "(?s).{0,60}") {
        let line = format!("a {} b", quoted(&text));
        let words = split(&line);
        prop_assert_eq!(texts(&words), ["a", &text, "b"], "{}", line);
    }
}
