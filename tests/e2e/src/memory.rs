//! Searching the memory of running processes for texts that must not be there.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;

use crate::error::Result;

const CHUNK: usize = 4 << 20;

/// An ASCII text to look for, in UTF-8 and in the UTF-16 of JavaScript strings.
pub struct Needle {
    pub name: String,
    text: Vec<u8>,
    /// By the last letter under comparison: how far the text may be moved on (Horspool). Memory is large and this
    /// program is not optimised, so most of it must be passed over unread.
    shifts: [usize; 256],
}

/// How many bytes a letter takes.
#[derive(Clone, Copy)]
enum Width {
    Narrow = 1,
    Wide = 2,
}

impl Needle {
    pub fn new(name: impl Into<String>, text: &str) -> Self {
        let text = text.as_bytes().to_vec();
        let mut shifts = [text.len(); 256];
        for (index, letter) in text.iter().enumerate().take(text.len().saturating_sub(1)) {
            shifts[usize::from(*letter)] = text.len() - 1 - index;
        }
        Self { name: name.into(), text, shifts }
    }

    /// Whether a text holds it.
    pub fn is_in_text(&self, text: &str) -> bool {
        self.is_in(text.as_bytes())
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        self.copies_in(bytes, bytes.len()) > 0
    }

    /// How often it is there, beginning before this place.
    fn copies_in(&self, bytes: &[u8], before: usize) -> usize {
        let odd = bytes.get(1..).unwrap_or_default();
        self.copies_of(bytes, before, Width::Narrow)
            + self.copies_of(bytes, before, Width::Wide)
            + self.copies_of(odd, before.saturating_sub(1), Width::Wide)
    }

    fn copies_of(&self, bytes: &[u8], before: usize, width: Width) -> usize {
        let (length, step) = (self.text.len(), width as usize);
        let letters = bytes.len() / step;
        let (mut start, mut copies) = (0, 0);
        while start + length <= letters && start * step < before {
            let at = |index: usize| letter(bytes, (start + index) * step, width);
            if (0..length).rev().all(|index| at(index) == Some(self.text[index])) {
                copies += 1;
                start += length;
            } else {
                start += at(length - 1).map_or(length, |last| self.shifts[usize::from(last)]);
            }
        }
        copies
    }

    fn longest_form(&self) -> usize {
        self.text.len() * Width::Wide as usize
    }
}

/// The letter at a byte position; none where a wide letter is beyond the first 256.
fn letter(bytes: &[u8], position: usize, width: Width) -> Option<u8> {
    match width {
        Width::Narrow => Some(bytes[position]),
        Width::Wide => (bytes[position + 1] == 0).then_some(bytes[position]),
    }
}

/// How often each needle is in the readable memory of the process.
pub fn copies_in(process: u32, needles: &[Needle]) -> Result<Vec<usize>> {
    let overlap = needles.iter().map(Needle::longest_form).max().unwrap_or(0);
    let memory = Memory::open(process)?;
    let maps = fs::read_to_string(format!("/proc/{process}/maps"))?;
    let mut copies = vec![0; needles.len()];
    let mut buffer = vec![0; CHUNK + overlap];
    for (start, end) in maps.lines().filter_map(readable_range).flat_map(|range| memory.runs_in_use(range)) {
        for at in (start..end).step_by(CHUNK) {
            let bytes = memory.read(&mut buffer, at, end);
            for (needle, copies) in needles.iter().zip(&mut copies) {
                *copies += needle.copies_in(bytes, CHUNK);
            }
        }
    }
    Ok(copies)
}

struct Memory {
    contents: File,
    /// Eight bytes for each page. A JavaScript engine reserves tens of gigabytes and uses few of them.
    pages: File,
}

impl Memory {
    fn open(process: u32) -> Result<Self> {
        let contents = File::open(format!("/proc/{process}/mem"))?;
        Ok(Self { contents, pages: File::open(format!("/proc/{process}/pagemap"))? })
    }

    /// The runs of pages that are in memory or in swap. The others must not even be read: that would bring them in.
    fn runs_in_use(&self, (start, end): (u64, u64)) -> Vec<(u64, u64)> {
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for chunk in (start..end).step_by(CHUNK) {
            for page in self.pages_in_use(chunk, end.min(chunk + CHUNK as u64)) {
                match runs.last_mut() {
                    Some(run) if run.1 == page.0 => run.1 = page.1,
                    _ => runs.push(page),
                }
            }
        }
        runs
    }

    fn pages_in_use(&self, start: u64, end: u64) -> Vec<(u64, u64)> {
        const IN_MEMORY_OR_SWAP: u64 = 0b11 << 62;
        let size = rustix::param::page_size() as u64;
        let mut entries = vec![0; usize::try_from((end - start) / size * 8).unwrap_or(0)];
        let read = self.pages.read_at(&mut entries, start / size * 8).unwrap_or(0);
        let (entries, _) = entries[..read].as_chunks();
        let in_use =
            entries.iter().zip(0..).filter(|(entry, _)| u64::from_ne_bytes(**entry) & IN_MEMORY_OR_SWAP != 0);
        in_use.map(|(_, page)| (start + page * size, start + (page + 1) * size)).collect()
    }

    /// A range may vanish while it is read, and some refuse; what cannot be read holds nothing to find.
    fn read<'a>(&self, buffer: &'a mut [u8], at: u64, end: u64) -> &'a [u8] {
        let wanted = usize::try_from(end - at).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.contents.read_at(&mut buffer[..wanted], at).unwrap_or(0);
        &buffer[..read]
    }
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
        let narrow = format!("narrow {}", std::process::id());
        let wide: Vec<u16> = format!("wide {}", std::process::id()).encode_utf16().collect();
        let needles =
            [Needle::new("narrow", &narrow), Needle::new("wide", &String::from_utf16(&wide).unwrap())];
        let copies = copies_in(std::process::id(), &needles).unwrap();
        assert!(copies.iter().all(|copies| *copies > 0), "{copies:?}");
        drop((narrow, wide));
    }

    #[test]
    fn a_text_is_found_at_every_position_and_in_wide_letters_at_odd_ones() {
        let needle = Needle::new("n", "token-1");
        let wide: Vec<u8> = "token-1".bytes().flat_map(|letter| [letter, 0]).collect();
        for before in 0..20 {
            let pad = vec![b't'; before];
            assert!(needle.is_in(&[&pad[..], b"token-1", b"tail"].concat()), "narrow after {before}");
            assert!(needle.is_in(&[&pad[..], &wide].concat()), "wide after {before}");
        }
        assert_eq!(needle.copies_in(b"token-1token-1 token-1", 100), 3);
        assert_eq!(
            needle.copies_in(b"token-1token-1 token-1", 15),
            2,
            "the third is counted with what follows"
        );
        assert!(!needle.is_in(b"token-2 token-"));
        assert!(!needle.is_in(b""));
    }

    #[test]
    fn only_ranges_that_can_be_read_are_searched() {
        assert_eq!(readable_range("1000-2000 rw-p 00000000 00:00 0 [heap]"), Some((0x1000, 0x2000)));
        assert_eq!(readable_range("1000-2000 ---p 00000000 00:00 0"), None);
        assert_eq!(readable_range("1000-2000 r--p 00000000 00:00 0 [vvar]"), None);
    }
}
