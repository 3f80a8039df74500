//! How many slips of typing lie between two words.

/// Words longer than this are not compared letter by letter.
const LONGEST: usize = 48;

/// Letters changed, left out, added or swapped with their neighbour; 3 stands for more than two.
pub(crate) fn edits(a: &str, b: &str) -> usize {
    let too_long = a.len().max(b.len()) > LONGEST;
    if too_long || a.len().abs_diff(b.len()) > 2 || !a.is_ascii() || !b.is_ascii() {
        return 3;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut before_last = [0_usize; LONGEST + 1];
    let mut last: [usize; LONGEST + 1] = std::array::from_fn(|at| at);
    for i in 1..=a.len() {
        let mut row = [i; LONGEST + 1];
        let mut smallest = i;
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
            smallest = smallest.min(row[j]);
        }
        // A swap looks back two rows, but begins where a change has cost one already.
        if smallest > 3 {
            return 3;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()].min(3)
}
