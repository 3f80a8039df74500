//! What an element of XML holds, as it stands or in a section of character data.

use std::ops::Range;

use super::text::{Text, skip_white};

const OPENS_DATA: &[u8] = b"<![CDATA[";
pub(super) const CLOSES_DATA: &[u8] = b"]]>";

/// What `<![CDATA[S]]>` holds.
pub(super) fn character_data(text: Text<'_>, at: usize) -> Option<Range<usize>> {
    let opening = skip_white(text, at);
    let start = opening + text[opening..].starts_with(OPENS_DATA).then_some(OPENS_DATA.len())?;
    let limit = text.len().min(start.saturating_add(text.reach));
    memchr::memmem::find(&text[start..limit], CLOSES_DATA).map(|length| start..start + length)
}

/// Whether a closing tag follows what an element holds.
pub(super) fn closes_element(text: Text<'_>, end: usize) -> bool {
    let data = text[end..].strip_prefix(CLOSES_DATA);
    data.map_or(&text[end..], <[u8]>::trim_ascii_start).starts_with(b"</")
}
