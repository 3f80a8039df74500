//! Email events, campaigns and subscriptions v1, marketing emails v1 and v3, workflows v3 and files.

use serde_json::{Value, json};

use super::{Legacy, millis};

#[tokio::test]
async fn the_events_of_a_campaign_are_what_its_counters_say() {
    let portal = Legacy::start().await;
    let campaigns = portal.get("/email/public/v1/campaigns/by-id?limit=2").await;
    assert_eq!((campaigns["campaigns"].as_array().unwrap().len(), &campaigns["hasMore"]), (2, &json!(true)));
    let (id, app) = (&campaigns["campaigns"][0]["id"], &campaigns["campaigns"][0]["appId"]);
    let campaign = portal.get(&format!("/email/public/v1/campaigns/{id}?appId={app}")).await;
    for kind in ["SENT", "DELIVERED", "OPEN"] {
        let path = format!("/email/public/v1/events?campaignId={id}&appId={app}&eventType={kind}&limit=1000");
        let events = portal.get(&path).await;
        let found = events["events"].as_array().unwrap();
        assert_eq!(campaign["counters"][kind.to_lowercase()], found.len());
        let one = portal
            .get(&format!(
                "/email/public/v1/events/{}/{}",
                found[0]["created"],
                found[0]["id"].as_str().unwrap()
            ))
            .await;
        assert_eq!(one, found[0]);
    }
}

#[tokio::test]
async fn events_are_paged_and_filtered_by_time() {
    let portal = Legacy::start().await;
    let first = portal.get("/email/public/v1/events?limit=5").await;
    assert_eq!((&first["offset"], &first["hasMore"]), (&json!("5"), &json!(true)));
    let latest = first["events"][0]["created"].as_i64().unwrap();
    assert!(latest >= first["events"][4]["created"].as_i64().unwrap());
    let before = portal.get(&format!("/email/public/v1/events?endTimestamp={}", latest - 1)).await;
    assert!(before["events"][0]["created"].as_i64().unwrap() < latest);
}

#[tokio::test]
async fn a_change_of_subscription_is_in_the_timeline() {
    let portal = Legacy::start().await;
    let change = json!({"subscriptionStatuses": [{"id": 7010, "subscribed": false}]});
    let path = "/email/public/v1/subscriptions/reader@legacy.example";
    portal.expect(200, "PUT", path, change).await;
    assert_eq!(portal.get(path).await["subscriptionStatuses"][0]["optState"], "OPT_OUT");
    let timeline = portal.get("/email/public/v1/subscriptions/timeline?limit=1").await;
    assert_eq!(timeline["timeline"][0]["recipient"], "reader@legacy.example");
    assert_eq!(timeline["timeline"][0]["changes"][0]["change"], "UNSUBSCRIBED");
    assert!(timeline["hasMore"] == true);
    assert_eq!(
        portal.get("/email/public/v1/subscriptions").await["subscriptionDefinitions"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[tokio::test]
async fn marketing_emails_are_the_same_in_both_versions() {
    let portal = Legacy::start().await;
    let older = portal.get("/marketing-emails/v1/emails/with-statistics?limit=3").await;
    let newer = portal.get("/marketing/v3/emails?limit=3").await;
    assert_eq!(older["total"], newer["total"]);
    for (older, newer) in
        older["objects"].as_array().unwrap().iter().zip(newer["results"].as_array().unwrap())
    {
        assert_eq!(
            (older["id"].to_string().as_str(), &older["name"]),
            (newer["id"].as_str().unwrap(), &newer["name"])
        );
        assert_eq!(older["updated"], millis(&newer["updatedAt"]));
        assert_eq!(older["stats"]["counters"], newer["stats"]["counters"]);
    }
    let made = portal.expect(200, "POST", "/marketing-emails/v1/emails", json!({"name": "Draft"})).await;
    assert_eq!(portal.get(&format!("/marketing/v3/emails/{}", made["id"])).await["state"], "DRAFT");
}

#[tokio::test]
async fn workflows_and_files_are_the_same_in_both_versions() {
    let portal = Legacy::start().await;
    let (older, newer) =
        (portal.get("/automation/v3/workflows").await, portal.get("/automation/v4/flows").await);
    for (older, newer) in
        older["workflows"].as_array().unwrap().iter().zip(newer["results"].as_array().unwrap())
    {
        assert_eq!(
            (older["id"].to_string().as_str(), &older["enabled"]),
            (newer["id"].as_str().unwrap(), &newer["isEnabled"])
        );
    }
    let id = &older["workflows"][0]["id"];
    portal.get(&format!("/automation/v3/workflows/{id}")).await;
    let list =
        portal.get("/contacts/v1/lists/all/contacts/all?count=1&vidOffset=1000000150&property=email").await;
    let contact = &list["contacts"][0];
    let email = contact["properties"]["email"]["value"].as_str().unwrap();
    let path = format!("/automation/v2/workflows/{id}/enrollments/contacts/{email}");
    assert_eq!(portal.send("POST", &path, None).await.status, 204);
    let enrolled =
        portal.get(&format!("/automation/v2/workflows/enrollments/contacts/{}", contact["vid"])).await;
    assert!(enrolled.as_array().unwrap().iter().any(|workflow| workflow["id"] == *id));

    let files = portal.get("/files/v3/files/search").await;
    assert_eq!(files["results"].as_array().unwrap().len(), 3);
    let id = files["results"][0]["id"].as_str().unwrap();
    assert_eq!(
        portal.get(&format!("/filemanager/api/v2/files/{id}")).await["size"],
        files["results"][0]["size"]
    );
}

#[tokio::test]
async fn an_email_that_an_app_sends_to_one_person_has_a_status_events_and_a_contact() {
    let portal = Legacy::start().await;
    let email = portal.get("/marketing/v3/emails").await["results"][0].clone();
    let campaign = email["primaryEmailCampaignId"].as_str().unwrap();
    let before =
        portal.get(&format!("/email/public/v1/campaigns/{campaign}")).await["counters"]["sent"].clone();
    let body = json!({
        "emailId": email["id"].as_str().unwrap().parse::<u64>().unwrap(),
        "message": {"to": "new.reader@example.org", "sendId": "order-17"},
        "contactProperties": {"firstname": "Nora"},
    });
    let sent =
        portal.expect(200, "POST", "/marketing/v3/transactional/single-email/send", body.clone()).await;
    assert_eq!(sent["status"], "PENDING");
    let status =
        |sent: &Value| format!("/marketing/v3/email/send-statuses/{}", sent["statusId"].as_str().unwrap());
    let done = portal.get(&status(&sent)).await;
    assert_eq!((&done["status"], &done["sendResult"]), (&json!("COMPLETE"), &json!("SENT")));
    let events =
        portal.get("/email/public/v1/events?recipient=new.reader@example.org").await["events"].clone();
    assert_eq!((&events[0]["type"], &events[1]["type"]), (&json!("DELIVERED"), &json!("SENT")));
    assert_eq!(events[1]["id"], done["eventId"]["id"]);
    let after =
        portal.get(&format!("/email/public/v1/campaigns/{campaign}")).await["counters"]["sent"].clone();
    assert_eq!(after.as_u64(), before.as_u64().map(|before| before + 1));
    let contact = portal.get("/contacts/v1/contact/email/new.reader@example.org/profile").await;
    assert_eq!(contact["properties"]["firstname"]["value"], "Nora");

    for path in ["/marketing/transactional/2026-03/single-email/send", "/marketing/v4/email/single-send"] {
        let again = portal.expect(200, "POST", path, body.clone()).await;
        assert_eq!(portal.get(&status(&again)).await["sendResult"], "IDEMPOTENT_IGNORE", "{path}");
    }
    let mut unknown = body;
    unknown["emailId"] = 1.into();
    portal.expect(404, "POST", "/marketing/v3/transactional/single-email/send", unknown).await;
    portal.expect(400, "POST", "/marketing/v4/email/single-send", json!({"emailId": 1})).await;
}

#[tokio::test]
async fn version_1_answers_a_send_with_its_result() {
    let portal = Legacy::start().await;
    let draft = portal
        .expect(201, "POST", "/marketing/v3/emails", json!({"name": "Receipt", "subject": "Paid"}))
        .await;
    let id = draft["id"].as_str().unwrap().parse::<u64>().unwrap();
    let deliver = async |to: &str| {
        let properties = json!([{"name": "lastname", "value": "Berg"}]);
        let body = json!({"emailId": id, "message": {"to": to}, "contactProperties": properties});
        portal.expect(200, "POST", "/email/public/v1/singleEmail/send", body).await
    };
    let sent = deliver("a.berg@example.org").await;
    assert_eq!(sent["sendResult"], "SENT");
    let (event, at) = (sent["eventId"]["id"].as_str().unwrap(), &sent["eventId"]["created"]);
    assert_eq!(portal.get(&format!("/email/public/v1/events/{at}/{event}")).await["subject"], "Paid");
    let found = json!({"filters": [{"propertyName": "lastname", "operator": "EQ", "value": "Berg"}]});
    let found = portal.expect(200, "POST", "/crm/v3/objects/contacts/search", found).await;
    assert!(
        found["results"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["properties"]["email"] == "a.berg@example.org")
    );
    assert_eq!(deliver("nobody").await, json!({"sendResult": "INVALID_TO_ADDRESS"}));
    let bounced =
        portal.get("/email/public/v1/events?eventType=BOUNCE").await["events"][0]["recipient"].clone();
    assert_eq!(deliver(bounced.as_str().unwrap()).await, json!({"sendResult": "PREVIOUSLY_BOUNCED"}));
    let unknown = json!({"emailId": 1, "message": {"to": "a@example.org"}});
    portal.refusal(400, "POST", "/email/public/v1/singleEmail/send", Some(unknown)).await;
}
