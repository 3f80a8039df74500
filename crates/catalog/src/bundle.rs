//! The files of `data/`, as `build.rs` packed them. They are unpacked once and stay in memory until the process ends:
//! operations borrow from them.

use std::collections::HashMap;
use std::io::Read;
use std::sync::OnceLock;

use flate2::read::ZlibDecoder;

const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/data.zlib"));

/// The text of one file, by its name.
pub(crate) fn text(name: &str) -> &'static str {
    static FILES: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    FILES.get_or_init(unpacked).get(name).expect("BUG: data/ has no file of this name")
}

fn unpacked() -> HashMap<&'static str, &'static str> {
    let mut all = String::new();
    ZlibDecoder::new(PACKED).read_to_string(&mut all).expect("BUG: the build packed text");
    let all: &'static str = all.leak();
    let mut parts = all.split('\0');
    std::iter::from_fn(|| parts.next().zip(parts.next())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_unpacked_unchanged_and_take_less_than_100_kb() {
        assert_eq!(text("operations.txt"), include_str!("../data/operations.txt"));
        assert_eq!(text("titles.txt"), include_str!("../data/titles.txt"));
        assert!(PACKED.len() < 100_000, "{}", PACKED.len());
    }
}
