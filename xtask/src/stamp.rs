//! Stamps: a file holding the hash of what a result was made from, so that work already done is not done again.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// The hash of all files under `paths` (names and contents), leaving out folders named in `skip`.
pub fn of(paths: &[PathBuf], skip: &[&str]) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        add(path, skip, &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(path: &Path, skip: &[&str], hasher: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        let mut entries =
            fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
        entries.sort();
        for entry in entries.iter().filter(|entry| !skip.iter().any(|name| entry.ends_with(name))) {
            add(entry, skip, hasher)?;
        }
    } else if path.is_file() {
        path.hash(hasher);
        fs::read(path)?.hash(hasher);
    }
    Ok(())
}

/// The hash of one file's contents, the same wherever the file is.
pub fn of_contents(path: &Path) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    fs::read(path)?.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

pub fn is_fresh(stamp: &Path, hash: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|written| written == hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-stamp-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("skipped")).unwrap();
        folder
    }

    #[test]
    fn a_changed_file_changes_the_hash_and_a_skipped_one_does_not() {
        let folder = scratch("changes");
        let hash = || of(std::slice::from_ref(&folder), &["skipped"]).unwrap();
        fs::write(folder.join("a"), "one").unwrap();
        let before = hash();
        fs::write(folder.join("skipped").join("b"), "any").unwrap();
        assert_eq!(hash(), before);
        fs::write(folder.join("a"), "two").unwrap();
        assert_ne!(hash(), before);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_stamp_that_was_never_written_is_not_fresh() {
        assert!(!is_fresh(Path::new("/nowhere/stamp"), "0"));
    }
}
