//! Compression of texts with a shared dictionary.
//!
//! A stored text begins with the number of its form, so that a later dictionary leaves old rows readable: `0` is the text
//! itself, `1` is Zstandard with `dictionary-1.bin`. The dictionary was trained on typical answers of HubSpot
//! (`cargo run -p portalscope-history --example train_dictionary`); a changed one gets a new number.

use zstd::bulk::{Compressor, Decompressor};

use crate::error::{Error, Result};

const DICTIONARY_1: &[u8] = include_bytes!("dictionary-1.bin");
const PLAIN: u8 = 0;
const WITH_DICTIONARY_1: u8 = 1;
const LEVEL: i32 = 3;
/// No text is longer: bodies are cut, and a larger figure in a broken file must not take the memory.
const MAX_TEXT_BYTES: usize = 64 * 1024 * 1024;

/// Compresses texts.
pub(crate) struct Encoder(Option<Compressor<'static>>);

impl Encoder {
    pub fn new() -> Self {
        Self(Compressor::with_dictionary(LEVEL, DICTIONARY_1).ok())
    }

    /// The text's stored form, compressed if that is shorter.
    pub fn encode(&mut self, text: &str) -> Vec<u8> {
        let packed = self.0.as_mut().and_then(|encoder| encoder.compress(text.as_bytes()).ok());
        match packed {
            Some(packed) if packed.len() < text.len() => with_form(WITH_DICTIONARY_1, &packed),
            _ => with_form(PLAIN, text.as_bytes()),
        }
    }
}

fn with_form(form: u8, content: &[u8]) -> Vec<u8> {
    let mut stored = Vec::with_capacity(content.len() + 1);
    stored.push(form);
    stored.extend_from_slice(content);
    stored
}

/// Reads stored texts.
pub(crate) struct Decoder(Option<Decompressor<'static>>);

impl Decoder {
    pub fn new() -> Self {
        Self(Decompressor::with_dictionary(DICTIONARY_1).ok())
    }

    /// The text of a stored form.
    ///
    /// # Errors
    /// [`Error::Broken`], also for the form of a newer version.
    pub fn decode(&mut self, stored: &[u8]) -> Result<String> {
        let (form, content) = stored.split_first().ok_or(Error::Broken)?;
        let bytes = match *form {
            PLAIN => content.to_vec(),
            WITH_DICTIONARY_1 => self.decompress(content)?,
            _ => return Err(Error::Broken),
        };
        String::from_utf8(bytes).map_err(|_| Error::Broken)
    }

    fn decompress(&mut self, content: &[u8]) -> Result<Vec<u8>> {
        let size = zstd::zstd_safe::get_frame_content_size(content).ok().flatten().ok_or(Error::Broken)?;
        let size = usize::try_from(size).ok().filter(|size| *size <= MAX_TEXT_BYTES).ok_or(Error::Broken)?;
        let decoder = self.0.as_mut().ok_or(Error::Broken)?;
        decoder.decompress(content, size).map_err(|_| Error::Broken)
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoder, Encoder};

    #[test]
    fn texts_come_back_and_what_is_broken_is_an_error() {
        let (mut encoder, mut decoder) = (Encoder::new(), Decoder::new());
        for text in ["", "a", "\u{fc}ber", &"{\"id\":\"1\"}".repeat(1_000)] {
            assert_eq!(decoder.decode(&encoder.encode(text)).unwrap(), *text);
        }
        let stored = encoder.encode(&"content-type: application/json\n".repeat(9));
        assert!(decoder.decode(&stored[..stored.len() / 2]).is_err());
        assert!(decoder.decode(&[]).is_err() && decoder.decode(&[9, 1]).is_err());
    }
}
