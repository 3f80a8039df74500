//! Requests that a connected app cannot send.

use portalscope_demo_portal::{FailureScenario, failure_scenarios};
use serde_json::Value;

async fn exchanges() -> Vec<(FailureScenario, Value)> {
    let all = failure_scenarios().await.into_iter();
    all.filter_map(|scenario| scenario.exchange.clone().map(|exchange| (scenario, exchange))).collect()
}

#[tokio::test]
async fn an_exchange_has_a_stage_a_whole_request_and_an_answer_without_the_portals_own_headers() {
    for (scenario, exchange) in exchanges().await {
        let name = scenario.name;
        assert!(scenario.connect.is_none(), "{name}");
        assert!(
            ["authorize", "token", "api", "webhook"].contains(&exchange["stage"].as_str().unwrap()),
            "{name}"
        );
        let url = exchange["request"]["url"].as_str().unwrap();
        assert!(url.starts_with("http") && !url.contains("127.0.0.1"), "{name}: {url}");
        assert!(!exchange["request"].to_string().contains("{access_token}"), "{name}");
        let text = exchange["response"].to_string().to_lowercase();
        assert!(!text.contains("x-demo") && !text.contains(name), "{name}: {text}");
    }
}

#[tokio::test]
async fn the_portal_answers_what_hubspot_answers() {
    let all = exchanges().await;
    for (name, status, words) in [
        ("header-missing", 401, "Authentication credentials not found"),
        ("header-malformed", 401, "Authentication credentials not found"),
        ("header-double-bearer", 401, "Authentication credentials not found"),
        ("token-placeholder", 401, "Authentication credentials not found"),
        ("wrong-token-kind-refresh-token", 401, "Authentication credentials not found"),
        ("hapikey-sunset", 401, "Authentication credentials not found"),
        ("client-secret-invalid", 400, "BAD_CLIENT_SECRET"),
        ("auth-code-malformed", 400, "BAD_AUTH_CODE"),
        ("auth-code-expired", 400, "EXPIRED_AUTH_CODE"),
        ("redirect-uri-mismatch-at-token", 400, "MISMATCH_REDIRECT_URI_AUTH_CODE"),
        ("refresh-token-invalid", 400, "BAD_REFRESH_TOKEN"),
        ("refresh-token-other-app", 400, "BAD_REFRESH_TOKEN"),
        ("token-request-body-format", 415, "Unsupported Media Type"),
        ("grant-type-unsupported", 400, "BAD_GRANT_TYPE"),
        ("authorize-scope-mismatch", 400, "scopes are insufficient"),
        ("authorize-scope-invalid", 400, "scopes are invalid"),
        ("redirect-uri-mismatch", 400, "match the app"),
        ("client-id-invalid", 400, "client_id was provided"),
    ] {
        let (_, exchange) = all.iter().find(|(scenario, _)| scenario.name == name).unwrap();
        assert_eq!(exchange["response"]["status"], status, "{name}: {exchange}");
        assert!(exchange["response"]["body"].to_string().contains(words), "{name}: {exchange}");
    }
}
