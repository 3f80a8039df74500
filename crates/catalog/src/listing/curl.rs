//! The call of a line with a cURL command.

use portalscope_formats as formats;

use super::tokens::{self, Mention};

/// `None` for any other line.
pub(super) fn mention(line: &str) -> Option<Mention> {
    let (method, address) = formats::find_call(line)?;
    let (host, path) = tokens::address(&address)?;
    Some(Mention { method: Some(method), host, path })
}
