//! The daily usage of the API.

use portalscope_demo_portal::DemoConfig;
use portalscope_hubspot::oauth::RedirectUri;
use portalscope_hubspot::{Credential, IdentityError, Token, account_details, api_usage};
use portalscope_vault::StaticToken;

use super::flow::Flow;

#[tokio::test]
async fn the_daily_usage_counts_calls_and_begins_anew_at_midnight() {
    // Far from midnight, where the count would begin anew between two calls.
    let starts_at = "2026-11-22T12:00:00Z".parse().ok();
    let config = DemoConfig { starts_at, ..DemoConfig::default() };
    let flow = Flow::with(RedirectUri::new(17421), config).await;
    let credential = Credential {
        environment: flow.app.environment.clone(),
        token: Token::Static(StaticToken::new(flow.demo.info().private_app_token.as_str())),
    };
    for _ in 0..3 {
        account_details(&flow.client, &credential).await.unwrap();
    }
    let usage =
        api_usage(&flow.client, &credential).await.unwrap().expect("a private app may know").remove(0);
    assert_eq!(usage.name.as_deref(), Some("private-apps-api-calls-daily"));
    assert_eq!((usage.usage_limit, usage.current_usage), (Some(650_000), Some(4)));
    assert_eq!(usage.fetch_status.as_deref(), Some("SUCCESS"));
    let left = usage.resets_at.unwrap().duration_since(usage.collected_at.unwrap());
    assert!(left.as_secs() > 0 && left.as_secs() <= 25 * 3600, "{left}");
}

#[tokio::test]
async fn missing_usage_is_unknown_and_a_refused_token_is_an_error() {
    let flow = Flow::new(RedirectUri::new(17421)).await;
    let token = |text: &str| Credential {
        environment: flow.app.environment.clone(),
        token: Token::Static(StaticToken::new(text)),
    };
    let refused = api_usage(&flow.client, &token("pat-na1-00000000")).await.unwrap_err();
    assert!(matches!(refused, IdentityError::Refused { status: 401 }), "{refused:?}");
    let good = token(&flow.demo.info().private_app_token);
    flow.demo.set_scenario("user_permissions", true).unwrap();
    assert!(api_usage(&flow.client, &good).await.unwrap().is_none(), "403 says nothing of the calls made");
    flow.demo.set_scenario("user_permissions", false).unwrap();
    flow.demo.set_scenario("maintenance", true).unwrap();
    let error = api_usage(&flow.client, &good).await.unwrap_err();
    assert!(matches!(error, IdentityError::Refused { status: 503 }), "{error:?}");
}
