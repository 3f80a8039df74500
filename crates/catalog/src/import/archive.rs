//! Zip archives and folders of files. Sizes are counted as bytes arrive: an archive's own figures are not trusted.
//!
//! The crate `zip` unpacks; the limits on entries, sizes and compression are checked here, while an entry is unpacked.

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::Path;

use zip::ZipArchive;
use zip::read::ZipFile;

use super::{Import, ImportError, MAX_FILE_BYTES};

/// Entries of an archive, of whatever kind.
const MAX_ENTRIES: usize = 50_000;
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
        let mut archive = match ZipArchive::new(reader) {
            Ok(archive) => archive,
            Err(error) => {
                return self.refuse(name, &ImportError::MalformedZip(super::printable(&error.to_string())));
            }
        };
        if archive.len() > MAX_ENTRIES {
            return self.refuse(name, &ImportError::TooManyFiles);
        }
        for at in 0..archive.len() {
            if !self.accepts_more(name) {
                return;
            }
            let entry = match archive.by_index(at) {
                Ok(entry) => entry,
                Err(error) => {
                    let error = ImportError::MalformedZip(super::printable(&error.to_string()));
                    self.refuse(&format!("{name}: entry {}", at + 1), &error);
                    continue;
                }
            };
            let entry_name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if !entry.is_file() || !is_json(&entry_name) {
                continue;
            }
            match unpacked(entry) {
                Ok(content) => self.add_json(&entry_name, &content),
                // The rest of a malicious archive is not read.
                Err(ImportError::ZipBomb) => return self.refuse(name, &ImportError::ZipBomb),
                Err(error) => self.refuse(&entry_name, &error),
            }
        }
    }
}

fn unpacked<R: Read + Seek>(entry: ZipFile<'_, R>) -> Result<Vec<u8>, ImportError> {
    let packed = entry.compressed_size().max(1);
    let max_bytes_by_ratio = packed.saturating_mul(MAX_COMPRESSION_RATIO).max(MIN_RATIO_BYTES);
    let max_bytes = max_bytes_by_ratio.min(MAX_FILE_BYTES as u64);
    let mut content = Vec::new();
    let read = entry.take(max_bytes + 1).read_to_end(&mut content);
    read.map_err(|error| ImportError::MalformedZip(super::printable(&error.to_string())))?;
    match content.len() as u64 {
        size if size <= max_bytes => Ok(content),
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

fn unreadable(error: &std::io::Error) -> ImportError {
    ImportError::Unreadable(error.kind().to_string())
}
