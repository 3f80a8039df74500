//! The sentences that a person reads first.

use portalscope_report::{ConnectionFacts, FailureGroup, Scopes, Summary};

use crate::report::tally::Sums;

/// Causes that are named.
const MAX_CAUSES: usize = 3;

pub(super) fn summary(connection: &ConnectionFacts, scopes: &Scopes, sums: &Sums) -> Summary {
    let mut sentences = vec![portal(connection)];
    sentences
        .extend(connection.state_message.as_ref().map(|why| format!("The connection is not good: {why}")));
    sentences.push(calls(sums));
    sentences.extend(sums.groups.iter().take(MAX_CAUSES).map(failure));
    let more = sums.groups.len().saturating_sub(MAX_CAUSES);
    if more > 0 {
        sentences.push(format!("There are {more} more kinds of failure."));
    }
    if sums.refused > 0 {
        sentences.push(format!("{} were refused because of the rate limit.", count(sums.refused, "call")));
    }
    sentences.extend(token(connection));
    sentences.extend(endpoints(scopes));
    Summary {
        sentences,
        calls: sums.calls,
        failures: sums.failures,
        first_at: sums.first_at.clone(),
        last_at: sums.last_at.clone(),
    }
}

fn portal(connection: &ConnectionFacts) -> String {
    let place =
        connection.data_center.as_ref().map_or_else(String::new, |center| format!(", data center {center}"));
    format!(
        "The portal is {} ({}), {}{place}, connected by {}.",
        connection.portal_name,
        connection.hub_id,
        connection.environment.replace('_', " "),
        match connection.credential.as_str() {
            "oauth" => "OAuth",
            "service_key" => "a service key",
            "private_app" => "a private app's token",
            _ => "a service key or a private app's token",
        }
    )
}

fn calls(sums: &Sums) -> String {
    let (Some(first), Some(last)) = (&sums.first_at, &sums.last_at) else {
        return "Nothing was sent in this time, or nothing of it is kept.".to_owned();
    };
    let failed = match sums.failures {
        0 => "none failed".to_owned(),
        1 => "1 failed".to_owned(),
        failures => format!("{failures} failed"),
    };
    format!("{} from {first} to {last}; {failed}.", count(sums.calls, "call"))
}

fn failure(group: &FailureGroup) -> String {
    let why = match group.causes.first() {
        Some(cause) => format!("{} ({})", cause.title, cause.certainty),
        None => "No cause could be told".to_owned(),
    };
    let id = group.correlation_id.as_ref().map_or_else(String::new, |id| format!(", correlation id {id}"));
    format!(
        "{why}: {} of {} {}, the last at {}{id}.",
        count(group.count, "call"),
        group.method,
        group.operation,
        group.last_at
    )
}

fn token(connection: &ConnectionFacts) -> Option<String> {
    let token = connection.token.as_ref()?;
    let last = token.last_refresh.as_ref().filter(|last| !last.worked)?;
    Some(format!("The last refresh of the token, at {}, failed.", last.at))
}

fn endpoints(scopes: &Scopes) -> Option<String> {
    let all = scopes.endpoints.len();
    let allowed = scopes.endpoints.iter().filter(|endpoint| endpoint.verdict == "allowed").count();
    (all > 0).then(|| format!("Of {all} chosen endpoints {allowed} are allowed by the granted scopes."))
}

fn count(count: u32, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
