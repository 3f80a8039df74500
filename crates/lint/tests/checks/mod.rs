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
    for finding in found(&text) {
        let place = finding.at.place.expect("what is read of a text has a place");
        let before = text.get(..place.start).expect("a place begins at a character");
        assert!(text.get(place.start..place.end).is_some(), "a place ends at a character");
        assert_eq!(place.line, before.matches('\n').count() + 1);
        assert_eq!(place.column, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
        if let Some(fix) = &finding.fix {
            assert!(fix.apply(&text).is_some(), "a fix lies within the text");
        }
    }
}
