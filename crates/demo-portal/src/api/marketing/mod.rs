//! Marketing: forms, email and workflows, one module for each API family. Each serves all versions of its API over
//! the same data.

mod campaigns;
mod email_events;
mod form_submissions;
mod forms;
mod marketing_emails;
mod preferences;
mod single_sends;
mod subscriptions;
mod workflows;

use super::shared::{Context, is_dated};
use crate::http::answer::Outcome;

/// Serves the paths of marketing; `None` for others.
pub(super) fn route(context: &Context, method: &str, segments: &[&str]) -> Option<Outcome> {
    match segments {
        ["forms", "v2", rest @ ..] => forms::route_v2(context, method, rest),
        ["marketing", "v3", "forms", rest @ ..] => forms::route_v3(context, method, rest),
        ["marketing", "forms", version, rest @ ..] if is_dated(version) => {
            forms::route_v3(context, method, rest)
        }
        ["form-integrations", "v1", "submissions", "forms"] if method == "GET" => {
            Some(form_submissions::list(context, None))
        }
        ["form-integrations", "v1", "submissions", "forms", guid] if method == "GET" => {
            Some(form_submissions::list(context, Some(guid)))
        }
        ["submissions", "v3", "integration", "submit", _, guid]
        | ["submissions", "v3", "integration", "secure", "submit", _, guid]
            if method == "POST" =>
        {
            Some(form_submissions::submit(context, guid))
        }
        ["uploads", "form", "v2", _, guid] if method == "POST" => {
            Some(form_submissions::submit_form(context, guid))
        }
        ["email", "public", "v1", "events", rest @ ..] if method == "GET" => {
            email_events::route(context, rest)
        }
        ["email", "public", "v1", "campaigns", rest @ ..] if method == "GET" => {
            campaigns::route(context, rest)
        }
        ["email", "public", "v1", "subscriptions", rest @ ..] => subscriptions::route(context, method, rest),
        ["marketing-emails", "v1", "emails", rest @ ..] => marketing_emails::route_v1(context, method, rest),
        ["marketing", "v3", "emails", rest @ ..] => marketing_emails::route_v3(context, method, rest),
        ["marketing", "emails", version, rest @ ..] if is_dated(version) => {
            marketing_emails::route_v3(context, method, rest)
        }
        ["automation", "v3", "workflows", rest @ ..] => workflows::route_v3(context, method, rest),
        ["automation", "v2", "workflows", rest @ ..] => workflows::route_v2(context, method, rest),
        ["automation", "v4", "flows", rest @ ..] => workflows::route_flows(context, method, rest),
        ["automation", version, "flows", rest @ ..] if is_dated(version) => {
            workflows::route_flows(context, method, rest)
        }
        _ => single_sends::route(context, method, segments)
            .or_else(|| preferences::route(context, method, segments)),
    }
}
