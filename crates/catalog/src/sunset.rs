//! The dates that HubSpot announced for the end of old versions.
//!
//! The table is `data/sunsets.txt`. The caller passes today's date.

use std::sync::OnceLock;

use serde::Serialize;

use crate::bundle;
use crate::lines::{DataError, content_lines};
use crate::operation::{Operation, Resolved};

/// What happens to an operation, and when.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Sunset {
    /// Whether it stops responding on the date or only loses its support.
    pub kind: SunsetKind,
    /// A day as `2027-03-30`, or a month as `2027-09` where no day was announced. The earlier one if HubSpot names two.
    pub date: String,
    /// Where HubSpot says so.
    pub source: String,
    /// The later date that HubSpot names elsewhere.
    pub other: Option<OtherDate>,
}

/// Another date for the same end.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct OtherDate {
    /// A day or a month.
    pub date: String,
    /// Where HubSpot says so.
    pub source: String,
}

/// What happens on the date.
#[derive(Serialize, specta::Type, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
pub enum SunsetKind {
    /// No more fixes from then on; it may continue to respond.
    Unsupported,
    /// It no longer responds.
    Stops,
}

#[derive(Debug)]
struct Rule {
    fits: Fits,
    sunset: Sunset,
}

#[derive(Debug)]
enum Fits {
    Version(String),
    /// Paths that begin with this.
    Path(String),
}

impl Operation {
    /// When the operation loses its support, or stops; `None` if nothing was announced.
    pub fn sunset(&self) -> Option<&'static Sunset> {
        bundled().iter().find(|rule| rule.fits(self)).map(|rule| &rule.sunset)
    }
}

impl Resolved<'_> {
    /// The operation's sunset; for a dated version, the end of its support once that has passed: before, every current
    /// call would show one. `today` is a day such as `2027-09-14`.
    pub fn sunset(&self, today: &str) -> Option<Sunset> {
        self.operation.sunset().cloned().or_else(|| end_of_support(&self.version, today))
    }
}

impl Sunset {
    /// The end of a dated version's support. `None`: as for [`supported_until`].
    pub fn of_version(version: &str) -> Option<Self> {
        let source = "HubSpot's versioning page: 18 months after the release".to_owned();
        Some(Self { kind: SunsetKind::Unsupported, date: supported_until(version)?, source, other: None })
    }

    /// Whether its date is reached on `today`, a day such as `2027-09-14`. A month is reached on its first day.
    pub fn has_come(&self, today: &str) -> bool {
        today.get(..self.date.len()).is_some_and(|today| today >= self.date.as_str())
    }
}

fn end_of_support(version: &str, today: &str) -> Option<Sunset> {
    Sunset::of_version(version).filter(|ends| ends.has_come(today))
}

/// How long a dated version is supported after its release.
const MONTHS_OF_SUPPORT: u32 = 18;

/// The month in which a dated version's support ends, such as `2027-09` for `2026-03`. `None` for betas, which HubSpot
/// does not support, and for older versions, whose ends are announced one by one (`Operation::sunset`).
pub fn supported_until(version: &str) -> Option<String> {
    let (year, month) = version.split_once('-').filter(|(year, _)| year.len() == 4)?;
    let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
    let months = year * 12 + month.checked_sub(1).filter(|month| *month < 12)? + MONTHS_OF_SUPPORT;
    Some(format!("{}-{:02}", months / 12, months % 12 + 1))
}

impl Rule {
    fn fits(&self, operation: &Operation) -> bool {
        match &self.fits {
            Fits::Version(version) => operation.version == *version,
            Fits::Path(start) => operation.path.starts_with(start),
        }
    }
}

fn bundled() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| parse(bundle::text("sunsets.txt")).expect("BUG: a test parses the bundled sunsets"))
}

fn parse(text: &str) -> Result<Vec<Rule>, DataError> {
    let rule = |(number, line)| parse_rule(line).map_err(|what| DataError::new("sunsets.txt", number, what));
    content_lines(text).map(rule).collect()
}

fn parse_rule(line: &str) -> Result<Rule, String> {
    let mut parts = line.split(" | ");
    let words: Vec<&str> = parts.next().unwrap_or_default().split_whitespace().collect();
    let [kind, date, what, value] = words.as_slice() else {
        return Err("a kind, a date, `version` or `path`, and its value are wanted".to_owned());
    };
    let kind = match *kind {
        "unsupported" => SunsetKind::Unsupported,
        "stops" => SunsetKind::Stops,
        other => return Err(format!("`{other}` is no kind of sunset")),
    };
    let fits = match *what {
        "version" => Fits::Version((*value).to_owned()),
        "path" => Fits::Path((*value).to_owned()),
        other => return Err(format!("`{other}` is neither `version` nor `path`")),
    };
    let source = parts.next().ok_or("the source of the date is wanted")?.to_owned();
    let other = parts.next().map(parse_other).transpose()?;
    let date = checked(date)?;
    Ok(Rule { fits, sunset: Sunset { kind, date, source, other } })
}

fn parse_other(text: &str) -> Result<OtherDate, String> {
    let (date, source) = text.split_once(' ').ok_or("a date and its source are wanted")?;
    Ok(OtherDate { date: checked(date)?, source: source.to_owned() })
}

fn checked(date: &str) -> Result<String, String> {
    if is_date(date) { Ok(date.to_owned()) } else { Err(format!("`{date}` is neither a day nor a month")) }
}

/// `2027-03-30` or `2027-03`.
fn is_date(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let digits = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
    digits && matches!(lengths.as_slice(), [4, 2] | [4, 2, 2])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;

    fn sunset(method: &str, path: &str) -> Option<(SunsetKind, &'static str)> {
        let found = Catalog::bundled().resolve(method, path).expect("known");
        found.operation.sunset().map(|sunset| (sunset.kind, sunset.date.as_str()))
    }

    #[test]
    fn old_versions_lose_support_on_the_date_of_their_version() {
        use SunsetKind::Unsupported;
        assert_eq!(sunset("GET", "/crm/v3/objects/contacts"), Some((Unsupported, "2027-09")));
        assert_eq!(sunset("GET", "/engagements/v1/engagements/7"), Some((Unsupported, "2027-09")));
        assert_eq!(
            sunset("GET", "/crm/v4/objects/deals/1/associations/contacts"),
            Some((Unsupported, "2027-03-30"))
        );
        assert_eq!(sunset("POST", "/oauth/v3/token"), Some((Unsupported, "2027-09")));
    }

    #[test]
    fn what_stops_is_told_apart_from_what_is_only_unsupported() {
        use SunsetKind::{Stops, Unsupported};
        assert_eq!(sunset("POST", "/oauth/v1/token"), Some((Stops, "2027-02-16")));
        assert_eq!(sunset("GET", "/crm-pipelines/v1/pipelines/deals"), Some((Stops, "2026-12-04")));
        assert_eq!(sunset("GET", "/owners/v2/owners"), Some((Stops, "2025-03-24")));
        assert_eq!(sunset("GET", "/contacts/v1/lists/5"), Some((Stops, "2026-04-30")));
        let excepted = sunset("GET", "/contacts/v1/lists/all/contacts/all");
        assert_eq!(excepted, Some((Unsupported, "2027-09")));
    }

    #[test]
    fn a_date_comes_with_its_source_and_the_later_one_that_hubspot_names_elsewhere() {
        let found = Catalog::bundled().resolve("GET", "/crm/v4/associations/contacts/companies/labels");
        let sunset = found.and_then(|found| found.operation.sunset()).expect("announced");
        assert_eq!(
            (sunset.date.as_str(), sunset.source.as_str()),
            ("2027-03-30", "HubSpot's changelog of 2026-05-21")
        );
        let other = sunset.other.as_ref().expect("the migration guide names another");
        assert_eq!((other.date.as_str(), other.source.as_str()), ("2027-09", "HubSpot's migration guide"));
        for rule in bundled() {
            let Sunset { date, source, other, .. } = &rule.sunset;
            assert!(source.starts_with("HubSpot's "), "{rule:?}");
            assert!(other.as_ref().is_none_or(|other| other.date > *date), "the earlier counts: {rule:?}");
        }
    }

    #[test]
    fn dated_versions_and_betas_have_no_sunset() {
        assert_eq!(sunset("GET", "/crm/objects/2026-03/contacts"), None);
        assert_eq!(sunset("GET", "/crm/objects/2026-09/contacts"), None);
    }

    #[test]
    fn a_dated_version_is_supported_for_eighteen_months() {
        assert_eq!(supported_until("2025-09").as_deref(), Some("2027-03"));
        assert_eq!(supported_until("2026-03").as_deref(), Some("2027-09"));
        assert_eq!(supported_until("2026-09").as_deref(), Some("2028-03"));
        for version in ["v3", "2026-09-beta", "2026-13", "2026-00", "-", "20266-03", "2026-"] {
            assert_eq!(supported_until(version), None, "{version}");
        }
    }

    #[test]
    fn a_sunset_comes_with_its_day_or_with_the_first_of_its_month() {
        let has_come = |date: &str, today: &str| {
            let (date, source) = (date.to_owned(), String::new());
            Sunset { kind: SunsetKind::Stops, date, source, other: None }.has_come(today)
        };
        assert!(!has_come("2027-03-30", "2027-03-29") && has_come("2027-03-30", "2027-03-30"));
        assert!(!has_come("2028-03", "2028-02-29") && has_come("2028-03", "2028-03-01"));
        assert!(!has_come("2027-09", "2026-12-31") && has_come("2027-09", "2031-01-01"));
    }

    #[test]
    fn a_dated_version_has_a_sunset_once_its_support_has_ended() {
        let told = |path: &str, today: &str| {
            let found = Catalog::bundled().resolve("GET", path).expect("known");
            found.sunset(today).map(|sunset| (sunset.kind, sunset.date))
        };
        let ended = |month: &str| Some((SunsetKind::Unsupported, month.to_owned()));
        assert_eq!(told("/crm/objects/2026-03/contacts", "2027-08-31"), None);
        assert_eq!(told("/crm/objects/2026-03/contacts", "2027-09-01"), ended("2027-09"));
        assert_eq!(told("/crm/objects/2026-09/contacts", "2028-02-29"), None);
        assert_eq!(told("/crm/objects/2026-09/contacts", "2028-03-01"), ended("2028-03"));
        assert_eq!(
            told("/crm/v3/objects/contacts", "2026-11-22"),
            ended("2027-09"),
            "announced before it comes"
        );
    }

    #[test]
    fn nothing_that_stops_is_offered_as_current() {
        let stops = |op: &&Operation| op.sunset().is_some_and(|sunset| sunset.kind == SunsetKind::Stops);
        for operation in Catalog::bundled().operations().iter().filter(stops) {
            let is_old = operation.deprecated || operation.successor().is_some();
            assert!(is_old, "{} {}", operation.method, operation.path);
        }
    }

    #[test]
    fn every_line_of_the_table_is_the_first_to_fit_some_operation() {
        for rule in bundled() {
            let counts = |op: &Operation| {
                op.sunset().is_some_and(|sunset| std::ptr::eq(sunset, &raw const rule.sunset))
            };
            assert!(Catalog::bundled().operations().iter().any(counts), "{rule:?}");
        }
    }

    #[test]
    fn a_line_that_is_wrong_is_named() {
        for line in [
            "stops 2027-02-16 path | a page",
            "ends 2027-02 version v1 | a page",
            "stops soon version v1 | a page",
            "stops 2027-02 on v1 | a page",
            "stops 2027-02 version v1",
            "stops 2027-02 version v1 | a page | later, another page",
        ] {
            assert!(parse(line).is_err_and(|error| error.line == 1), "{line}");
        }
    }
}
