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
