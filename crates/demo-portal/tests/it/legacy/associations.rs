//! Associations v1.

use serde_json::json;

use super::Legacy;

#[tokio::test]
async fn associations_are_written_by_one_version_and_read_by_the_others() {
    let portal = Legacy::start().await;
    let ticket = *portal.ids("tickets").await.first().unwrap();
    let company = *portal.ids("companies").await.first().unwrap();
    let body = json!({"fromObjectId": ticket, "toObjectId": company, "category": "HUBSPOT_DEFINED", "definitionId": 26});
    portal.expect(204, "PUT", "/crm-associations/v1/associations", body.clone()).await;
    let linked = portal.get(&format!("/crm/v4/objects/tickets/{ticket}/associations/companies")).await;
    assert_eq!(linked["results"][0]["toObjectId"], company);
    let own = format!("/crm-associations/v1/associations/{ticket}/HUBSPOT_DEFINED/26");
    assert_eq!(portal.get(&own).await, json!({"results": [company], "hasMore": false, "offset": 1}));
    let back = portal
        .get(&format!("/crm-associations/v1/associations/{company}/HUBSPOT_DEFINED/25?limit=100"))
        .await;
    assert!(back["results"].as_array().unwrap().contains(&json!(ticket)));

    portal.expect(204, "PUT", "/crm-associations/v1/associations/delete-batch", json!([body])).await;
    assert_eq!(portal.get(&own).await["results"], json!([]));
    let wrong = json!({"fromObjectId": ticket, "toObjectId": company, "category": "HUBSPOT_DEFINED", "definitionId": 999_999});
    portal.refusal(400, "PUT", "/crm-associations/v1/associations", Some(wrong)).await;
}
