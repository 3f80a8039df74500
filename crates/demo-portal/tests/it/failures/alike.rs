//! Pairs: different causes, the same answer.

use super::World;

/// Scenarios whose answers to the same call are the same.
const ALIKE: &[&[&str]] = &[
    &["scope-not-granted", "scope-propagation-delay", "scope-unavailable-in-portal"],
    &["scope-named-misleadingly", "scope-propagation-delay-emails"],
    &["scope-not-public", "scope-not-granted-workflows", "scope_not_public"],
    &["user-lacks-permission", "scope-not-granted-companies"],
    &["missing_scope", "scope_propagation_lag"],
    &["auth-method-unsupported", "token-invalid-at-app-endpoint"],
    &["wrong-token-kind", "token-invalid-key"],
    &["contact-exists", "search-index-lag", "concurrent-create-race"],
    &["unique-value-conflict", "search-index-lag-products"],
    &["object-not-found", "endpoint-sunset"],
    &["hubspot-server-error", "hubspot-outage"],
    &["rate-limit-secondly", "rate-limit-search-secondly"],
    &["record-locked", "locked"],
];

/// Ids and times, which differ in any two answers.
const OWN_HEADERS: &[&str] = &["date", "x-hubspot-correlation-id", "x-request-id"];

/// The text with each id of a request replaced, and each id of a record.
fn masked(text: &str) -> String {
    let mut shown = String::new();
    for word in text.split_inclusive(['"', ' ', '.', ',']) {
        let bare = word.trim_end_matches(['"', ' ', '.', ',']);
        let is_id = uuid_like(bare) || (bare.len() >= 9 && bare.bytes().all(|byte| byte.is_ascii_digit()));
        shown.push_str(if is_id { "#" } else { bare });
        shown.push_str(&word[bare.len()..]);
    }
    shown
}

fn uuid_like(word: &str) -> bool {
    word.len() == 36 && word.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[tokio::test]
async fn alike_scenarios_answer_the_same_call_with_the_same_bytes_but_ids_and_times() {
    for group in ALIKE {
        let mut answers = Vec::new();
        for name in *group {
            let world = World::of(name).await;
            let answer = world.call().await;
            let headers: Vec<(String, Vec<u8>)> = answer
                .headers
                .iter()
                .filter(|(name, _)| !OWN_HEADERS.contains(&name.as_str()))
                .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
                .collect();
            answers.push((world.scenario.call, answer.status, headers, masked(&answer.text)));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{group:?}: {answers:#?}");
    }
}

#[test]
fn only_ids_are_masked() {
    let text = r#"{"message":"Contact already exists. Existing ID: 1000000301","id":"01a21ff6-7d25-7563-b03a-bfd6087cb039"}"#;
    assert_eq!(masked(text), r##"{"message":"Contact already exists. Existing ID: #","id":"#"}"##);
}
