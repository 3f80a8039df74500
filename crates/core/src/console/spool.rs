//! The folder of the temporary files with the bodies of responses. It is in the data folder: the system's own folder for
//! temporary files may be in memory, which a large body would fill.

use std::fs::File;
use std::path::PathBuf;

use crate::error::Result;
use crate::platform::files::create_private_folder;

/// Makes temporary files. They have no name on the disk, or none that another process can open.
pub(crate) struct Spool {
    folder: PathBuf,
}

impl Spool {
    /// Removes what an earlier process left in the folder, which need not exist: one that was killed between the moments in
    /// which a file is made and loses its name. Without a lock, since nothing is taken from a process that is running:
    /// its files have no name, lose it without minding that it is gone, or (Windows) cannot be removed.
    pub(crate) fn open(folder: PathBuf) -> Self {
        for left in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let _ = std::fs::remove_file(left.path());
        }
        Self { folder }
    }

    /// A new file, empty. The system deletes it as soon as it is closed, however the app ends.
    ///
    /// # Errors
    /// [`Error::Disk`](crate::error::Error::Disk): the folder cannot be written.
    pub(crate) fn file(&self) -> Result<File> {
        create_private_folder(&self.folder)?;
        Ok(portalscope_body::spool_in(&self.folder)?)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek, Write};

    use super::Spool;

    #[test]
    fn what_was_left_behind_is_removed_and_what_is_in_use_is_not() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("spool");
        let spool = Spool::open(folder.clone());
        let mut file = spool.file().unwrap();
        file.write_all(b"in use").unwrap();
        std::fs::write(folder.join(".tmpLeft"), "left").unwrap();
        Spool::open(folder.clone());
        let mut text = String::new();
        file.rewind().unwrap();
        file.read_to_string(&mut text).unwrap();
        assert_eq!(text, "in use");
        #[cfg(unix)]
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "the file in use has no name");
    }

    #[cfg(unix)]
    #[test]
    fn only_this_user_can_open_the_folder() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let spool = Spool::open(home.path().join("spool"));
        spool.file().unwrap();
        assert_eq!(std::fs::metadata(&spool.folder).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
