//! Where in a text the name of a secret may be: four letters in a row are looked up at each place, in one table.

/// Every name of a secret holds one of these. Of short words, also what comes before or after them.
const STEMS: &[&[u8; STEM]] = &[
    b"toke", b"secr", b"pass", b"auth", b"cook", b"bear", b"basi", b"ikey", b"_key", b"-key", b" key",
    b"skey", b"nkey", b"tkey", b"ekey", b"rkey", b"ykey", b"gkey", b"veri", b"asse", b"priv", b"csrf",
    b"xsrf", b"code", b"stat", b"pwd=", b"pwd:", b"pwd\"", b"pwd'", b"pwd ", b"pwd,", b"ser=", b"ser ",
    b"ser:", b"ser\"", b"jwt=", b"jwt:", b"jwt\"", b"jwt'", b"jwt ", b"_pat", b"-pat", b"spat", b" -u ",
    b" -u'", b" -u\"", b"-use", b" -b ", b"sign", b"cred", b"gran", b"redi", b"lien", b"chal", b".key",
    b"curl", b"secu", b"-pak", b"_pak", b" -a ", b" -a'", b" -a\"", b"sens", b"mysq", b"mari", b"mong",
    b"-cli", b"logi", b"ldap", b"qlcm", b"enss", b"sudo", b"se64", b"nwor", b"rase", b"senh", b"twoo",
    b"has\xC5", b"enor", b"gsko", b"hesl", b"lasa", b"clav", b"heim", b"jeto", b"paro", b"mdp:", b"sera",
    b"serm", b"zip ", b"7z a", b"7z x", b"7z e", b"7z u", b"7z t", b"7za ", b"7zr ", b"7zz ", b"7z.e",
    b"plin", b"pscp", b"psft", b"mosq", b"ider", b"tegy", b"xcha",
];
const STEM: usize = 4;
/// So many places are looked at before the first branch.
const PLACES: usize = 8;
const TABLE_BITS: u32 = 13;

/// The number of the stem with this hash, counted from one. No two have the same hash.
#[expect(clippy::cast_possible_truncation, reason = "there are fewer stems")]
static TABLE: [u8; 1 << TABLE_BITS] = {
    let mut table = [0; 1 << TABLE_BITS];
    let mut number = 0;
    while number < STEMS.len() {
        let place = hash(folded(u32::from_le_bytes(*STEMS[number])));
        assert!(table[place] == 0, "another multiplier is needed");
        number += 1;
        table[place] = number as u8;
    }
    table
};

/// The same for small letters and capitals.
const fn folded(letters: u32) -> u32 {
    letters | 0x2020_2020
}

const fn hash(folded: u32) -> usize {
    (folded.wrapping_mul(0x2265_B1F5) >> (u32::BITS - TABLE_BITS)) as usize
}

/// The first place from here on where a stem begins.
pub(super) fn next(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(bytes) = text.get(at..).and_then(<[u8]>::first_chunk::<{ PLACES + STEM }>) {
        if may_begin(bytes)
            && let Some(place) = bytes.array_windows().take(PLACES).position(|letters| is_stem(*letters))
        {
            return Some(at + place);
        }
        at += PLACES;
    }
    let rest = text.get(at..)?;
    rest.array_windows().position(|letters| is_stem(*letters)).map(|place| at + place)
}

fn is_stem(letters: [u8; STEM]) -> bool {
    let letters = folded(u32::from_le_bytes(letters));
    let number = usize::from(TABLE[hash(letters)]);
    number > 0 && folded(u32::from_le_bytes(*STEMS[number - 1])) == letters
}

/// Whether any of the places has the hash of a stem.
#[inline]
fn may_begin(bytes: &[u8; PLACES + STEM]) -> bool {
    bytes
        .array_windows()
        .take(PLACES)
        .fold(0, |any, letters: &[u8; STEM]| any | TABLE[hash(folded(u32::from_le_bytes(*letters)))])
        > 0
}
