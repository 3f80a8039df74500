//! Engagements v1.

use serde_json::json;

use super::{Legacy, millis};

#[tokio::test]
async fn engagements_are_the_activities_of_version_3() {
    let portal = Legacy::start().await;
    let (mut seen, mut offset, mut pages) = (std::collections::BTreeSet::new(), 0, 0);
    loop {
        let page = portal.get(&format!("/engagements/v1/engagements/paged?limit=30&offset={offset}")).await;
        seen.extend(
            page["results"].as_array().unwrap().iter().map(|item| item["engagement"]["id"].as_u64().unwrap()),
        );
        pages += 1;
        offset = page["offset"].as_u64().unwrap();
        if page["hasMore"] == false {
            break;
        }
    }
    assert!(pages > 2);
    let mut newer = std::collections::BTreeSet::new();
    for kind in ["notes", "calls", "emails", "meetings", "tasks"] {
        newer.extend(portal.ids(kind).await);
    }
    assert_eq!(seen, newer);
}

#[tokio::test]
async fn what_was_changed_after_a_time_comes_page_by_page() {
    let portal = Legacy::start().await;
    let path = "/engagements/v1/engagements/modified/after?limit=60&after=";
    let (mut seen, mut after) = (std::collections::BTreeSet::new(), "0".to_owned());
    loop {
        let page = portal.get(&format!("{path}{after}")).await;
        seen.extend(
            page["results"].as_array().unwrap().iter().map(|item| item["engagement"]["id"].as_u64().unwrap()),
        );
        page["after"].as_str().unwrap().clone_into(&mut after);
        if page["hasMore"] == false {
            break;
        }
    }
    assert_eq!(seen.len(), 134);
    assert_eq!(portal.get(&format!("{path}{after}")).await["results"], json!([]));
    let body = json!({"engagement": {"type": "NOTE"}, "metadata": {"body": "New"}});
    let made = portal.expect(200, "POST", "/engagements/v1/engagements", body).await;
    let later = portal.get(&format!("{path}{after}")).await;
    assert_eq!(later["results"][0]["engagement"]["id"], made["engagement"]["id"]);
}

#[tokio::test]
async fn metadata_has_numbers_where_version_3_has_text() {
    let portal = Legacy::start().await;
    let body = json!({
        "engagement": {"type": "MEETING"},
        "metadata": {"title": "Review", "startTime": 1_767_225_600_000_u64, "endTime": 1_767_229_200_000_u64},
    });
    let made = portal.expect(200, "POST", "/engagements/v1/engagements", body).await;
    assert_eq!(made["metadata"]["startTime"], 1_767_225_600_000_u64);
    let record = portal.record("meetings", &made["engagement"]["id"], "hs_meeting_start_time").await;
    assert_eq!(millis(&record["hs_meeting_start_time"]), 1_767_225_600_000);

    let body = json!({"engagement": {"type": "EMAIL"}, "metadata": {
        "from": {"email": "me@legacy.example"}, "to": [{"email": "you@legacy.example"}], "subject": "Hello",
    }});
    let made = portal.expect(200, "POST", "/engagements/v1/engagements", body).await;
    assert_eq!(made["metadata"]["from"]["email"], "me@legacy.example");
    assert_eq!(made["metadata"]["to"], json!([{"email": "you@legacy.example"}]));
}

#[tokio::test]
async fn an_engagement_is_changed_associated_and_deleted() {
    let portal = Legacy::start().await;
    let contact = *portal.ids("contacts").await.first().unwrap();
    let body =
        json!({"engagement": {"type": "TASK"}, "metadata": {"subject": "Call", "status": "NOT_STARTED"}});
    let made = portal.expect(200, "POST", "/engagements/v1/engagements", body).await;
    let own = format!("/engagements/v1/engagements/{}", made["engagement"]["id"]);
    let changed = portal.expect(200, "PATCH", &own, json!({"metadata": {"status": "COMPLETED"}})).await;
    assert_eq!(
        (&changed["metadata"]["status"], &changed["metadata"]["subject"]),
        (&json!("COMPLETED"), &json!("Call"))
    );

    let link = format!("{own}/associations/contact/{contact}");
    assert_eq!(portal.send("PUT", &link, None).await.status, 204);
    assert_eq!(portal.get(&own).await["associations"]["contactIds"], json!([contact]));
    let of_contact =
        portal.get(&format!("/engagements/v1/engagements/associated/CONTACT/{contact}/paged")).await;
    assert!(
        of_contact["results"]
            .as_array()
            .unwrap()
            .iter()
            .any(|item| item["engagement"]["id"] == made["engagement"]["id"])
    );
    portal.delete(&link).await;
    assert_eq!(portal.get(&own).await["associations"]["contactIds"], json!([]));

    let recent = portal.get("/engagements/v1/engagements/recent/modified?count=1").await;
    assert_eq!(recent["results"][0]["engagement"]["id"], made["engagement"]["id"]);
    portal.delete(&own).await;
    portal.refusal(404, "GET", &own, None).await;
}
