//! What has to hold for any bytes. The fuzzer looks for bytes for which it does not; those it kept are replayed as tests.

use portalscope_redact::{PersonalData, Redactor};

use super::{Spelling, left_of};

const KNOWN: &str = "CKPrvd7oMxIHAAEAQAAAARiZ0LUMILPPzRYo_5_hATIUxLk3b0wKx2nZ8Yd4u6pQ1s";

/// The pieces in which a document comes change nothing; without a finding it comes out as it was; JSON stays JSON.
pub fn any(bytes: &[u8]) {
    let redactor = Redactor::new();
    redactor.register("access-token", KNOWN);
    for personal in [PersonalData::Keep, PersonalData::Mask] {
        let (whole, found) = streamed(&redactor, bytes, bytes.len().max(1), personal);
        let (in_pieces, _) = streamed(&redactor, bytes, 7, personal);
        assert_eq!(whole, in_pieces);
        assert!(found > 0 || whole == bytes);
        if is_json(bytes) {
            assert!(
                is_json(&whole),
                "{} became {}",
                String::from_utf8_lossy(bytes),
                String::from_utf8_lossy(&whole)
            );
        }
    }
}

fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(bytes).is_ok()
}

fn streamed(redactor: &Redactor, bytes: &[u8], piece: usize, personal: PersonalData) -> (Vec<u8>, usize) {
    let mut stream = redactor.stream(personal);
    let mut clean = Vec::new();
    bytes.chunks(piece).for_each(|piece| stream.push(piece, &mut clean));
    let report = stream.finish(&mut clean);
    (clean, report.total())
}

/// Nothing is left of a known secret. The first bytes choose it and its spelling, the rest is what stands around it.
pub fn known(bytes: &[u8]) {
    let [kind, how, seed, cut, rest @ ..] = bytes else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let (secret, start) = secret(*kind, u64::from(*seed));
    let how = Spelling::ALL[usize::from(*how) % Spelling::ALL.len()];
    let redactor = Redactor::new();
    redactor.register("secret", &secret);
    let at = text.floor_char_boundary(usize::from(*cut).min(text.len()));
    // What stands around it is none of the letters that the spelling uses, or it would be another text.
    let around =
        |text: &str| text.replace(|c: char| c.is_ascii_alphanumeric() || "+/-_%&#;\\=".contains(c), ".");
    let text = format!("{}{}{}", around(&text[..at]), how.write(&secret), around(&text[at..]));
    for clean in [redactor.text(&text), redactor.known_values(&text)] {
        assert_eq!(left_of(&secret[start..], &clean), None, "{how:?}: {text} became {clean}");
    }
}

const HEX: &str = "0123456789abcdef";
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn secret(kind: u8, seed: u64) -> (String, usize) {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut digits = |alphabet: &str, length: usize| -> String {
        let alphabet = alphabet.as_bytes();
        (0..length)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                char::from(alphabet[(state >> 33) as usize % alphabet.len()])
            })
            .collect()
    };
    match kind % 3 {
        0 => (format!("CK{}", digits(BASE64, 90)), 0),
        1 => (
            format!(
                "pat-na1-{}-{}-{}-{}-{}",
                digits(HEX, 8),
                digits(HEX, 4),
                digits(HEX, 4),
                digits(HEX, 4),
                digits(HEX, 12)
            ),
            8,
        ),
        _ => (digits(&format!("{BASE64}!$*.,~+/="), 20), 0),
    }
}
