//! How many tests passed only on a retry, read from what nextest and the journeys print at their end:
//! `12 passed (1 flaky)`.

/// `output`: the last lines, colors included. 0 where no line names flaky tests.
pub fn count(output: &str) -> usize {
    output.lines().rev().find_map(|line| flaky(&without_colors(line))).unwrap_or(0)
}

/// The number before the word `flaky` in a line that counts what passed.
fn flaky(line: &str) -> Option<usize> {
    let words: Vec<&str> = line.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let before = words.windows(2).find(|pair| pair[1] == "flaky")?[0];
    before.parse().ok().filter(|_| words.contains(&"passed"))
}

/// Escape sequences begin with ESC and `[` and end with a letter.
fn without_colors(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    let visible = |part: &str| {
        part.find(|letter: char| letter.is_ascii_alphabetic()).map(|end| part[end + 1..].to_owned())
    };
    first + &parts.filter_map(visible).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn flaky_tests_are_counted_as_nextest_and_the_journeys_print_them() {
        let nextest = "Summary [ 9.9s] 4 tests run: 4 passed (2 slow, 1 flaky), 0 skipped\n  FLAKY 2/2 [ 0.0s] it kill::a";
        assert_eq!(count(nextest), 1);
        assert_eq!(count("11 journeys: 11 passed (2 flaky), 0 failed\nFLAKY: links, main"), 2);
    }

    #[test]
    fn colors_do_not_hide_the_number() {
        let bold = "4 tests run: \u{1b}[1m4\u{1b}[0m \u{1b}[32mpassed\u{1b}[0m (\u{1b}[1m1\u{1b}[0m \u{1b}[33mflaky\u{1b}[0m)";
        assert_eq!(count(bold), 1);
    }

    #[test]
    fn a_run_without_retries_counts_none() {
        assert_eq!(count("Summary [ 9.9s] 4 tests run: 4 passed, 3 skipped"), 0);
        assert_eq!(count("test passes_2_flaky_things ... ok"), 0);
        assert_eq!(count(""), 0);
    }
}
