//! Settings files: variables that are named for one credential and hold another, and the file of HubSpot's command line.

use portalscope_redact::{TokenForm, is_placeholder};

use crate::document::{Document, at};
use crate::finding::{Finding, Fix, Severity};
use crate::rule::{Check, Rule};
use crate::rules::token_kind::is_uuid;

pub(crate) const NAMED: Rule = Rule {
    name: "variable-kind",
    severity: Severity::Error,
    label: Some("wrong-token-kind"),
    about: "A variable is named for one kind of credential and holds another.",
    wrong: &[
        "HUBSPOT_ACCESS_TOKEN=CiRuYTEtNGUxYy0wN2IyLTRmOGEtYjZhMC0yYzdkNTFlOWYwODMQ7rz2CBi5\n",
        "export HUBSPOT_REFRESH_TOKEN=\"pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\"\n",
        "HUBSPOT_CLIENT_SECRET=pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "HUBSPOT_API_KEY=4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    right: &[
        "HUBSPOT_ACCESS_TOKEN=pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\nHUBSPOT_DEVELOPER_API_KEY=eu1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083\nHUBSPOT_REFRESH_TOKEN=na1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083\nHUBSPOT_CLIENT_SECRET=4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    check: Check::Document(check_named),
};

pub(crate) const TAB: Rule = Rule {
    name: "config-tab",
    severity: Severity::Error,
    label: None,
    about: "YAML allows no tab in the indentation; HubSpot's command line cannot read its file with one.",
    wrong: &[
        "defaultPortal: DEV\nportals:\n  - name: DEV\n  \tportalId: 4210077\n    authType: personalaccesskey\n",
    ],
    right: &[
        "defaultPortal: DEV\nportals:\n  - name: DEV\n    portalId: 4210077\n    authType: personalaccesskey\n",
    ],
    check: Check::Document(check_tab),
};

const MAX_LINES: usize = 5_000;

pub(super) fn is_one(text: &str) -> bool {
    is_config(text) || lines(text).any(|(_, line)| variable(line).is_some())
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    });
    lines.filter(|(_, line)| line.len() <= 4_000).take(MAX_LINES)
}

/// Name, value and the value's place of a line such as `export HUBSPOT_TOKEN="…"`.
fn variable(line: &str) -> Option<(&str, &str, usize)> {
    let start = line.trim_start_matches([' ', '\t']);
    let start = start
        .strip_prefix("export ")
        .or_else(|| start.strip_prefix("$env:"))
        .or_else(|| start.strip_prefix("set "))
        .unwrap_or(start);
    let (name, value) = start.split_once('=')?;
    let name = name.trim();
    let is_of_hubspot = name.len() <= 60
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        && (name.contains("HUBSPOT") || name.starts_with("HS_"));
    let trimmed = value.trim().trim_matches(['"', '\'']);
    let offset = trimmed.as_ptr() as usize - line.as_ptr() as usize;
    (is_of_hubspot && !trimmed.is_empty()).then_some((name, trimmed, offset))
}

fn check_named(document: &Document<'_>, findings: &mut Vec<Finding>) {
    for (start, line) in lines(document.text) {
        let Some((name, value, offset)) = variable(line) else { continue };
        let Some((why, label)) = (!is_placeholder(value)).then(|| wrong(name, value)).flatten() else {
            continue;
        };
        let span = start + offset..start + offset + value.len();
        let message = format!("{why} ({} characters.)", value.chars().count());
        findings.push(NAMED.finding(at(Some(name), &span), message).label(label));
        if findings.len() >= 20 {
            return;
        }
    }
}

fn wrong(name: &str, value: &str) -> Option<(&'static str, &'static str)> {
    use TokenForm::{Access, Hublet, PersonalAccessKey, Static};
    let form = TokenForm::of(value);
    let has = |word: &str| name.contains(word);
    let why = if has("PERSONAL") {
        match form? {
            Static => {
                "This is the token of an app or a service key, which HubSpot's command line does not take as its key."
            }
            _ => return None,
        }
    } else if has("DEVELOPER") {
        match form? {
            Static | Access => {
                "This is a token of a portal. The developer API key belongs to a developer account, and begins with the data center."
            }
            _ => return None,
        }
    } else if has("REFRESH") {
        match form? {
            Static => "This is a static token, which does not end and cannot be refreshed: send it as it is.",
            Access | PersonalAccessKey => {
                "This is not a refresh token, which begins with the data center, such as `na1-`."
            }
            _ => return None,
        }
    } else if has("CLIENT_SECRET") || has("CLIENT_ID") {
        form.filter(|form| *form != Hublet)?;
        return Some((
            "This is a token. The app's client id and secret stand on its Auth page at HubSpot.",
            "client-id-invalid",
        ));
    } else if has("API_KEY") || has("APIKEY") || has("HAPIKEY") {
        match form {
            Some(PersonalAccessKey) => PERSONAL,
            None if is_uuid(value) => {
                let why = "This has the form of an account's API key, which HubSpot has not taken since 2022-11-30. Make a service key in the portal.";
                return Some((why, "hapikey-sunset"));
            }
            _ => return None,
        }
    } else if has("TOKEN") || has("SERVICE_KEY") || has("PRIVATE_APP") {
        match form? {
            PersonalAccessKey => PERSONAL,
            Hublet => {
                "This has the form of a refresh token, an authorization code or a developer API key; none of them opens the API."
            }
            _ => return None,
        }
    } else {
        return None;
    };
    Some((why, "wrong-token-kind"))
}

const PERSONAL: &str = "This is a personal access key of HubSpot's command line, not an access token: the API answers 401 \"expired … day(s) ago\". \
    Take a service key of the portal, or an OAuth access token.";

fn is_config(text: &str) -> bool {
    text.len() <= 1_000_000
        && (text.contains("personalAccessKey:") || text.contains("authType:"))
        && (text.contains("portals:") || text.contains("accounts:"))
}

fn check_tab(document: &Document<'_>, findings: &mut Vec<Finding>) {
    if !is_config(document.text) {
        return;
    }
    for (start, line) in lines(document.text) {
        let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
        let Some(tab) = line[..indentation].find('\t') else { continue };
        let end = line[..indentation].rfind('\t').map_or(tab + 1, |last| last + 1);
        let span = start + tab..start + end;
        let message =
            "A tab stands in the indentation, which YAML does not allow: the whole file cannot be read.";
        let fix = Fix::new("Write spaces", &span, "  ".repeat(end - tab));
        findings.push(TAB.finding(at(None, &span), message).fix(fix));
        if findings.len() >= 20 {
            return;
        }
    }
}
