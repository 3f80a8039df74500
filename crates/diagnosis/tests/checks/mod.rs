//! What has to hold for any bytes. The fuzzer looks for bytes for which it does not.

use portalscope_catalog::Catalog;
use portalscope_diagnosis::{diagnose, read};

/// There is an answer, of at most five causes, each with what speaks for it.
pub fn any(bytes: &[u8]) {
    let found = diagnose(&read(&String::from_utf8_lossy(bytes)), Catalog::bundled(), "2026-11-28");
    assert!(found.causes.len() <= 5);
    for cause in found.causes {
        assert!(!cause.evidence.is_empty(), "{} without evidence", cause.label);
    }
}
