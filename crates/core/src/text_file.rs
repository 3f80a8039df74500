//! Reading a file that a person chose: a text, and no larger than such a file can be.

use std::io::Read;
use std::path::Path;

use crate::Error;
use crate::error::Result;

/// The whole text of a file of at most `limit` bytes.
pub fn read_text(path: &Path, limit: u64) -> Result<String> {
    let unreadable = |error: &std::io::Error| Error::FileUnreadable(error.kind());
    let file = std::fs::File::open(path).map_err(|error| unreadable(&error))?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too large from one that just fits.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > limit {
        return Err(Error::FileTooLarge { limit });
    }
    String::from_utf8(bytes).map_err(|_| Error::FileUnreadable(std::io::ErrorKind::InvalidData))
}

#[cfg(test)]
mod tests {
    use super::read_text;
    use crate::Error;

    #[test]
    fn what_is_too_large_gone_or_no_text_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app-hsmeta.json");
        assert!(matches!(read_text(&path, 10), Err(Error::FileUnreadable(std::io::ErrorKind::NotFound))));
        std::fs::write(&path, "0123456789").unwrap();
        assert_eq!(read_text(&path, 10).unwrap(), "0123456789");
        assert!(matches!(read_text(&path, 9), Err(Error::FileTooLarge { limit: 9 })));
        std::fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(matches!(read_text(&path, 10), Err(Error::FileUnreadable(std::io::ErrorKind::InvalidData))));
    }
}
