//! Requests to HubSpot's MCP server, which is not its API.

use std::ops::Range;

use portalscope_formats::{Credential, Value};

use crate::address::Server;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "mcp-server",
    severity: Severity::Info,
    label: None,
    about: "HubSpot's MCP server has tokens and OAuth endpoints of its own, and takes the client secret in the form only.",
    wrong: &[
        "POST https://mcp.hubspot.com/\nContent-Type: application/json\nAuthorization: Bearer {{token}}\n\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}",
        "POST https://mcp.hubspot.com/oauth/v3/token\nContent-Type: application/x-www-form-urlencoded\nAuthorization: Basic YTpi\n\ngrant_type=refresh_token&refresh_token={{token}}",
    ],
    right: &[
        "POST https://mcp.hubspot.com/oauth/v3/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&client_id={{id}}&client_secret={{secret}}&refresh_token={{token}}",
    ],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.address.server != Server::Mcp || subject.is_address_alone() {
        return;
    }
    if subject.address.is_token_endpoint() {
        let message = "The MCP server's token endpoint reads the client secret from the form alone (`client_secret_post`): with \
            `Authorization: Basic` it answers 400 BAD_CLIENT_SECRET.";
        let at = |value| subject.at_value(Part::Header, Some("Authorization"), value);
        findings
            .extend(basic(subject).map(|value| RULE.finding(at(value), message).severity(Severity::Error)));
        return;
    }
    let message = "This is HubSpot's MCP server, not its API. It takes tokens of MCP apps, which people authorize at \
        /oauth/authorize/user. Its tools write up to ten records at a time and delete none; the portal's rules for properties hold. \
        Where it says REQUIRES_REAUTHORIZATION, an admin's data permissions may be the cause.";
    let range = subject.address.host.clone().unwrap_or(0..0);
    findings.push(RULE.finding(subject.at(Part::Url, None, &subject.request.url, &range), message));
}

/// A user name and password, from a client's option or as it stands in the header.
fn basic<'a>(subject: &'a Subject<'_>) -> Option<&'a Value> {
    let given = subject.request.credentials.iter().find_map(|credential| match credential {
        Credential::Basic(value) => Some(value),
        _ => None,
    });
    given.or_else(|| {
        let is_basic =
            |scheme: &Range<usize>, value: &Value| value.text[scheme.clone()].eq_ignore_ascii_case("basic");
        let in_header = subject
            .tokens
            .iter()
            .find(|token| token.schemes.iter().any(|scheme| is_basic(scheme, token.value)));
        in_header.map(|token| token.value)
    })
}
