//! Reads and writes files that the user chose: text up to a given size, and atomic writes.

use std::io::{BufWriter, Read, Write};
use std::path::Path;

use crate::error::Error;
use crate::error::Result;

/// Reads a UTF-8 file of at most `limit` bytes.
///
/// # Errors
/// [`Error::FileTooLarge`] if it is larger, [`Error::FileUnreadable`] if it cannot be read or is not UTF-8.
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

/// Writes a text, which must be redacted already. Replaces an existing file atomically.
///
/// # Errors
/// [`Error::FileUnwritable`]. An existing file is unchanged then.
pub fn write_text(path: &Path, text: &str) -> Result<()> {
    write_file(path, |file| Ok(file.write_all(text.as_bytes())?))
}

/// Writes to a temporary file beside `path` first, so that an existing file is only replaced by a complete one.
pub(crate) fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let unwritable = |error: &std::io::Error| Error::FileUnwritable(error.kind());
    let folder = path.parent().ok_or(Error::FileUnwritable(std::io::ErrorKind::NotFound))?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| unwritable(&error))?;
    let mut buffer = BufWriter::new(file.as_file_mut());
    let written = write(&mut buffer).and_then(|()| Ok(buffer.flush()?));
    written.map_err(|error| if let Error::Disk(why) = &error { unwritable(why) } else { error })?;
    drop(buffer);
    // Some file systems report only here that they are full.
    file.as_file().sync_all().map_err(|error| unwritable(&error))?;
    file.persist(path).map_err(|error| unwritable(&error.error))?;
    Ok(())
}

/// Opens a file of the app's own for reading and appending; creates it, accessible to this user only. Does not follow a
/// link in its place, which somebody may have put there to have another file opened.
pub(crate) fn open_private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).read(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    options.open(path)
}

/// Creates a folder and its parents, accessible to this user only.
pub(crate) fn create_private_folder(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::{open_private, read_text, write_file, write_text};
    use crate::error::Error;

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("apps.json");
        write_text(&file, "before").unwrap();
        write_text(&file, "after").unwrap();
        assert_eq!(read_text(&file, 10).unwrap(), "after");
        let cancelled = write_file(&file, |out| {
            out.write_all(b"half")?;
            Err(Error::Cancelled)
        });
        assert!(matches!(cancelled, Err(Error::Cancelled)));
        let full = write_file(&file, |_| Err(std::io::Error::from(std::io::ErrorKind::StorageFull).into()));
        assert!(matches!(full, Err(Error::FileUnwritable(std::io::ErrorKind::StorageFull))));
        assert_eq!(read_text(&file, 10).unwrap(), "after");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        let gone = write_text(&folder.path().join("gone/apps.json"), "x");
        assert!(matches!(gone, Err(Error::FileUnwritable(std::io::ErrorKind::NotFound))));
    }

    #[cfg(unix)]
    #[test]
    fn a_planted_link_is_not_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().unwrap();
        let (other, own) = (folder.path().join("other"), folder.path().join("own"));
        std::fs::write(&other, "kept").unwrap();
        std::fs::set_permissions(&other, PermissionsExt::from_mode(0o644)).unwrap();
        for target in [&other, &folder.path().join("nothing yet")] {
            symlink(target, &own).unwrap();
            open_private(&own).unwrap_err();
            std::fs::remove_file(&own).unwrap();
        }
        assert_eq!(other.metadata().unwrap().permissions().mode() & 0o777, 0o644);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was created");
        assert_eq!(open_private(&own).unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn errors_tell_too_large_missing_and_binary_files_apart() {
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
