//! Zip archives and folders of files. Sizes are counted as bytes arrive: an archive's own figures are not trusted.
//!
//! The crate `zip` unpacks; the limits on sizes and compression are checked here, while an entry is unpacked. What
//! is unpacked and refused counts as well: entries may share one packed stream, so a small archive may hold any amount.

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::Path;

use zip::ZipArchive;
use zip::read::ZipFile;

use super::{Import, ImportError, MAX_FILE_BYTES, directory};

/// JSON is compressed to a tenth or a twentieth; to less than this fraction only if it was made for it.
const MAX_COMPRESSION_RATIO: u64 = 200;
/// The ratio is not checked below this unpacked size.
const MIN_RATIO_BYTES: u64 = 1_000_000;
const MAX_FOLDER_DEPTH: usize = 12;

impl Import<'_> {
    /// Adds a file, an archive, or all JSON files of a folder and the folders in it. Links are not followed.
    pub fn add_path(&mut self, path: &Path) {
        let name = path.to_string_lossy().into_owned();
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => self.add_folder(path, MAX_FOLDER_DEPTH),
            Ok(found) if found.is_file() => self.add_file_at(path, &name),
            Ok(_) => {
                self.refuse(&name, &ImportError::Unreadable("it is neither a file nor a folder".to_owned()));
            }
            Err(error) => self.refuse(&name, &unreadable(&error)),
        }
    }

    fn add_folder(&mut self, folder: &Path, deeper: usize) {
        let mut entries: Vec<_> = match fs::read_dir(folder) {
            Ok(entries) => entries.filter_map(Result::ok).collect(),
            Err(error) => return self.refuse(&folder.to_string_lossy(), &unreadable(&error)),
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let (path, kind) = (entry.path(), entry.file_type());
            let name = path.to_string_lossy().into_owned();
            match kind {
                Ok(kind) if kind.is_dir() && deeper > 0 => self.add_folder(&path, deeper - 1),
                Ok(kind) if kind.is_file() && is_json(&name) => {
                    if !self.accepts_more(&name) {
                        return;
                    }
                    self.add_file_at(&path, &name);
                }
                _ => {}
            }
        }
    }

    fn add_file_at(&mut self, path: &Path, name: &str) {
        let mut start = [0; 2];
        let opened = File::open(path).and_then(|mut file| {
            let read = file.read(&mut start)?;
            file.rewind()?;
            Ok((file, read == 2 && start == *b"PK"))
        });
        match opened {
            Ok((file, true)) => self.add_zip(name, file),
            Ok((file, false)) => match read_at_most(file) {
                Ok(content) => self.add_json(name, &content),
                Err(error) => self.refuse(name, &error),
            },
            Err(error) => self.refuse(name, &unreadable(&error)),
        }
    }

    pub(super) fn add_zip(&mut self, name: &str, reader: impl Read + Seek) {
        let mut archive = match open(reader) {
            Ok(archive) => archive,
            Err(error) => return self.refuse(name, &error),
        };
        for at in 0..archive.len() {
            if !self.accepts_more(name) {
                return;
            }
            let entry = match archive.by_index(at) {
                Ok(entry) => entry,
                Err(error) => {
                    self.refuse(&format!("{name}: entry {}", at + 1), &malformed(&error));
                    continue;
                }
            };
            let entry_name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if !entry.is_file() || !is_json(&entry_name) {
                continue;
            }
            let mut content = Vec::new();
            let unpacked = unpack(entry, &mut content);
            if let Err(error) = unpacked {
                self.bytes = self.bytes.saturating_add(content.len());
                match error {
                    // The rest of a malicious archive is not read.
                    ImportError::ZipBomb => return self.refuse(name, &error),
                    ImportError::TooLarge(_) => return self.refuse(&entry_name, &error),
                    error => self.refuse(&entry_name, &error),
                }
            } else {
                self.add_json(&entry_name, &content);
            }
        }
    }
}

fn open<R: Read + Seek>(mut reader: R) -> Result<ZipArchive<R>, ImportError> {
    directory::check(&mut reader)?;
    ZipArchive::new(reader).map_err(|error| malformed(&error))
}

fn malformed(error: &impl ToString) -> ImportError {
    ImportError::MalformedZip(super::printable(&error.to_string()))
}

/// `content` has what was unpacked until an error, too.
fn unpack<R: Read + Seek>(entry: ZipFile<'_, R>, content: &mut Vec<u8>) -> Result<(), ImportError> {
    let packed = entry.compressed_size().max(1);
    let max_bytes_by_ratio = packed.saturating_mul(MAX_COMPRESSION_RATIO).max(MIN_RATIO_BYTES);
    let max_bytes = max_bytes_by_ratio.min(MAX_FILE_BYTES as u64);
    let read = entry.take(max_bytes + 1).read_to_end(content);
    read.map_err(|error| malformed(&error))?;
    match content.len() as u64 {
        size if size <= max_bytes => Ok(()),
        size if size > max_bytes_by_ratio => Err(ImportError::ZipBomb),
        _ => Err(ImportError::TooLarge(MAX_FILE_BYTES / 1_000_000)),
    }
}

fn read_at_most(file: File) -> Result<Vec<u8>, ImportError> {
    let mut content = Vec::new();
    file.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut content).map_err(|error| unreadable(&error))?;
    Ok(content)
}

fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

pub(super) fn unreadable(error: &std::io::Error) -> ImportError {
    ImportError::Unreadable(error.kind().to_string())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Seek, SeekFrom, Write as _};
    use std::sync::atomic::{AtomicBool, Ordering};

    use zip::write::SimpleFileOptions;

    use super::{Import, MAX_FILE_BYTES};
    use crate::Catalog;
    use crate::import::FileOutcome;

    fn zipped(files: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            archive.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            archive.write_all(content).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn what_is_unpacked_and_refused_counts() {
        let mut archive = zipped(&[("a.json", b"[\"letters\"]")], zip::CompressionMethod::Stored);
        let at = archive.windows(7).position(|window| window == b"letters").unwrap();
        archive[at] = b'X';
        let mut import = Import::new(Catalog::bundled(), "2026-11-27");
        import.add_file("changed.zip", &archive);
        assert!(
            matches!(&import.files[0].outcome, FileOutcome::Refused { code, .. } if code == "import_malformed_zip")
        );
        assert_eq!(import.bytes, 11);
    }

    #[test]
    fn a_cancelled_import_unpacks_nothing_more() {
        let cancelled = AtomicBool::new(false);
        let mut import = Import::new(Catalog::bundled(), "2026-11-27").until(&cancelled);
        let archive = zipped(&[("a.json", b"{}"), ("b.json", b"{}")], zip::CompressionMethod::Stored);
        import.add_file("a.zip", &archive);
        assert_eq!(import.files.len(), 2);
        cancelled.store(true, Ordering::Relaxed);
        import.add_file("b.zip", &archive);
        assert_eq!((import.files.len(), import.bytes), (2, 4));
    }

    #[test]
    fn an_archive_that_claims_too_many_entries_is_refused_before_it_is_read() {
        let mut archive = zipped(&[("a.json", b"{}")], zip::CompressionMethod::Stored);
        // In the record at its end, APPNOTE 4.3.16.
        let at = archive.len() - 22 + 10;
        archive[at..at + 2].copy_from_slice(&50_001_u16.to_le_bytes());
        let mut import = Import::new(Catalog::bundled(), "2026-11-27");
        import.add_file("many.zip", &archive);
        assert!(
            matches!(&import.files[..], [file] if matches!(&file.outcome, FileOutcome::Refused { code, .. } if code == "import_too_many_files"))
        );
        assert_eq!(import.bytes, 0);
    }

    /// An archive whose import is cancelled by the reading of its first entry.
    struct Cancels<'a>(Cursor<Vec<u8>>, &'a AtomicBool);

    impl Read for Cancels<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let read = self.0.read(buffer)?;
            let is_first = buffer[..read].windows(5).any(|window| window == b"first");
            self.1.fetch_or(is_first, Ordering::Relaxed);
            Ok(read)
        }
    }

    impl Seek for Cancels<'_> {
        fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
            self.0.seek(to)
        }
    }

    #[test]
    fn an_archive_that_is_cancelled_on_the_way_is_left_at_once() {
        // What lies before the archive's end is read only to unpack it.
        let long = vec![b' '; 100_000];
        let files: [(&str, &[u8]); 3] = [("a.json", b"[\"first\"]"), ("b.json", &long), ("c.json", b"{}")];
        let archive = zipped(&files, zip::CompressionMethod::Stored);
        let cancelled = AtomicBool::new(false);
        let mut import = Import::new(Catalog::bundled(), "2026-11-27").until(&cancelled);
        import.add_zip("a.zip", Cancels(Cursor::new(archive), &cancelled));
        let names: Vec<_> = import.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a.json"]);
    }

    #[test]
    fn an_archive_is_left_at_its_first_entry_that_is_too_large() {
        // Dense enough to be no bomb by its ratio.
        let mut content = vec![b' '; MAX_FILE_BYTES + 1];
        let mut state = 1_u32;
        for byte in content.iter_mut().take(MAX_FILE_BYTES / 50) {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = state.to_be_bytes()[0];
        }
        let files: [(&str, &[u8]); 2] = [("large.json", &content), ("next.json", b"{}")];
        let mut import = Import::new(Catalog::bundled(), "2026-11-27");
        import.add_file("large.zip", &zipped(&files, zip::CompressionMethod::Deflated));
        let names: Vec<_> = import.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["large.json"]);
        assert!(import.bytes > MAX_FILE_BYTES);
    }
}
