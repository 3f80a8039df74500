//! When generated records were created.

use super::random::Random;

/// The time of the newest record, 2026-10-01, in milliseconds since 1970.
pub(super) const NEWEST_MS: i64 = 1_790_812_800_000;
pub(super) const DAY_MS: i64 = 86_400_000;

/// A time in the 700 days before the newest record.
pub(super) fn random_time_ms(random: &mut Random) -> i64 {
    let days = i64::try_from(random.below(700)).unwrap_or_default();
    let time_of_day = i64::try_from(random.below(86_400)).unwrap_or_default() * 1000;
    NEWEST_MS - days * DAY_MS - time_of_day
}
