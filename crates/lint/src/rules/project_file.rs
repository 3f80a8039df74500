//! The file of a project: `hsproject.json`.

use crate::document::{Document, at};
use crate::finding::{Finding, Severity};
use crate::rule::{Check, Rule};

pub(crate) const PLATFORM: Rule = Rule {
    name: "project-platform",
    severity: Severity::Warning,
    label: None,
    about: "Projects of platform 2025.2 or older must move to 2026.09 by March 2027; the command line of 2026 drops the oldest.",
    wrong: &["{\n  \"name\": \"app\",\n  \"srcDir\": \"src\",\n  \"platformVersion\": \"2025.2\"\n}"],
    right: &[
        "{\n  \"name\": \"app\",\n  \"srcDir\": \"src\",\n  \"platformVersion\": \"2026.09\"\n}",
        "{\n  \"name\": \"app\",\n  \"srcDir\": \"src\",\n  \"platformVersion\": \"2026.03\"\n}",
    ],
    check: Check::Document(check),
};

/// Longer ones are no file of a project.
const MAX_FILE: usize = 20_000;
const KEY: &str = "\"platformVersion\"";
/// The youngest version that must move.
const LAST_OLD: (u16, u16) = (2025, 2);
/// The youngest that the marketplace no longer takes for new listings.
const LAST_UNLISTED: (u16, u16) = (2025, 1);

pub(super) fn is_one(text: &str) -> bool {
    text.len() <= MAX_FILE
        && text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && text.contains(KEY)
}

fn check(document: &Document<'_>, findings: &mut Vec<Finding>) {
    if !is_one(document.text) {
        return;
    }
    let Some((version, start)) = version(document.text) else { return };
    let Some(number) = number(version).filter(|number| *number <= LAST_OLD) else { return };
    let listing = if number <= LAST_UNLISTED {
        " Since 2026-11-02 the marketplace takes new listings from 2025.2 on."
    } else {
        ""
    };
    let message = format!(
        "This platform version must be moved to 2026.09 by March 2027.{listing} HubSpot's command line from 8.0 on wants Node 20 and \
         refuses the oldest versions."
    );
    findings.push(PLATFORM.finding(at(Some("platformVersion"), &(start..start + version.len())), message));
}

/// The value without its quotes, and where it starts.
fn version(text: &str) -> Option<(&str, usize)> {
    let after = text.find(KEY)? + KEY.len();
    let open = after + text[after..].find('"').filter(|length| *length < 40)? + 1;
    let length = text[open..].find('"').filter(|length| *length < 20)?;
    Some((&text[open..open + length], open))
}

/// `2025.2` as year and number.
fn number(version: &str) -> Option<(u16, u16)> {
    let (year, number) = version.split_once('.')?;
    Some((year.parse().ok()?, number.parse().ok()?))
}
