//! Times of the command line: `2h` ago, or an instant.

use jiff::{SignedDuration, Timestamp};

/// A time that is given as how long ago it is, or as an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    Ago(SignedDuration),
    At(Timestamp),
}

impl Since {
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Ok(at) = text.parse() {
            return Ok(Self::At(at));
        }
        let hint = || "write it as 30m, 2h, 7d, or as 2026-11-22T10:00:00Z".to_owned();
        let unit = text.chars().last().ok_or_else(hint)?;
        let seconds: i64 = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 7 * 86_400,
            _ => return Err(hint()),
        };
        let count: u32 = text[..text.len() - 1].parse().map_err(|_| hint())?;
        Ok(Self::Ago(SignedDuration::from_secs(i64::from(count) * seconds)))
    }

    /// In milliseconds since 1970.
    pub fn instant(self) -> i64 {
        match self {
            Self::At(at) => at.as_millisecond(),
            Self::Ago(ago) => {
                Timestamp::now().as_millisecond() - i64::try_from(ago.as_millis()).unwrap_or(i64::MAX)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SignedDuration, Since};

    #[test]
    fn a_time_is_read_as_so_long_ago_or_as_an_instant() {
        for (text, hours) in [("2h", 2), ("120m", 2), ("7d", 168), ("1w", 168), ("3600s", 1)] {
            assert_eq!(Since::parse(text), Ok(Since::Ago(SignedDuration::from_hours(hours))), "{text}");
        }
        assert!(matches!(Since::parse("2026-11-22T10:00:00Z"), Ok(Since::At(_))));
        for text in ["", "h", "2", "-2h", "2y", "2é", "yesterday"] {
            assert!(Since::parse(text).is_err(), "{text}");
        }
    }
}
