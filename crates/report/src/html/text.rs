//! Texts as a page shows them: whatever somebody put into them is shown as it is and does nothing.

use std::fmt::Write;

/// Escaped for an element or an attribute in double quotes. Characters that are not seen but act, such as those that turn
/// the direction of writing, are named.
pub(crate) fn escaped(text: &str) -> String {
    let mut clean = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => clean.push_str("&amp;"),
            '<' => clean.push_str("&lt;"),
            '>' => clean.push_str("&gt;"),
            '"' => clean.push_str("&quot;"),
            '\'' => clean.push_str("&#39;"),
            '\n' | '\t' => clean.push(' '),
            letter if acts(letter) => {
                let _ = write!(clean, "[U+{:04X}]", u32::from(letter));
            }
            letter => clean.push(letter),
        }
    }
    clean
}

fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}

/// An instant without its fraction of a second, as a `time` element.
pub(super) fn time(instant: &str) -> String {
    let short = match instant.split_once('.') {
        Some((seconds, _)) => format!("{seconds}Z"),
        None => instant.to_owned(),
    };
    let shown = short.replace('T', " ").replace('Z', " UTC");
    format!("<time datetime=\"{}\">{}</time>", escaped(instant), escaped(&shown))
}

#[cfg(test)]
mod tests {
    use super::{escaped, time};

    #[test]
    fn nothing_in_a_text_is_read_as_markup_or_turns_it_around() {
        assert_eq!(
            escaped("</td><script>alert('1')</script> \"&\u{202e}evil\u{0}"),
            "&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &quot;&amp;[U+202E]evil[U+0000]"
        );
    }

    #[test]
    fn a_time_is_told_to_the_second() {
        let shown = time("2027-09-14T10:00:00.123Z");
        assert_eq!(shown, "<time datetime=\"2027-09-14T10:00:00.123Z\">2027-09-14 10:00:00 UTC</time>");
        assert_eq!(time("\"<"), "<time datetime=\"&quot;&lt;\">&quot;&lt;</time>");
    }
}
