//! CRM objects v1, owners v2, and version 4 of the objects.

use serde_json::json;

use super::{Legacy, ids_of, millis};

#[tokio::test]
async fn tickets_are_those_of_version_3() {
    let portal = Legacy::start().await;
    let page =
        portal.get("/crm-objects/v1/objects/tickets/paged?properties=subject&properties=hs_pipeline").await;
    assert_eq!(
        ids_of(&page["objects"], "objectId").into_iter().collect::<std::collections::BTreeSet<_>>(),
        portal.ids("tickets").await
    );
    assert_eq!(page["hasMore"], false);

    let body = json!([{"name": "subject", "value": "Legacy"}, {"name": "hs_pipeline_stage", "value": "1"}]);
    let made = portal.expect(200, "POST", "/crm-objects/v1/objects/tickets", body).await;
    let id = &made["objectId"];
    assert_eq!(portal.record("tickets", id, "subject,hs_pipeline").await["hs_pipeline"], "0");
    let own = format!("/crm-objects/v1/objects/tickets/{id}");
    portal.expect(200, "PUT", &own, json!([{"name": "subject", "value": "Changed"}])).await;
    assert_eq!(portal.record("tickets", id, "subject").await["subject"], "Changed");
    let read = portal
        .expect(
            200,
            "POST",
            "/crm-objects/v1/objects/tickets/batch-read?properties=subject",
            json!({"ids": [id, 1]}),
        )
        .await;
    assert_eq!(read[id.to_string()]["properties"]["subject"]["value"], "Changed");
    assert_eq!(read.as_object().unwrap().len(), 1);
    portal.expect(204, "POST", "/crm-objects/v1/objects/tickets/batch-delete", json!({"ids": [id]})).await;
    portal.refusal(404, "GET", &own, None).await;
}

#[tokio::test]
async fn owners_are_those_of_version_3_until_the_api_is_switched_off() {
    let portal = Legacy::start().await;
    let (older, newer) = (portal.get("/owners/v2/owners").await, portal.get("/crm/v3/owners").await);
    let newer = newer["results"].as_array().unwrap();
    assert_eq!(older.as_array().unwrap().len(), newer.len());
    for (older, newer) in older.as_array().unwrap().iter().zip(newer) {
        assert_eq!(
            (&older["email"], older["ownerId"].to_string().as_str()),
            (&newer["email"], newer["id"].as_str().unwrap())
        );
        assert_eq!(older["updatedAt"], millis(&newer["updatedAt"]));
    }
    let email = older[1]["email"].as_str().unwrap();
    assert_eq!(portal.get(&format!("/owners/v2/owners?email={email}")).await.as_array().unwrap().len(), 1);

    portal.portal.demo.set_scenario("switched_off_apis", true).unwrap();
    let refused = portal.refusal(401, "GET", "/owners/v2/owners", None).await;
    assert_eq!(refused["message"], "Any of the listed authentication credentials are missing");
}

#[tokio::test]
async fn version_4_lists_the_objects_of_version_3() {
    let portal = Legacy::start().await;
    let page = portal.get("/crm/v4/objects/p_bikes?limit=100").await;
    assert_eq!(page["results"].as_array().unwrap().len(), portal.ids("p_bikes").await.len());
    assert!(portal.get("/crm/v3/schemas").await["results"][0]["fullyQualifiedName"].is_string());
}
