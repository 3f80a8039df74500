//! The ways to write a secret that are looked for as they stand in a text.

use zeroize::Zeroizing;

use crate::view::{View, is_gap};

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The value; without its white space, since that is taken out of texts; with its spaces as forms write them; and with what
/// looks like an escape undone, since that is undone in texts. Without duplicates.
pub(super) fn forms(value: &[u8]) -> Vec<Zeroizing<Vec<u8>>> {
    let squeezed = (0..value.len()).filter(|at| !is_gap(value, *at)).map(|at| value[at]).collect();
    let plus = value.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte }).collect();
    let mut forms = vec![Zeroizing::new(value.to_vec())];
    let mut decoded = View::decoded(value, 0..value.len());
    let others = [Zeroizing::new(squeezed), Zeroizing::new(plus)];
    for form in others.into_iter().chain(decoded.take().map(|view| view.bytes)) {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// Where the part begins that only this secret has: behind `pat-na1-`, `na1-`, or the header of a JWT.
pub(super) fn random_part(value: &[u8]) -> usize {
    let after_pat = if value.len() > 4 && value[..4].eq_ignore_ascii_case(b"pat-") { 4 } else { 0 };
    if let Some(length) = hublet(&value[after_pat..]) {
        return after_pat + length;
    }
    match value.iter().position(|byte| *byte == b'.') {
        Some(dot) if value.starts_with(b"eyJ") => dot + 1,
        _ => 0,
    }
}

/// The length of `na1-` or of another data center's name with its hyphen.
pub(crate) fn hublet(text: &[u8]) -> Option<usize> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = text[letters..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_hublet = (2..=3).contains(&letters) && (1..=3).contains(&digits);
    (is_hublet && text.get(letters + digits) == Some(&b'-')).then_some(letters + digits + 1)
}

/// The digits of base64 that depend on the value alone, if `lead` other bytes came before it. Those of the lead are there
/// too, so that digits keep their places; the last one is left out if it also holds bits of what follows.
pub(super) fn base64(value: &[u8], lead: u8) -> Zeroizing<Vec<u8>> {
    let mut bits = 0_u32;
    let mut held = 0;
    let mut spelt = Zeroizing::new(Vec::with_capacity(value.len() * 4 / 3 + 4));
    for byte in std::iter::repeat_n(&0, usize::from(lead)).chain(value) {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 6 {
            held -= 6;
            spelt.push(STANDARD[(bits >> held) as usize & 63]);
        }
    }
    spelt
}

/// How many of the first digits also hold bits of the lead.
pub(super) fn lead_digits(lead: u8) -> usize {
    (usize::from(lead) * 8).div_ceil(6)
}

/// In the alphabet for URLs.
pub(super) fn url_safe(spelt: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(spelt.iter().map(|digit| same_digit(*digit)).collect())
}

/// The digits that differ between the alphabets, in one of them.
pub(super) fn same_digit(digit: u8) -> u8 {
    match digit {
        b'+' => b'-',
        b'/' => b'_',
        other => other,
    }
}

pub(super) fn hex(value: &[u8]) -> Zeroizing<Vec<u8>> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    Zeroizing::new(
        value
            .iter()
            .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
            .collect(),
    )
}
