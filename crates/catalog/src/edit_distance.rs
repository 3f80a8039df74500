//! How many slips of typing lie between two words: optimal string alignment, as far as it is of use here.

/// Words longer than this (bytes) are not compared.
const MAX_WORD_BYTES: usize = 48;
/// More edits than this make another word of it.
const MAX_EDITS: usize = 2;

/// Letters changed, left out, added, or swapped with their neighbor. `None` where there are more than two, and for words
/// that are long or not ASCII.
pub(crate) fn edit_distance(a: &str, b: &str) -> Option<usize> {
    let too_long = a.len().max(b.len()) > MAX_WORD_BYTES;
    if too_long || a.len().abs_diff(b.len()) > MAX_EDITS || !a.is_ascii() || !b.is_ascii() {
        return None;
    }
    // An edit changes whether two letters occur at most; this is quicker than the distance.
    if (letters(a) ^ letters(b)).count_ones() as usize > 2 * MAX_EDITS {
        return None;
    }
    Some(strsim::osa_distance(a, b)).filter(|edits| *edits <= MAX_EDITS)
}

/// One bit for each of the letters that occur, some of which share one.
fn letters(word: &str) -> u64 {
    word.bytes().fold(0, |all, byte| all | 1 << (byte % 64))
}

#[cfg(test)]
mod tests {
    use super::edit_distance;

    #[test]
    fn neighbors_that_are_swapped_are_one_edit() {
        assert_eq!(edit_distance("contcat", "contact"), Some(1));
        assert_eq!(edit_distance("contct", "contacts"), Some(2));
        assert_eq!(edit_distance("deal", "deal"), Some(0));
    }

    #[test]
    fn words_further_apart_have_no_distance() {
        assert_eq!(edit_distance("ticket", "contact"), None);
        assert_eq!(edit_distance("a", "abcd"), None);
        assert_eq!(edit_distance("mängel", "mangel"), None);
        assert_eq!(edit_distance(&"a".repeat(49), &"a".repeat(49)), None);
    }
}
