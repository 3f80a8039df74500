//! Scores the diagnosis over failures with known causes: `cargo run --release --example score -- FILE [--verbose]`. Each line
//! of the file is an object with `stage`, `request`, `response`, and with `cause`, `cause_group`, `hard` and `not_evident`.
//! Beside it, over the same cases: HubSpot's message taken at its word, a flat rule by status, and the crate
//! `llm-assisted-api-debugging-lab`, which knows HTTP and not HubSpot. These are scored by group, and by their first cause alone.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program for figures")]

use portalscope_catalog::Catalog;
use portalscope_diagnosis::{Case, CauseCertainty, Diagnosis, diagnose};
use serde_json::Value;

#[derive(Default)]
struct Score {
    cases: usize,
    first: usize,
    first_group: usize,
    among_five: usize,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let text = std::fs::read_to_string(arguments.next().expect("a file")).unwrap();
    let verbose = arguments.next().is_some();
    let mut scores = [Score::default(), Score::default(), Score::default()];
    let (mut invented, mut wrong_certain) = (0, 0);
    let mut others = [0; 3];
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let document: Value = serde_json::from_str(line).unwrap();
        let found = diagnose(&Case::from_json(&document).unwrap(), Catalog::bundled(), "2026-11-28");
        let class = match (document["hard"] == true, document["not_evident"] == true) {
            (true, _) => 1,
            (false, true) => 2,
            (false, false) => 0,
        };
        let (cause, group) = (document["cause"].as_str().unwrap(), document["cause_group"].as_str().unwrap());
        for (right, told) in others.iter_mut().zip([literal(&document), by_status(&document), lab(&document)])
        {
            *right += usize::from(told.contains(&group));
        }
        let score = &mut scores[class];
        score.cases += 1;
        let is_first = found.causes.first().is_some_and(|first| first.label.label() == cause);
        score.first += usize::from(is_first);
        score.first_group +=
            usize::from(found.causes.first().is_some_and(|first| first.label.group() == group));
        score.among_five += usize::from(found.causes.iter().any(|named| named.label.label() == cause));
        let named =
            |at_least: CauseCertainty| found.causes.iter().filter(move |named| named.certainty >= at_least);
        let made_up = named(CauseCertainty::Likely).filter(|named| named.label.group() != group).count();
        invented += made_up;
        wrong_certain += named(CauseCertainty::Certain).filter(|named| named.label.label() != cause).count();
        if verbose && (!is_first || made_up > 0) {
            show(&document, class, &found);
        }
    }
    for (name, score) in ["evident", "hard", "not evident"].iter().zip(&scores) {
        println!(
            "{name}: {} cases, first right {} ({} by group), among five {}",
            score.cases, score.first, score.first_group, score.among_five
        );
    }
    let all: usize = scores.iter().map(|score| score.cases).sum();
    let by_group: usize = scores.iter().map(|score| score.first_group).sum();
    let [literal, by_status, lab] = others;
    println!(
        "first group right, of {all}: ours {by_group}; message at its word {literal}; by status {by_status}; lab {lab}"
    );
    println!(
        "invented (certain or likely, of another group): {invented}; certain and wrong: {wrong_certain}"
    );
}

fn show(document: &Value, class: usize, found: &Diagnosis) {
    let causes: Vec<String> =
        found.causes.iter().map(|named| format!("{} {:?}", named.label, named.certainty)).collect();
    println!("{} [{}] {}: {}", document["id"], ["E", "H", "N"][class], document["cause"], causes.join(" > "));
}

/// The groups that HubSpot's category or sentence names, taken at its word.
fn literal(document: &Value) -> Vec<&'static str> {
    let said = document["response"]["body"].to_string().to_lowercase();
    let table = [
        ("missing_scopes", "scope-not-granted"),
        ("required scopes", "scope-not-granted"),
        ("expired", "token-expired"),
        ("credentials not found", "credential-missing"),
        ("invalid_authentication", "token-invalid"),
        ("bad_refresh_token", "refresh-token-invalid"),
        ("bad_auth_code", "auth-code-invalid"),
        ("redirect", "redirect-uri-mismatch"),
        ("client id", "client-id-invalid"),
        ("rate_limit", "rate-limit"),
        ("secondly", "rate-limit"),
        ("already exist", "already-exists"),
        ("conflict", "already-exists"),
        ("property values were not valid", "property-invalid"),
        ("required", "required-field-missing"),
        ("invalid input json", "request-format"),
        ("not_found", "object-not-found"),
        ("not found", "object-not-found"),
        ("uri too long", "request-too-large"),
        ("permission", "user-lacks-permission"),
        ("scope", "authorize-scope-mismatch"),
        ("internal error", "hubspot-side"),
        ("signature", "webhook"),
    ];
    table.iter().find(|(words, _)| said.contains(words)).map(|(_, group)| *group).into_iter().collect()
}

/// One cause for each status, as tools have it that know no more.
fn by_status(document: &Value) -> Vec<&'static str> {
    vec![match document["response"]["status"].as_u64() {
        Some(401) => "token-expired",
        Some(403) => "scope-not-granted",
        Some(404) => "object-not-found",
        Some(405) => "wrong-path-or-method",
        Some(409) => "already-exists",
        Some(414) => "request-too-large",
        Some(429) => "rate-limit",
        Some(500..) => "hubspot-side",
        Some(400 | 422) => "request-format",
        _ => "",
    }]
}

/// What the crate's rule comes to in these groups. A rule that covers several counts for any of them.
fn lab(document: &Value) -> Vec<&'static str> {
    use llm_assisted_api_debugging_lab::{cases, diagnose, evidence};
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let headers = |value: &Value| {
        value.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), text(value))).collect()
    };
    let (request, response) = (&document["request"], &document["response"]);
    let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    let case = cases::Case {
        name: "case".to_owned(),
        description: String::new(),
        request: cases::Request {
            method: text(&request["method"]),
            url: text(&request["url"]),
            headers: headers(&request["headers"]),
            body_summary: text(&request["body"]),
            client_unix_ts: None,
            timeout_ms: None,
        },
        response: status.map(|status| cases::Response {
            status,
            headers: headers(&response["headers"]),
            body_summary: text(&response["body"]),
            server_unix_ts: None,
            elapsed_ms: None,
        }),
        context: cases::Context::default(),
        log_path: None,
    };
    let found = diagnose::diagnose("case", &evidence::collect_evidence(&case, &text(&response["body"])));
    match found.rule {
        "rate_limit" => vec!["rate-limit"],
        "auth_missing" => vec!["credential-missing", "token-invalid", "token-expired"],
        "bad_payload" => vec!["request-format", "required-field-missing", "property-invalid"],
        "webhook_signature" => vec!["webhook"],
        "connection_timeout" => vec!["hubspot-side"],
        _ => Vec::new(),
    }
}
