//! Deals v1 and pipelines v1.

use serde_json::json;

use super::{Legacy, ids_of, millis};

#[tokio::test]
async fn every_deal_is_on_one_of_the_pages_with_its_associations() {
    let portal = Legacy::start().await;
    let (mut seen, mut offset) = (std::collections::BTreeSet::new(), 0);
    loop {
        let path = format!(
            "/deals/v1/deal/paged?limit=30&offset={offset}&includeAssociations=true&properties=dealname"
        );
        let page = portal.get(&path).await;
        seen.extend(ids_of(&page["deals"], "dealId"));
        assert_eq!(page["deals"][0]["associations"]["associatedVids"].as_array().unwrap().len(), 1);
        offset = page["offset"].as_u64().unwrap();
        if page["hasMore"] == false {
            break;
        }
    }
    assert_eq!(seen, portal.ids("deals").await);
    let whole = portal.get("/deals/v1/deal/paged?limit=1&includeAllProperties=true").await;
    assert!(whole["deals"][0]["properties"]["amount"]["value"].is_string());
}

#[tokio::test]
async fn what_version_1_writes_version_3_reads_and_the_other_way_round() {
    let portal = Legacy::start().await;
    let contact = *portal.ids("contacts").await.first().unwrap();
    let body = json!({
        "associations": {"associatedVids": [contact]},
        "properties": [
            {"name": "dealname", "value": "Legacy deal"},
            {"name": "closedate", "value": 1_767_225_600_000_u64},
            {"name": "dealstage", "value": "closedwon"},
        ],
    });
    let made = portal.expect(200, "POST", "/deals/v1/deal", body).await;
    let id = &made["dealId"];
    assert_eq!(made["properties"]["closedate"]["value"], "1767225600000");
    let record = portal.record("deals", id, "closedate").await;
    assert_eq!(millis(&record["closedate"]), 1_767_225_600_000);
    let linked = portal.get(&format!("/crm/v3/objects/deals/{id}?associations=contacts")).await;
    assert_eq!(linked["associations"]["contacts"]["results"][0]["id"], contact.to_string());

    let company = *portal.ids("companies").await.first().unwrap();
    let link = format!("/deals/v1/deal/{id}/associations/COMPANY?id={company}");
    assert_eq!(portal.send("PUT", &link, None).await.status, 204);
    let own = format!("/deals/v1/deal/{id}");
    assert_eq!(portal.get(&own).await["associations"]["associatedCompanyIds"], json!([company]));
    let of_company =
        portal.get(&format!("/deals/v1/deal/associated/company/{company}/paged?limit=100")).await;
    assert!(ids_of(&of_company["deals"], "dealId").contains(&id.as_u64().unwrap()));
    portal.delete(&link).await;
    assert_eq!(portal.get(&own).await["associations"]["associatedCompanyIds"], json!([]));

    portal.expect(200, "PUT", &own, json!({"properties": [{"name": "amount", "value": "12"}]})).await;
    assert_eq!(portal.record("deals", id, "amount").await["amount"], "12");
    let recent = portal.get("/deals/v1/deal/recent/modified?count=1").await;
    assert_eq!(&recent["results"][0]["dealId"], id);
    portal.delete(&own).await;
    portal.refusal(404, "GET", &own, None).await;
}

#[tokio::test]
async fn pipelines_have_the_stages_of_version_3() {
    let portal = Legacy::start().await;
    let newer = portal.get("/crm/v3/pipelines/deals").await;
    let deals = portal.get("/deals/v1/pipelines").await;
    let pipelines = portal.get("/crm-pipelines/v1/pipelines/deals").await;
    for (number, stage) in newer["results"][0]["stages"].as_array().unwrap().iter().enumerate() {
        assert_eq!(deals[0]["stages"][number]["stageId"], stage["id"]);
        assert_eq!(pipelines["results"][0]["stages"][number]["stageId"], stage["id"]);
    }
    assert_eq!(deals[0]["stages"][5]["probability"], 1.0);
    portal.get("/deals/v1/pipelines/default").await;
    let tickets = portal.get("/crm-pipelines/v1/pipelines/tickets").await;
    assert_eq!(tickets["results"][0]["objectType"], "TICKET");

    let body = json!({"label": "Second", "displayOrder": 1, "stages": [{"label": "Only", "metadata": {"probability": "0.5"}}]});
    let made = portal.expect(200, "POST", "/crm-pipelines/v1/pipelines/deals", body).await;
    let own = format!("/crm/v3/pipelines/deals/{}", made["pipelineId"].as_str().unwrap());
    assert_eq!(portal.get(&own).await["stages"][0]["label"], "Only");
    assert_eq!(made["createdAt"], millis(&portal.get(&own).await["createdAt"]));
}

#[tokio::test]
async fn a_pipeline_of_deals_v1_is_changed_by_version_3_and_deleted_by_either() {
    let portal = Legacy::start().await;
    let stages = json!([
        {"label": "Open", "probability": 0.25, "displayOrder": 0},
        {"stageId": "won", "label": "Won", "probability": 1, "displayOrder": 1},
    ]);
    let body = json!({"label": "Old", "displayOrder": 5, "stages": stages});
    let made = portal.expect(200, "POST", "/deals/v1/pipelines", body).await;
    let id = made["pipelineId"].as_str().unwrap();
    assert_eq!(
        (&made["stages"][0]["probability"], &made["stages"][1]["closedWon"]),
        (&json!(0.25), &json!(true))
    );
    let (newer, older) = (format!("/crm/v3/pipelines/deals/{id}"), format!("/deals/v1/pipelines/{id}"));
    let read = portal.get(&newer).await;
    assert_eq!(read["stages"][1]["metadata"], json!({"probability": "1.0", "isClosed": "true"}));
    assert_eq!(read["stages"][0]["id"], made["stages"][0]["stageId"]);

    let stage = format!("{newer}/stages/won");
    portal.expect(200, "PATCH", &stage, json!({"label": "Sold"})).await;
    assert_eq!(portal.get(&older).await["stages"][1]["label"], "Sold");
    let put = json!({"label": "Lost", "displayOrder": 9, "metadata": {"probability": "0.0"}});
    let put = portal.expect(200, "PUT", &format!("/crm/pipelines/2026-03/deals/{id}/stages/won"), put).await;
    assert_eq!((&put["id"], &put["createdAt"]), (&json!("won"), &read["stages"][1]["createdAt"]));
    assert_eq!(portal.get(&older).await["stages"][1]["probability"], 0.0);
    portal.delete(&stage).await;
    assert_eq!(portal.send("GET", &stage, None).await.status, 404);
    let last = format!("{newer}/stages/{}", read["stages"][0]["id"].as_str().unwrap());
    assert_eq!(portal.send("DELETE", &last, None).await.status, 400);

    let stages = json!([{"label": "One", "metadata": {"probability": "0.5"}}]);
    let whole = json!({"label": "New", "displayOrder": 2, "stages": stages});
    portal.expect(200, "PUT", &newer, whole).await;
    let listed = portal.get("/crm-pipelines/v1/pipelines/deals").await;
    assert_eq!(
        (&listed["results"][1]["label"], listed["results"][1]["stages"].as_array().unwrap().len()),
        (&json!("New"), 1)
    );
    portal.expect(200, "PUT", &older, json!({"label": "Older", "stages": []})).await;
    assert_eq!(portal.get(&newer).await["label"], "Older");
    portal.delete(&older).await;
    assert_eq!(portal.send("GET", &newer, None).await.status, 404);
    portal.refusal(404, "PUT", &older, Some(json!({"label": "x"}))).await;
}

#[tokio::test]
async fn what_records_are_in_is_not_deleted_if_the_client_asks_for_that() {
    let portal = Legacy::start().await;
    let stage = "/crm/v3/pipelines/deals/default/stages/closedwon";
    let refused = portal.send("DELETE", &format!("{stage}?validateReferencesBeforeDelete=true"), None).await;
    assert_eq!((refused.status, &refused.json()["category"]), (400, &json!("VALIDATION_ERROR")));
    portal.delete(stage).await;
    assert_eq!(portal.get("/deals/v1/pipelines/default").await["stages"].as_array().unwrap().len(), 6);
    let body = json!({"label": "Second", "displayOrder": 1, "stages": []});
    portal.expect(201, "POST", "/crm/v3/pipelines/deals", body).await;
    let used = "/crm/v3/pipelines/deals/default?validateDealStageUsagesBeforeDelete=true";
    assert_eq!(portal.send("DELETE", used, None).await.status, 400);
}
