//! Apps that can only register an https page: its owner's page forwards the callback to the deep link.

use portalscope_hubspot::oauth::{self, Callback, RedirectUri, forwarded_callback};

use super::flow::Flow;
use crate::test_app::{ACME_EUROPE, consent};

#[tokio::test]
async fn a_flow_with_an_https_redirect_ends_in_tokens_by_way_of_the_deep_link() {
    let page = "https://tools.acme.example/portalscope/callback";
    let flow = Flow::new(RedirectUri::forwarded(page).unwrap()).await;
    let authorization = flow.authorize();
    let redirected = consent(authorization.url.as_str(), ACME_EUROPE, "connect").await;
    let query = redirected.strip_prefix(page).expect("the browser goes to the page as registered");
    let link = format!("portalscope://oauth/callback{query}");
    let Ok(Callback::Code(code)) = forwarded_callback(&link, &authorization.state) else {
        panic!("the forwarded answer holds the code")
    };
    let exchange = async |redirect: &RedirectUri| {
        oauth::exchange_code(&flow.client, &flow.app, &code, redirect, &authorization.verifier).await
    };
    let other_port = exchange(&RedirectUri::new(17421)).await.unwrap_err();
    assert_eq!(other_port, oauth::TokenError::RedirectMismatch, "the exchange names the same page");
    let grant = exchange(&flow.redirect_uri).await.unwrap();
    assert_eq!(grant.hub_id.as_deref(), Some(ACME_EUROPE));
}

#[tokio::test]
async fn a_denial_comes_by_the_deep_link_too() {
    let page = "https://tools.acme.example/callback?to=portalscope";
    let flow = Flow::new(RedirectUri::forwarded(page).unwrap()).await;
    let authorization = flow.authorize();
    let redirected = consent(authorization.url.as_str(), ACME_EUROPE, "cancel").await;
    let (_, query) = redirected.split_once('?').unwrap();
    let callback = forwarded_callback(&format!("portalscope://oauth/callback?{query}"), &authorization.state);
    assert!(matches!(callback, Ok(Callback::Refused { error, .. }) if error == "access_denied"));
}
