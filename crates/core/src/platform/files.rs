//! Reads and writes files that the user chose: text up to a given size, and atomic writes.

use std::fs::File;
use std::io::{BufWriter, Read, Seek as _, Write};
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

/// As [`write_whole`], through a buffer.
pub(crate) fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    write_whole(path, |file| {
        let mut buffer = BufWriter::new(file);
        write(&mut buffer)?;
        Ok(buffer.flush()?)
    })
}

/// Writes to a file without a name first, which takes the name once it is complete and on the disk. A process that is
/// killed, or a full disk, leaves nothing behind: what has the name is a complete file, the new one or the one before.
pub(crate) fn write_whole(path: &Path, write: impl FnOnce(&mut File) -> Result<()>) -> Result<()> {
    let unwritable = |error: &std::io::Error| Error::FileUnwritable(error.kind());
    let folder = path.parent().ok_or(Error::FileUnwritable(std::io::ErrorKind::NotFound))?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut file = tempfile::tempfile_in(folder).map_err(|error| unwritable(&error))?;
    let written = write(&mut file);
    written.map_err(|error| if let Error::Disk(why) = &error { unwritable(why) } else { error })?;
    // Some file systems report only here that they are full.
    file.sync_all().map_err(|error| unwritable(&error))?;
    give_name(file, folder, path).map_err(|error| unwritable(&error))
}

/// Puts a complete file in the place of what has the name.
fn give_name(mut file: File, folder: &Path, path: &Path) -> std::io::Result<()> {
    #[cfg(target_os = "linux")]
    if let Some(done) = link_over(&file, folder, path) {
        return done;
    }
    // No such thing as a file that gets its name late: it is copied.
    file.rewind()?;
    let mut named = tempfile::NamedTempFile::new_in(folder)?;
    std::io::copy(&mut file, named.as_file_mut())?;
    named.as_file().sync_all()?;
    named.persist(path)?;
    Ok(())
}

/// A link makes a new name only, so it gets one beside the file first (open(2), `O_TMPFILE`). `None`: this file system has
/// no files without a name, or `/proc` is not there.
#[cfg(target_os = "linux")]
fn link_over(file: &File, folder: &Path, path: &Path) -> Option<std::io::Result<()>> {
    use std::os::fd::AsRawFd as _;

    use rustix::fs::{AtFlags, CWD, Mode, chmod, linkat};

    let own = format!("/proc/self/fd/{}", file.as_raw_fd());
    let beside = folder.join(format!(".{}.part", uuid::Uuid::new_v4()));
    linkat(CWD, &own, CWD, &beside, AtFlags::SYMLINK_FOLLOW).ok()?;
    let _ = chmod(&beside, Mode::from_raw_mode(0o600));
    let renamed = std::fs::rename(&beside, path);
    if renamed.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    Some(renamed)
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
