//! Text for display.

/// Zero-width and formatting characters, which e-mails, chats and web pages insert. They are never part of a secret.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// The text on one line, without invisible characters.
pub(crate) fn one_line(text: &str) -> String {
    let seen: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ").replace(char::is_control, "")
}

/// An error message, which is lower case and has no full stop, as a sentence.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{one_line, sentence};

    #[test]
    fn a_name_is_one_line_of_what_can_be_seen() {
        assert_eq!(one_line("  My\u{200b} app\n\u{202e}x\t "), "My app x");
        assert_eq!(sentence("the url is long"), "The url is long.");
    }
}
