//! Here-documents (POSIX.1-2024, Shell Command Language, §2.7.4).

use super::cursor::Cursor;
use crate::request::Span;

/// A `<<` whose lines are still to come.
pub(super) struct Pending {
    pub delimiter: String,
    /// Quotes around the delimiter keep everything in the lines literal.
    pub is_raw: bool,
    /// `<<-` takes the tabs away.
    pub strips_tabs: bool,
}

impl Pending {
    /// What follows a `<<`, up to the end of the delimiter.
    pub fn take(cursor: &mut Cursor<'_>) -> Option<Self> {
        let strips_tabs = cursor.take("-");
        cursor.skip_blanks();
        let rest = cursor.rest();
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'));
        let (delimiter, length) = if let Some(quote) = quote {
            let end = rest[1..].find([quote, '\n']).filter(|end| rest[1 + end..].starts_with(quote))?;
            (&rest[1..=end], end + 2)
        } else {
            let bare = rest.strip_prefix('\\').unwrap_or(rest);
            let end = bare.find(|c: char| !c.is_alphanumeric() && !"_-.".contains(c)).unwrap_or(bare.len());
            (&bare[..end], end + rest.len() - bare.len())
        };
        if delimiter.is_empty() {
            return None;
        }
        cursor.at += length;
        let is_raw = quote.is_some() || rest.starts_with('\\');
        Some(Self { delimiter: delimiter.to_owned(), is_raw, strips_tabs })
    }

    /// The lines of the document; the cursor stands at their beginning, and then behind the delimiter. `Err`: the
    /// delimiter does not come.
    pub fn lines(&self, cursor: &mut Cursor<'_>) -> Result<Span, Span> {
        let start = cursor.at;
        while cursor.at < cursor.text.len() {
            let line_start = cursor.at;
            cursor.skip_line();
            let line = cursor.text[line_start..cursor.at].trim_end_matches('\r');
            // Documents that are pasted from a list or a message are indented as a whole.
            if line.trim() == self.delimiter {
                return Ok(start..line_start);
            }
            cursor.take("\n");
        }
        Err(start..cursor.text.len())
    }
}
