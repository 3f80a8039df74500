//! Communication preferences v3 and v4, over the subscriptions of the older API.

use serde_json::{Value, json};

use super::Legacy;

/// The state of a subscription, by version 4.
async fn state(portal: &Legacy, email: &str, id: u64) -> Value {
    let all = portal.get(&format!("/communication-preferences/v4/statuses/{email}?channel=EMAIL")).await;
    let found =
        all["results"].as_array().unwrap().iter().find(|status| status["subscriptionId"] == id).unwrap();
    found["status"].clone()
}

#[tokio::test]
async fn a_subscription_is_changed_by_each_version_and_read_by_the_others() {
    let portal = Legacy::start().await;
    let email = "reader@example.org";
    let newer = portal.get("/communication-preferences/2026-03/definitions").await["results"].clone();
    assert_eq!(
        portal.get("/communication-preferences/v3/definitions").await["subscriptionDefinitions"],
        newer
    );
    let older = portal.get("/email/public/v1/subscriptions").await;
    assert_eq!(older["subscriptionDefinitions"][0]["id"].to_string(), newer[0]["id"].as_str().unwrap());
    assert_eq!(state(&portal, email, 7010).await, "NOT_SPECIFIED");

    let body = json!({"emailAddress": email, "subscriptionId": "7010"});
    let done = portal.expect(200, "POST", "/communication-preferences/v3/subscribe", body.clone()).await;
    assert_eq!((&done["id"], &done["status"]), (&json!("7010"), &json!("SUBSCRIBED")));
    portal.expect(400, "POST", "/communication-preferences/v3/subscribe", body).await;
    assert_eq!(state(&portal, email, 7010).await, "SUBSCRIBED");

    let path = format!("/communication-preferences/v4/statuses/{email}");
    let out = json!({"subscriptionId": 7010, "statusState": "UNSUBSCRIBED", "channel": "EMAIL"});
    portal.expect(200, "POST", &path, out).await;
    let v1 = portal.get(&format!("/email/public/v1/subscriptions/{email}")).await;
    assert_eq!(v1["subscriptionStatuses"][0]["subscribed"], false);
    let v3 = portal.get(&format!("/communication-preferences/v3/status/email/{email}")).await;
    assert_eq!(v3["subscriptionStatuses"][0]["status"], "UNSUBSCRIBED");
    let timeline = portal.get(&format!("/email/public/v1/subscriptions/timeline?recipient={email}")).await;
    assert_eq!(timeline["timeline"].as_array().unwrap().len(), 2);

    let back = json!({"subscriptionStatuses": [{"id": 7010, "subscribed": true}]});
    portal.expect(200, "PUT", &format!("/email/public/v1/subscriptions/{email}"), back).await;
    assert_eq!(state(&portal, email, 7010).await, "SUBSCRIBED");
}

#[tokio::test]
async fn addresses_opt_out_of_everything_alone_or_in_a_batch() {
    let portal = Legacy::start().await;
    let path = "/communication-preferences/v4/statuses";
    let all = format!("{path}/a@example.org/unsubscribe-all?channel=EMAIL");
    assert_eq!(portal.get(&all).await["results"][0]["status"], "SUBSCRIBED");
    let done = portal.expect(200, "POST", &format!("{all}&verbose=true"), json!({})).await;
    assert_eq!(done["results"].as_array().unwrap().len(), 3);
    assert_eq!(portal.get(&all).await["results"][0]["status"], "UNSUBSCRIBED");
    assert_eq!(portal.get("/email/public/v1/subscriptions/a@example.org").await["subscribed"], false);

    let inputs = json!({"inputs": [
        {"subscriberIdString": "b@example.org", "subscriptionId": 7011, "statusState": "SUBSCRIBED", "channel": "EMAIL"},
        {"subscriberIdString": "c@example.org", "subscriptionId": 1, "statusState": "SUBSCRIBED", "channel": "EMAIL"},
    ]});
    portal.expect(400, "POST", &format!("{path}/batch/write"), inputs.clone()).await;
    assert_eq!(
        state(&portal, "b@example.org", 7011).await,
        "NOT_SPECIFIED",
        "nothing of an invalid batch is done"
    );
    let valid = json!({"inputs": [inputs["inputs"][0]]});
    portal.expect(200, "POST", &format!("{path}/batch/write"), valid).await;
    let addresses = json!({"inputs": ["a@example.org", "b@example.org"]});
    let read =
        portal.expect(200, "POST", &format!("{path}/batch/read?channel=EMAIL"), addresses.clone()).await;
    assert_eq!(read["results"][1]["statuses"][1]["status"], "SUBSCRIBED");
    let dated = "/communication-preferences/2026-03/statuses/batch/unsubscribe-all";
    portal.expect(200, "POST", &format!("{dated}?channel=EMAIL"), addresses.clone()).await;
    let read = portal.expect(200, "POST", &format!("{dated}/read?channel=EMAIL"), addresses).await;
    assert_eq!(read["results"][1]["wideStatuses"][0]["status"], "UNSUBSCRIBED");
    portal.expect(400, "POST", &format!("{path}/batch/read"), json!({"inputs": []})).await;
}
