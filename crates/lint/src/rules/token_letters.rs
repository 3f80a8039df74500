//! Characters in a token that no token has: quotes, braces, line ends, spaces, and what cannot be seen.

use std::ops::Range;

use crate::credential::Token;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "token-letters",
    severity: Severity::Error,
    label: Some("token-invalid"),
    about: "Quotes, line ends, spaces or invisible characters came along when the token was copied; HubSpot answers 401.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer \u{200b}pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer \"pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\"\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer \u{201c}pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\u{201d}\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer\u{a0}pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer {pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083}\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-4e1c07b2-93d5\u{2011}4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083;\n",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let given = subject.tokens.iter().filter(|token| !token.is_open() && is_meant_as_one(token.text()));
    for token in given {
        for range in foreign(token) {
            let letters = &token.value.text[range.clone()];
            let message = format!(
                "In the token ({} characters) stands {} at character {}. No token of HubSpot's has that: it came along when \
                 the token was copied, and HubSpot answers 401.",
                token.text().chars().count(),
                what(letters),
                token.value.text[token.range.start..range.start].chars().count() + 1,
            );
            let at = subject.at(Part::Credential, Some(token.name()), token.value, &range);
            let before = &token.value.text[..range.start];
            let replacement = match letters {
                "\u{a0}" if before.ends_with("Bearer") => " ",
                "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2014}" | "\u{2212}" => "-",
                _ => "",
            };
            let fix =
                subject.fix_at(token.value, &token.range, "Remove it from the token", &range, replacement);
            let fix = fix.map(|mut fix| {
                if replacement == "-" {
                    "Write a plain hyphen".clone_into(&mut fix.title);
                }
                fix
            });
            findings.push(RULE.finding(at, message).fix(fix));
        }
    }
}

/// Not a placeholder, of which another rule tells.
fn is_meant_as_one(text: &str) -> bool {
    let plain: String = text.chars().filter(|letter| is_of_tokens(*letter)).take(2_000).collect();
    plain.len() >= 16
        && !portalscope_redact::is_placeholder(text)
        && !portalscope_redact::is_placeholder(&plain)
}

fn is_of_tokens(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-_.+/=~".contains(letter)
}

/// The runs of letters that do not belong to the token.
fn foreign(token: &Token<'_>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, letter) in token.text().char_indices().filter(|(_, letter)| !is_of_tokens(*letter)) {
        let at = token.range.start + at;
        let end = at + letter.len_utf8();
        match runs.last_mut() {
            Some(run) if run.end == at && !"\u{a0}\u{2011}".contains(letter) => run.end = end,
            _ => runs.push(at..end),
        }
        if runs.len() > 20 {
            break;
        }
    }
    runs
}

fn what(letters: &str) -> &'static str {
    match letters.chars().next().unwrap_or_default() {
        '"' | '\'' | '`' => "a quotation mark",
        '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' => "a typographic quotation mark",
        '\n' | '\r' => "a line end",
        ' ' | '\t' => "a space",
        '\u{a0}' | '\u{2007}' | '\u{202f}' => "a no-break space, which looks like a space",
        '\u{feff}' => "a byte order mark, which cannot be seen",
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {
            "a character that cannot be seen"
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "a dash that only looks like a hyphen",
        '{' | '}' | '<' | '>' | '[' | ']' | '(' | ')' => "a bracket",
        ',' | ';' | ':' => "a punctuation mark",
        '\\' => "a backslash",
        _ => "a character",
    }
}
