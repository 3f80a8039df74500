//! Searching the memory of running processes for texts that must not be there.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;

use memchr::memmem::Finder;

use crate::error::Result;

const CHUNK: usize = 4 << 20;

/// A text to look for, in UTF-8 and in the UTF-16 of JavaScript strings.
pub struct Needle {
    pub name: String,
    finders: [Finder<'static>; 2],
    length: usize,
}

impl Needle {
    pub fn new(name: impl Into<String>, text: &str) -> Self {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let finders = [Finder::new(text.as_bytes()).into_owned(), Finder::new(&wide).into_owned()];
        Self { name: name.into(), finders, length: wide.len() }
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        self.finders.iter().any(|finder| finder.find(bytes).is_some())
    }
}

/// The names of those needles that stand somewhere in the readable memory of the process.
pub fn found_in(process: u32, needles: &[Needle]) -> Result<Vec<String>> {
    let overlap = needles.iter().map(|needle| needle.length).max().unwrap_or(0);
    let memory = File::open(PathBuf::from(format!("/proc/{process}/mem")))?;
    let maps = fs::read_to_string(format!("/proc/{process}/maps"))?;
    let mut found = vec![false; needles.len()];
    let mut buffer = vec![0; CHUNK + overlap];
    for (start, end) in maps.lines().filter_map(readable_range) {
        let mut at = start;
        while at < end {
            let wanted = usize::try_from(end - at).unwrap_or(usize::MAX).min(buffer.len());
            // A range may vanish while it is read, and some refuse; what cannot be read holds nothing to find.
            let read = memory.read_at(&mut buffer[..wanted], at).unwrap_or(0);
            for (needle, found) in needles.iter().zip(&mut found) {
                *found = *found || needle.is_in(&buffer[..read]);
            }
            at += CHUNK as u64;
        }
    }
    Ok(needles.iter().zip(found).filter(|(_, found)| *found).map(|(needle, _)| needle.name.clone()).collect())
}

/// `55d0-55e0 rw-p ...`: the range, where it can be read and is not a device.
fn readable_range(line: &str) -> Option<(u64, u64)> {
    let mut fields = line.split_whitespace();
    let (start, end) = fields.next()?.split_once('-')?;
    let permissions = fields.next()?;
    let is_device = matches!(fields.nth(3), Some("[vvar]" | "[vsyscall]"));
    if !permissions.starts_with('r') || is_device {
        return None;
    }
    Some((u64::from_str_radix(start, 16).ok()?, u64::from_str_radix(end, 16).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_this_process_is_found_in_both_encodings() {
        let narrow = format!("narrow-{}", std::process::id());
        let wide: Vec<u8> =
            format!("wide-{}", std::process::id()).encode_utf16().flat_map(u16::to_le_bytes).collect();
        let needles =
            [Needle::new("narrow", &narrow), Needle::new("absent", &"absent".repeat(7).to_uppercase())];
        let found = found_in(std::process::id(), &needles).unwrap();
        assert!(found.contains(&"narrow".to_owned()));
        let text = format!("wide-{}", std::process::id());
        assert_eq!(found_in(std::process::id(), &[Needle::new("wide", &text)]).unwrap(), ["wide"]);
        drop((narrow, wide));
    }

    #[test]
    fn only_ranges_that_can_be_read_are_searched() {
        assert_eq!(readable_range("1000-2000 rw-p 00000000 00:00 0 [heap]"), Some((0x1000, 0x2000)));
        assert_eq!(readable_range("1000-2000 ---p 00000000 00:00 0"), None);
        assert_eq!(readable_range("1000-2000 r--p 00000000 00:00 0 [vvar]"), None);
    }
}
