//! The sections of the page.

use std::io::{self, Write};

use super::text::{escaped, time};
use super::{CallRow, MAX_ROWS};
use crate::call::Cause;
use crate::facts::{AppliedRule, Facts, FailureGroup, PersonalDataChoice};

/// Groups of failures that the page tells in full.
const MAX_FAILURES: usize = 50;
/// Events of the timeline that the page lists.
const MAX_EVENTS: usize = 300;

const SECTIONS: [(&str, &str); 9] = [
    ("summary", "In short"),
    ("failures", "What failed, and why"),
    ("connection", "The connection"),
    ("timeline", "What happened to it"),
    ("scopes", "Scopes"),
    ("limits", "Rate limits"),
    ("calls", "Calls"),
    ("environment", "Versions and environment"),
    ("removed", "What was removed"),
];

pub(super) fn contents(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<nav aria-label=\"Sections\"><ul>")?;
    for (id, title) in SECTIONS {
        writeln!(out, "<li><a href=\"#{id}\">{title}</a></li>")?;
    }
    writeln!(out, "</ul></nav>")
}

/// Opens a section with its heading.
pub(super) fn section(out: &mut dyn Write, id: &str) -> io::Result<()> {
    let title = SECTIONS.iter().find(|(other, _)| *other == id).map_or(id, |(_, title)| title);
    writeln!(out, "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>")
}

pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</section>")
}

/// The head of a table. A wide one scrolls in its own region, which the keyboard reaches.
fn table(out: &mut dyn Write, caption: &str, columns: &[&str]) -> io::Result<()> {
    write!(
        out,
        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\"><table>\n<caption>{0}</caption>\n<thead><tr>",
        escaped(caption)
    )?;
    for column in columns {
        write!(out, "<th scope=\"col\">{column}</th>")?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")
}

fn end_table(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</tbody></table></div>")
}

/// A row whose first cell is its heading. Cells are escaped already.
fn row(out: &mut dyn Write, class: &str, cells: &[String]) -> io::Result<()> {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    write!(out, "<tr{class}>")?;
    for (at, cell) in cells.iter().enumerate() {
        match at {
            0 => write!(out, "<th scope=\"row\">{cell}</th>")?,
            _ => write!(out, "<td>{cell}</td>")?,
        }
    }
    writeln!(out, "</tr>")
}

fn paragraph(out: &mut dyn Write, text: &str) -> io::Result<()> {
    writeln!(out, "<p>{}</p>", escaped(text))
}

fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<code>{}</code>", escaped(text)) }
}

pub(super) fn summary(out: &mut dyn Write, facts: &Facts) -> io::Result<()> {
    section(out, "summary")?;
    writeln!(out, "<ul>")?;
    for sentence in &facts.summary.sentences {
        writeln!(out, "<li>{}</li>", escaped(sentence))?;
    }
    writeln!(out, "</ul>")?;
    end(out)
}

pub(super) fn failures(out: &mut dyn Write, facts: &Facts) -> io::Result<()> {
    section(out, "failures")?;
    if facts.failures.is_empty() {
        paragraph(out, "Nothing failed.")?;
    }
    for group in facts.failures.iter().take(MAX_FAILURES) {
        failure(out, group)?;
    }
    let more = facts.failures.len().saturating_sub(MAX_FAILURES);
    if more > 0 {
        paragraph(out, &format!("{more} more kinds of failure are in report.json."))?;
    }
    end(out)
}

fn failure(out: &mut dyn Write, group: &FailureGroup) -> io::Result<()> {
    let title = group.causes.first().map_or("No cause could be told", |cause| &cause.title);
    let status = group.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    let times = if group.count == 1 { "once".to_owned() } else { format!("{} times", group.count) };
    writeln!(out, "<article>\n<h3>{}</h3>", escaped(title))?;
    write!(
        out,
        "<p>{} {}, {}, from {} to {}. The last one is call {}",
        code(&format!("{} {}", group.method, group.operation)),
        escaped(&status),
        times,
        time(&group.first_at),
        time(&group.last_at),
        group.call
    )?;
    match &group.correlation_id {
        Some(id) => writeln!(out, ", correlation id {}.</p>", code(id))?,
        None => writeln!(out, ".</p>")?,
    }
    if group.cannot_tell {
        paragraph(out, "Nothing at hand tells the causes apart.")?;
    }
    writeln!(out, "<ol>")?;
    for cause in &group.causes {
        self::cause(out, cause)?;
    }
    writeln!(out, "</ol>")?;
    if !group.unknown.is_empty() {
        writeln!(out, "<h4>Not known, and would help</h4>\n<ul>")?;
        for unknown in &group.unknown {
            writeln!(out, "<li>{}</li>", escaped(unknown))?;
        }
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</article>")
}

fn cause(out: &mut dyn Write, cause: &Cause) -> io::Result<()> {
    write!(
        out,
        "<li><strong>{}</strong> ({}; must act: {}; {})\n<ul>",
        escaped(&cause.title),
        escaped(&cause.certainty),
        escaped(&cause.who.replace('_', " ")),
        code(&cause.label)
    )?;
    for evidence in &cause.evidence {
        let tells = evidence.tells.as_deref().map(|tells| format!(" {}", escaped(tells))).unwrap_or_default();
        writeln!(out, "<li>{}: {}{tells}</li>", escaped(&evidence.place), code(&evidence.quote))?;
    }
    writeln!(out, "</ul>")?;
    paragraph(out, &format!("To mend it: {}", cause.fix))?;
    paragraph(out, &format!("In exact terms: {}", cause.exact_fix))?;
    if let Some(check) = &cause.next_check {
        paragraph(out, &format!("To tell: {check}"))?;
    }
    writeln!(out, "</li>")
}

/// A list of names with their values, those that are known.
fn facts_list(out: &mut dyn Write, facts: &[(&str, String)]) -> io::Result<()> {
    writeln!(out, "<dl>")?;
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "<dt>{name}</dt><dd>{value}</dd>")?;
    }
    writeln!(out, "</dl>")
}

pub(super) fn connection(out: &mut dyn Write, facts: &Facts) -> io::Result<()> {
    let about = &facts.connection;
    let known = |text: &Option<String>| text.as_deref().map(escaped).unwrap_or_default();
    let word = |text: &str| escaped(&text.replace('_', " "));
    section(out, "connection")?;
    let mut rows = vec![
        ("Portal", escaped(&about.portal_name)),
        ("Hub ID", code(&about.hub_id)),
        ("Data center", known(&about.data_center)),
        ("Account", word(&about.account_type)),
        ("Environment", word(&about.environment)),
        ("Time zone", known(&about.time_zone)),
        ("Credential", word(&about.credential)),
        ("User", known(&about.user)),
        ("App", known(&about.app_name)),
        ("App id", known(&about.app_id)),
        ("Client id", known(&about.client_id)),
        ("Connected", time(&about.connected_at)),
        ("State", format!("{} {}", word(&about.state), known(&about.state_message))),
    ];
    if let Some(token) = &about.token {
        rows.push(("Token", format!("from {} to {}", time(&token.issued_at), time(&token.expires_at))));
        rows.push(("Clock", format!("{} s ahead of the server's", token.clock_skew_seconds)));
        let last = token.last_refresh.as_ref();
        rows.push((
            "Last refresh",
            last.map_or_else(
                || "none since it was connected".to_owned(),
                |last| match &last.message {
                    Some(why) => format!("{}: {}", time(&last.at), escaped(why)),
                    None => format!("{}: {}", time(&last.at), if last.worked { "worked" } else { "failed" }),
                },
            ),
        ));
    }
    facts_list(out, &rows)?;
    end(out)
}

pub(super) fn timeline(out: &mut dyn Write, facts: &Facts) -> io::Result<()> {
    section(out, "timeline")?;
    if facts.timeline.is_empty() {
        paragraph(out, "Nothing is known to have happened to it in this time.")?;
        return end(out);
    }
    let skipped = facts.timeline.len().saturating_sub(MAX_EVENTS);
    let left_out = skipped + facts.timeline_left_out as usize;
    if left_out > 0 {
        paragraph(out, &format!("{left_out} earlier events are not listed here."))?;
    }
    table(out, "Connects, refreshes, failures and changes of scopes", &["When", "What", "Outcome", "Call"])?;
    for event in facts.timeline.iter().skip(skipped) {
        let outcome = if event.failed { "failed" } else { "worked" };
        row(
            out,
            if event.failed { "failed" } else { "" },
            &[
                time(&event.at),
                escaped(&event.sentence),
                outcome.to_owned(),
                event.call.map(|call| call.to_string()).unwrap_or_default(),
            ],
        )?;
    }
    end_table(out)?;
    end(out)
}

pub(super) fn scopes(out: &mut dyn Write, facts: &Facts) -> io::Result<()> {
    let scopes = &facts.scopes;
    section(out, "scopes")?;
    match &scopes.granted {
        None => paragraph(out, "HubSpot does not tell which scopes this credential has.")?,
        Some(granted) => {
            writeln!(out, "<p>{} scopes are granted:</p>\n<ul class=\"names\">", granted.len())?;
            for scope in granted {
                writeln!(out, "<li>{}</li>", code(scope))?;
            }
            writeln!(out, "</ul>")?;
        }
    }
    if scopes.endpoints.is_empty() {
        paragraph(out, "No endpoints were chosen to be judged.")?;
        return end(out);
    }
    table(out, "The chosen endpoints", &["Endpoint", "Verdict", "Why", "Smallest addition"])?;
    for endpoint in &scopes.endpoints {
        let title = endpoint.title.as_deref().map(|title| format!("{} ", escaped(title))).unwrap_or_default();
        let missing = endpoint.missing.first().map(|missing| missing.join(" ")).unwrap_or_default();
        row(
            out,
            if endpoint.verdict == "allowed" { "" } else { "failed" },
            &[
                title + &code(&format!("{} {}", endpoint.method, endpoint.path)),
                escaped(&endpoint.label),
                escaped(&endpoint.sentence),
                code(&missing),
            ],
        )?;
    }
    end_table(out)?;
    end(out)
}

pub(super) fn calls<'a>(
    out: &mut dyn Write,
    rows: impl Iterator<Item = &'a CallRow>,
    calls: u32,
) -> io::Result<()> {
    section(out, "calls")?;
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        paragraph(out, "There are none in this report.")?;
        return end(out);
    }
    let more = (calls as usize).saturating_sub(rows.len());
    if more > 0 {
        let sentence =
            format!("These are the newest {MAX_ROWS}; {more} more are in report.json and calls.har.");
        paragraph(out, &sentence)?;
    }
    let columns = ["Call", "When", "What", "Outcome", "Took", "Correlation id", "Cause"];
    table(out, "The calls, the newest first", &columns)?;
    for call in rows {
        row(
            out,
            if call.failed { "failed" } else { "" },
            &[
                call.number.to_string(),
                time(&call.started_at),
                code(&format!("{} {}", call.method, call.address)),
                escaped(&call.outcome),
                format!("{} ms", call.duration_ms),
                code(&call.correlation_id),
                escaped(&call.cause),
            ],
        )?;
    }
    end_table(out)?;
    end(out)
}

pub(super) fn environment(out: &mut dyn Write, facts: &Facts) -> io::Result<()> {
    section(out, "environment")?;
    let versions: Vec<_> =
        facts.versions.iter().map(|one| format!("{} ({} calls)", code(&one.version), one.calls)).collect();
    facts_list(
        out,
        &[
            ("Program", escaped(&format!("{} {}", facts.made_by.name, facts.made_by.version))),
            ("Catalogue", escaped(&facts.made_by.catalog_date)),
            ("System", escaped(&format!("{} {}", facts.made_on.os, facts.made_on.arch))),
            ("Secrets are kept in", escaped(&facts.made_on.secrets_kept_in)),
            ("Keyring", escaped(&facts.made_on.keyring.replace('_', " "))),
            ("API versions called", versions.join(", ")),
        ],
    )?;
    end(out)
}

pub(super) fn removed(out: &mut dyn Write, facts: &Facts) -> io::Result<()> {
    section(out, "removed")?;
    paragraph(
        out,
        match facts.personal_data {
            PersonalDataChoice::Keep => "Secrets were replaced with labels. Personal data was kept.",
            PersonalDataChoice::Mask => {
                "Secrets were replaced with labels, personal data with made-up values, the same ones for the same data."
            }
            PersonalDataChoice::Remove => "Secrets and personal data were replaced with labels.",
        },
    )?;
    if !facts.removed.is_empty() {
        table(out, "What was replaced, how often", &["Kind", "Found by", "Times"])?;
        for one in &facts.removed {
            let rule = match one.rule {
                AppliedRule::KnownValue => "its value, which the app knows",
                AppliedRule::Name => "the name beside it",
                AppliedRule::Shape => "its form",
                AppliedRule::PersonalData => "rules for personal data",
                AppliedRule::Mask => "a text that was typed in",
                AppliedRule::Unread => "not read: it was encoded too often",
                AppliedRule::Earlier => "any of these, before the call was kept",
            };
            row(out, "", &[escaped(&one.kind), rule.to_owned(), one.count.to_string()])?;
        }
        end_table(out)?;
    }
    end(out)
}
