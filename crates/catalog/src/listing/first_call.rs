//! The first call in a text that is typed or pasted into the search.

use super::logical_lines::{MAX_LINE_BYTES, beginning};
use super::{curl, tokens};

/// Method and path of the first call in a text that is typed or pasted into the search; a path alone may lack its slash.
pub(crate) fn first_call(text: &str) -> Option<(Option<String>, String)> {
    let text = beginning(text.trim(), MAX_LINE_BYTES);
    if !text.contains('/') {
        return None;
    }
    let mention = curl::mention(text).or_else(|| tokens::mentions(text).into_iter().next());
    match mention {
        Some(mention) => Some((mention.method, mention.path)),
        None if text.contains(char::is_whitespace) => None,
        None => Some((None, text.to_owned())),
    }
}
