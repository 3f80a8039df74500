//! "Expired … ago": the age tells whether a token ended, or whether the value never was an access token.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::{Facts, Sent};
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Likely, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::Rule;
use crate::token::TokenLook;

pub(super) const RULE: Rule = Rule {
    name: "expired",
    about: "An expired token, told from a value that HubSpot reads as a token of 1970 or of its own documentation.",
    find,
    examples: EXAMPLES,
};

/// An age that ends within a year of 1970: the value was no access token at all, and its time reads as nought.
const SINCE_1970_DAYS: u64 = 18_000;
/// Older than any token that somebody still sends by mistake.
const LONG_AGO_DAYS: u64 = 3 * 365;

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage == Stage::Authorize || facts.stage == Stage::Token {
        return;
    }
    lifetime(facts, findings);
    let is_category = facts.category() == "EXPIRED_AUTHENTICATION";
    let Some(said) = facts.says_any(&["expired", "expired_authentication"]) else { return };
    let is_about_token = is_category || facts.says("token").is_some() || facts.status() == Some(401);
    if !is_about_token || facts.status().is_some_and(|status| status != 401) {
        return;
    }
    match age_days(facts) {
        Some(days) if days >= SINCE_1970_DAYS => never_a_token(facts, findings, said),
        None if facts.says("1970-01-01").is_some() => never_a_token(facts, findings, said),
        Some(days) if days >= LONG_AGO_DAYS => {
            let tells = "A token of that age is most often a sample from documentation.";
            findings.add(Cause::TokenPlaceholder, 70, [said.clone().tells(tells)]);
            findings.add(Cause::WrongTokenKind, 60, [said.clone()]);
            findings.add(Cause::TokenExpired, 50, [said]);
        }
        Some(_) => findings.add(Cause::TokenExpired, CERTAIN, [said]),
        None if is_category || facts.says("access token").is_some() => {
            findings.add(Cause::TokenExpired, LIKELY, [said]);
        }
        None => findings.add(Cause::TokenExpired, 70, [said]),
    }
}

/// A report of calls that worked for as long as a token lives: 30 minutes, and six hours for the first ones.
fn lifetime(facts: &Facts<'_>, findings: &mut Findings) {
    let phrases = [
        "after 30 minutes",
        "every 30 minutes",
        "after half an hour",
        "first half hour",
        "30-minute mark",
        "after 6 hours",
        "after six hours",
    ];
    let is_refused = facts.status().is_none_or(|status| matches!(status, 400 | 401 | 403));
    if let Some(said) = facts.says_any(&phrases).filter(|_| is_refused) {
        let tells = "An OAuth token lives for 30 minutes.";
        findings.add(Cause::TokenExpired, 66, [said.tells(tells)]);
    }
}

fn never_a_token(facts: &Facts<'_>, findings: &mut Findings, said: Evidence) {
    let tells = "Counted from 1970: HubSpot finds no time in the value, so it is no access token.";
    findings.add(Cause::WrongTokenKind, 70, [said.clone().tells(tells)]);
    let placeholder = match facts.sent {
        Sent::Bearer { look, .. } | Sent::OtherScheme { look } => match look {
            TokenLook::Placeholder => 75,
            TokenLook::Hublet
            | TokenLook::PersonalAccessKey
            | TokenLook::Static
            | TokenLook::JsonWebToken => 0,
            _ => 40,
        },
        _ => 40,
    };
    findings.add(Cause::TokenPlaceholder, placeholder, [said]);
    if placeholder == 0 {
        let value = facts.request_header("authorization").unwrap_or_default();
        let quote = Evidence::new("request.headers.Authorization", format!("Authorization: {value}"));
        findings.add(Cause::WrongTokenKind, LIKELY, [quote]);
    } else {
        findings.unknown("The form of the value that was sent as a token");
    }
}

/// The age in "expired 20336 day(s) ago", in days.
fn age_days(facts: &Facts<'_>) -> Option<u64> {
    let text = std::str::from_utf8(facts.said.normal()).ok()?;
    let rest = &text[text.find("expired ")? + "expired ".len()..];
    let number: u64 = rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let days = match unit.get(..3)? {
        "sec" | "mil" | "min" => 0,
        "hou" => number / 24,
        "day" => number,
        "wee" => number * 7,
        "mon" => number * 30,
        "yea" => number * 365,
        _ => return None,
    };
    Some(days)
}

const EXAMPLES: &[Example] = &[
    api("GET", "/crm/objects/2026-03/contacts", 401, r#"{"category": "EXPIRED_AUTHENTICATION", "message": "The OAuth token used to make this call expired 4 minute(s) ago."}"#).tells(Cause::TokenExpired, Certain),
    api("GET", "/crm/objects/2026-03/contacts", 401, r#"{"message": "The OAuth token used to make this call expired 20401 day(s) ago."}"#).tells(Cause::WrongTokenKind, Likely),
    api("GET", "/crm/objects/2026-03/quotes", 400, "fine at first, refused after 30 minutes").headers(r#"{"Authorization": "Bearer «access-token#1»"}"#).tells(Cause::TokenExpired, Possible),
];
