//! Random documents with random secrets in every spelling, at every place.

mod leaks;

use leaks::{Spelling, left_of};
use portalscope_redact::{PersonalData, Redactor};
use proptest::prelude::*;

/// Secrets as they are made: the whole, and where the part begins that is random.
fn secret() -> impl Strategy<Value = (String, usize)> {
    let hex = |length: usize| prop::collection::vec("[0-9a-f]", length).prop_map(|digits| digits.concat());
    prop_oneof![
        "CK[A-Za-z0-9_-]{60,120}".prop_map(|token| (token, 0)),
        "[A-Za-z0-9!$*.,~+/=_-]{12,40}".prop_map(|password| (password, 0)),
        (hex(8), hex(4), hex(12)).prop_map(|(a, b, c)| (format!("pat-eu1-{a}-{b}-{b}-{b}-{c}"), 8)),
        (hex(4), hex(4), hex(12)).prop_map(|(a, b, c)| (format!("na1-{a}-{b}-{a}-{b}-{c}"), 4)),
        (hex(8), hex(4), hex(12)).prop_map(|(a, b, c)| (format!("{a}-{b}-4{b}-8{b}-{c}"), 0)),
    ]
    // Windows of few letters occur in ordinary texts and are not looked for.
    .prop_filter("random enough", |(secret, start)| {
        secret.as_bytes()[*start..].windows(8).all(|window| {
            let mut letters = window.to_ascii_lowercase();
            letters.sort_unstable();
            letters.dedup();
            letters.len() > 3
        })
    })
}

fn spelling() -> impl Strategy<Value = Spelling> {
    prop::sample::select(Spelling::ALL.to_vec())
}

/// What stands around a secret. Nothing that could be a part of an escape or of base64.
fn around() -> impl Strategy<Value = String> {
    prop_oneof!["[ a-z,.;:<>(){}\n\"]{0,40}", "(token|note|\"x\"): ?", Just("{\"note\":\"".to_owned())]
        .prop_map(|text| format!("{text}\""))
}

proptest! {
    #[test]
    fn nothing_is_left_of_a_known_secret(
        (secret, start) in secret(), how in spelling(), before in around(), after in around(),
    ) {
        let redactor = Redactor::new();
        redactor.register("secret", &secret);
        let text = format!("{before}{}\"{after}", how.write(&secret));
        for clean in [redactor.text(&text), redactor.known_values(&text)] {
            prop_assert_eq!(left_of(&secret[start..], &clean), None, "{:?}: {} became {}", how, text, clean);
        }
    }

    #[test]
    fn nothing_is_left_of_any_part_of_a_known_secret(
        (secret, start) in secret(), how in spelling(), from in 0..60usize, length in 8..40usize,
    ) {
        let redactor = Redactor::new();
        redactor.register("secret", &secret);
        let from = (start + from).min(secret.len() - 8);
        let part = &secret[from..secret.len().min(from + length)];
        let clean = redactor.known_values(&format!("a \"{}\" b", how.write(part)));
        prop_assert_eq!(left_of(part, &clean), None, "{:?} of {}: {}", how, part, clean);
    }

    #[test]
    fn a_document_is_the_same_in_pieces_of_any_size(
        (secret, _) in secret(), how in spelling(), parts in prop::collection::vec(around(), 1..8), piece in 1..50usize,
    ) {
        let redactor = Redactor::new();
        redactor.register("secret", &secret);
        let text = parts.join(&how.write(&secret));
        let mut stream = redactor.stream(PersonalData::Keep);
        let mut clean = Vec::new();
        text.as_bytes().chunks(piece).for_each(|piece| stream.push(piece, &mut clean));
        stream.finish(&mut clean);
        prop_assert_eq!(String::from_utf8(clean).unwrap(), redactor.text(&text));
    }

    #[test]
    fn bytes_without_a_secret_come_out_as_they_were(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let redactor = Redactor::new();
        redactor.register("access-token", "CKPrvd7oMxIHAAEAQAAAARiZ0LUMILPPzRYo_5_hATIUxLk3b0wKx2nZ8Yd4u6pQ1s");
        let mut stream = redactor.stream(PersonalData::Keep);
        let mut clean = Vec::new();
        stream.push(&bytes, &mut clean);
        let report = stream.finish(&mut clean);
        prop_assert!(report.total() > 0 || clean == bytes);
    }

    #[test]
    fn redacting_twice_changes_nothing_more(
        (secret, _) in secret(), how in spelling(), before in around(), name in "(client_secret|token|password|Authorization)[=: ]{1,2}",
    ) {
        let redactor = Redactor::new();
        redactor.register("refresh-token", "static-token");
        let once = redactor.text(&format!("{before}{name}{}", how.write(&secret)));
        prop_assert_eq!(redactor.text(&once), once);
    }

    #[test]
    fn any_text_is_redacted_without_a_panic_and_once(text in "\\PC{0,200}") {
        let redactor = Redactor::new();
        for personal in [PersonalData::Keep, PersonalData::Mask, PersonalData::Remove] {
            let once = redactor.text_with(&text, personal);
            prop_assert_eq!(redactor.text_with(&once, personal), once);
        }
    }
}
