//! Companies v2.

use serde_json::json;

use super::{Legacy, ids_of, millis};

#[tokio::test]
async fn every_company_is_on_one_of_the_pages() {
    let portal = Legacy::start().await;
    let (mut seen, mut offset) = (std::collections::BTreeSet::new(), 0);
    loop {
        let path = format!(
            "/companies/v2/companies/paged?limit=20&offset={offset}&properties=name&properties=domain"
        );
        let page = portal.get(&path).await;
        seen.extend(ids_of(&page["companies"], "companyId"));
        assert!(page["companies"][0]["properties"]["domain"]["versions"][0]["value"].is_string());
        assert!(page["companies"][0]["properties"].get("city").is_none());
        offset = page["offset"].as_u64().unwrap();
        if page["has-more"] == false {
            break;
        }
    }
    assert_eq!(seen, portal.ids("companies").await);
}

#[tokio::test]
async fn what_version_2_writes_version_3_reads_and_the_other_way_round() {
    let portal = Legacy::start().await;
    let body = json!({"properties": [{"name": "name", "value": "Legacy Ltd"}, {"name": "domain", "value": "legacy.example"}]});
    let made = portal.expect(200, "POST", "/companies/v2/companies", body).await;
    let id = &made["companyId"];
    assert_eq!(portal.record("companies", id, "name").await["name"], "Legacy Ltd");

    let change = json!({"properties": {"city": "Lund"}});
    portal.expect(200, "PATCH", &format!("/crm/v3/objects/companies/{id}"), change).await;
    let own = format!("/companies/v2/companies/{id}");
    let read = portal.get(&own).await;
    assert_eq!(read["properties"]["city"]["value"], "Lund");
    let record = portal.record("companies", id, "createdate").await;
    assert_eq!(read["properties"]["createdate"]["value"], millis(&record["createdate"]).to_string());

    let updated =
        portal.expect(200, "PUT", &own, json!({"properties": [{"name": "city", "value": "Oslo"}]})).await;
    assert_eq!(updated["properties"]["city"]["value"], "Oslo");
    let search =
        json!({"limit": 2, "requestOptions": {"properties": ["domain"]}, "offset": {"companyId": 0}});
    let found = portal.expect(200, "POST", "/companies/v2/domains/legacy.example/companies", search).await;
    assert_eq!(&found["results"][0]["companyId"], id);

    portal.delete(&own).await;
    assert_eq!(portal.refusal(404, "GET", &own, None).await["message"], "resource not found");
    assert!(!portal.ids("companies").await.contains(&id.as_u64().unwrap()));
}

#[tokio::test]
async fn recent_companies_come_latest_first() {
    let portal = Legacy::start().await;
    let id = *portal.ids("companies").await.first().unwrap();
    let body = json!([{"objectId": id, "properties": [{"name": "city", "value": "Turin"}]}]);
    portal.expect(202, "POST", "/companies/v1/batch-async/update", body).await;
    let recent = portal.get("/companies/v2/companies/recent/modified?count=1").await;
    assert_eq!(recent["results"][0]["companyId"], id);
    assert_eq!(
        (&recent["total"], &recent["offset"], &recent["hasMore"]),
        (&json!(50), &json!(1), &json!(true))
    );
    let since = recent["results"][0]["properties"]["hs_lastmodifieddate"]["value"].as_str().unwrap();
    let later = portal.get(&format!("/companies/v2/companies/recent/modified?since={since}")).await;
    assert_eq!(later["total"], 1);
    portal.get("/companies/v2/companies/recent/created?count=5").await;
}

#[tokio::test]
async fn the_contacts_of_a_company_are_its_associations() {
    let portal = Legacy::start().await;
    let company = *portal.ids("companies").await.first().unwrap();
    let contact = *portal.ids("contacts").await.last().unwrap();
    let own = format!("/companies/v2/companies/{company}/contacts/{contact}");
    assert_eq!(portal.send("PUT", &own, None).await.status, 200);

    let vids = portal.get(&format!("/companies/v2/companies/{company}/vids?count=100")).await;
    let linked =
        portal.get(&format!("/crm/v4/objects/companies/{company}/associations/contacts?limit=500")).await;
    assert_eq!(
        ids_of(
            &json!(vids["vids"].as_array().unwrap().iter().map(|vid| json!({"id": vid})).collect::<Vec<_>>()),
            "id"
        ),
        ids_of(&linked["results"], "toObjectId")
    );
    assert!(vids["vids"].as_array().unwrap().contains(&json!(contact)));
    let contacts = portal.get(&format!("/companies/v2/companies/{company}/contacts?count=1")).await;
    assert_eq!(contacts["hasMore"], vids["vids"].as_array().unwrap().len() > 1);
    assert!(contacts["contacts"][0]["identityProfiles"].is_array());
    assert_eq!(
        portal.record("contacts", &json!(contact), "associatedcompanyid").await["associatedcompanyid"],
        company.to_string()
    );

    portal.delete(&own).await;
    let vids = portal.get(&format!("/companies/v2/companies/{company}/vids?count=100")).await;
    assert!(!vids["vids"].as_array().unwrap().contains(&json!(contact)));
}

#[tokio::test]
async fn a_merged_company_is_gone_and_fills_the_gaps_of_the_other() {
    let portal = Legacy::start().await;
    let mut ids = Vec::new();
    for (name, value) in [("name", "Kept"), ("city", "Lund")] {
        let body = json!({"properties": [{"name": name, "value": value}]});
        let made = portal.expect(200, "POST", "/companies/v2/companies", body).await;
        ids.push(made["companyId"].as_u64().unwrap());
    }
    let own = format!("/companies/v2/companies/{}", ids[0]);
    let body = json!({"companyIdToMerge": ids[1]});
    portal.expect(204, "PUT", &format!("{own}/merge"), body.clone()).await;
    let kept = portal.get(&own).await;
    assert_eq!(kept["properties"]["city"]["value"], "Lund");
    portal.refusal(404, "GET", &format!("/companies/v2/companies/{}", ids[1]), None).await;
    portal.refusal(404, "PUT", &format!("{own}/merge"), Some(body)).await;
}
