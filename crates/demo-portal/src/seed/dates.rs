//! When made-up records were written.

use super::random::Random;

/// 2026-10-01, when the newest of the made-up records was written.
pub(super) const NEWEST_MS: i64 = 1_790_812_800_000;
pub(super) const DAY_MS: i64 = 86_400_000;

/// A moment in the two years before the newest record.
pub(super) fn some_day(random: &mut Random) -> i64 {
    let days = i64::try_from(random.below(700)).unwrap_or_default();
    let within = i64::try_from(random.below(86_400)).unwrap_or_default() * 1000;
    NEWEST_MS - days * DAY_MS - within
}
