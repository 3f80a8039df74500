//! What the shell or the client makes of a command as it is written.

use portalscope_formats::NoteKind;

use crate::document::unnumbered;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "command-quoting",
    severity: Severity::Error,
    label: None,
    about: "Without quotes the shell ends the command at `&`, and curl takes braces and brackets for patterns.",
    wrong: &[
        "curl https://api.hubapi.com/crm/v3/objects/contacts?limit=5&after=3 -H \"Authorization: Bearer $HUBSPOT_TOKEN\"",
    ],
    right: &[
        "curl 'https://api.hubapi.com/crm/v3/objects/contacts?limit=5&after=3' -H \"Authorization: Bearer $HUBSPOT_TOKEN\"",
    ],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for note in &subject.request.notes {
        let (message, severity) = match &note.kind {
            NoteKind::UnquotedAmpersand => (
                "An `&` stands without quotes: the shell ends the command there, so that the rest of the address and what follows \
                 is not sent. Put the address in quotes.",
                Severity::Error,
            ),
            NoteKind::StrayWord => (
                "A word is neither an option nor an address, and is taken for another address; most often a quote is missing \
                 before it.",
                Severity::Error,
            ),
            NoteKind::Refused(_) => ("The client refuses an option as it is written here.", Severity::Error),
            NoteKind::Pattern(_) => (
                "curl takes braces and brackets in an address for patterns. Add `--globoff`, or write them as %7B, %7D, %5B and \
                 %5D.",
                Severity::Warning,
            ),
            _ => continue,
        };
        let mut at = subject.at_request(Part::Url);
        if let (Some(span), Some(_)) = (&note.span, at.place) {
            at.place = Some(unnumbered(span));
        }
        findings.push(RULE.finding(at, message).severity(severity));
    }
}
