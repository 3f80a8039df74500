//! All rules, in the order in which they are listed.

mod app_file;
mod authorization_missing;
mod authorization_twice;
mod authorize;
mod bearer_missing;
mod bearer_spelling;
mod bearer_twice;
mod body;
mod body_shape;
mod content_type;
mod credential_refused;
mod hapikey;
mod mcp_server;
mod object_type;
mod operation;
mod path_id;
mod project_file;
mod query;
mod search_filter;
mod secret_in_url;
mod settings;
mod shell;
mod token_cut;
mod token_elsewhere;
mod token_header;
mod token_hublet;
mod token_kind;
mod token_letters;
mod token_placeholder;
mod token_request;
mod url_host;
mod url_path;
mod webhook;

use portalscope_formats::Request;

use crate::document;
use crate::finding::{Finding, Severity};
use crate::rule::{Check, Rule};

pub(crate) static RULES: &[Rule] = &[
    authorization_missing::RULE,
    authorization_twice::RULE,
    bearer_missing::RULE,
    bearer_twice::RULE,
    bearer_spelling::RULE,
    token_letters::RULE,
    token_placeholder::RULE,
    token_placeholder::EXPRESSION,
    token_kind::RULE,
    token_cut::RULE,
    token_header::RULE,
    token_hublet::RULE,
    token_elsewhere::RULE,
    credential_refused::RULE,
    hapikey::RULE,
    secret_in_url::RULE,
    token_request::METHOD,
    token_request::BODY,
    token_request::FIELDS,
    token_request::VALUES,
    token_request::AUTHORIZATION,
    mcp_server::RULE,
    url_host::HOST,
    url_host::SCHEME,
    url_path::SLASHES,
    url_path::UNRESOLVED,
    url_path::JOINED,
    operation::UNKNOWN,
    operation::METHOD,
    operation::SUNSET,
    object_type::RULE,
    path_id::RULE,
    query::UNKNOWN,
    query::EMPTY,
    query::LENGTH,
    shell::RULE,
    content_type::RULE,
    content_type::VERSION,
    body::JSON,
    body::MISSING,
    body::ON_GET,
    body_shape::SHAPE,
    body_shape::LIMITS,
    search_filter::RULE,
    authorize::RULE,
    authorize::REDIRECT,
    authorize::CLIENT,
    app_file::JSON,
    app_file::SCOPES,
    project_file::PLATFORM,
    webhook::HEADER,
    webhook::BASE,
    settings::NAMED,
    settings::TAB,
    LIMIT,
];

pub(crate) const LIMIT: Rule = Rule {
    name: "not-judged",
    severity: Severity::Info,
    label: None,
    about: "Of a text with more than 1,000 requests the first 1,000 are judged.",
    wrong: &[],
    right: &[],
    check: Check::Limit,
};

/// Says how many requests of a text were not judged.
pub(crate) fn unjudged(requests: &[Request], judged: usize) -> Option<Finding> {
    let first = requests.get(judged)?;
    let message =
        format!("{} more requests were not judged: {judged} of a text are.", requests.len() - judged);
    Some(LIMIT.finding(document::at(None, &first.span), message))
}

/// Whether a text is one that rules look at as a whole.
pub(crate) fn is_known_document(text: &str) -> bool {
    app_file::is_one(text) || project_file::is_one(text) || webhook::is_one(text) || settings::is_one(text)
}
