//! What has to hold for any text. The fuzzer looks for bytes for which it does not; those it kept are replayed as tests.

#![allow(dead_code, reason = "each test takes what it needs")]

use portalscope_catalog::Catalog;
use portalscope_lint::{Finding, lint};

pub const TODAY: &str = "2026-11-27";

/// The findings of a text; none where there is nothing to judge.
pub fn found(text: &str) -> Vec<Finding> {
    lint(text, Catalog::bundled(), TODAY).unwrap_or_default()
}

/// Places and fixes lie in the text, on the borders of characters, and lines and columns are counted right.
pub fn any(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    // Counted from one finding to the next, so that many cost no more than the text.
    let (mut at, mut line, mut column) = (0, 1, 1);
    for finding in found(&text) {
        let place = finding.at.place.expect("what is read of a text has a place");
        assert!(text.get(place.start..place.end).is_some(), "a place lies on the borders of characters");
        let between = text.get(at..place.start).expect("findings come in order");
        line += between.matches('\n').count();
        let (start, letters) = between.rsplit_once('\n').map_or((column, between), |(_, last)| (1, last));
        column = start + letters.chars().count();
        at = place.start;
        assert_eq!((place.line, place.column), (line, column));
        if let Some(fix) = &finding.fix {
            assert!(text.get(fix.start..fix.end).is_some(), "a fix lies within the text");
        }
    }
}
