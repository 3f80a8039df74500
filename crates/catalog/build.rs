//! Packs the data files into one: as texts they are five times as large, and every binary carries them.

#![allow(clippy::print_stdout, reason = "cargo is told what to watch")]

use std::error::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// `name\0text\0` for each file of `data/` that ends in `.txt`.
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=data");
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    let mut packed = ZlibEncoder::new(File::create(Path::new(&out).join("data.zlib"))?, Compression::best());
    let mut files: Vec<_> =
        fs::read_dir("data")?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "txt")) {
        let name = file.file_name().ok_or("a file has a name")?.to_string_lossy().into_owned();
        write!(packed, "{name}\0{}\0", fs::read_to_string(file)?)?;
    }
    packed.finish()?;
    Ok(())
}
