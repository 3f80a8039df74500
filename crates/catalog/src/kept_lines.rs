//! Lines of updates that operations borrow from, until the process ends. Each is kept once, however often updates that
//! contain it are previewed and applied.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Of all lines, in bytes. A hundred times all of HubSpot's files.
const MAX_KEPT_BYTES: usize = 64_000_000;

#[derive(Default)]
struct Lines {
    lines: HashSet<&'static str>,
    bytes: usize,
}

impl Lines {
    fn keep(&mut self, line: &str, max_bytes: usize) -> Result<&'static str, String> {
        if let Some(known) = self.lines.get(line) {
            return Ok(known);
        }
        if self.bytes + line.len() > max_bytes {
            return Err("too many updates were read since Portalscope was started; start it again".to_owned());
        }
        let line: &'static str = Box::leak(line.into());
        self.bytes += line.len();
        self.lines.insert(line);
        Ok(line)
    }
}

/// The same line, kept.
///
/// # Errors
/// Too much is kept already.
pub(crate) fn kept(line: &str) -> Result<&'static str, String> {
    static KEPT: Mutex<Option<Lines>> = Mutex::new(None);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.get_or_insert_default().keep(line, MAX_KEPT_BYTES)
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn a_line_is_kept_once_and_no_more_than_the_maximum() {
        let mut lines = Lines::default();
        let first = lines.keep("GET /pots", 10).unwrap();
        let again = format!("GET /{}", "pots");
        assert!(std::ptr::eq(first, lines.keep(&again, 10).unwrap()));
        assert!(lines.keep("GET /pans", 10).is_err());
        assert_eq!((lines.lines.len(), lines.bytes), (1, 9));
        assert_eq!(lines.keep("GET /pots", 10), Ok(first));
    }
}
