//! The CRM API: paging, writes, search, batches and associations.

use portalscope_demo_portal::DemoConfig;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::Portal;

async fn portal() -> (Portal, String) {
    let portal = Portal::start().await;
    let key = portal.info().service_key.clone();
    (portal, key)
}

fn id(body: &Value) -> String {
    body["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn paging_links_lead_through_all_contacts() {
    let (portal, key) = portal().await;
    let mut path = "/crm/objects/2026-03/contacts?limit=60&properties=email".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = portal.get(&path, &key).await.json();
        seen.extend(page["results"].as_array().unwrap().iter().map(id));
        let Some(link) = page["paging"]["next"]["link"].as_str() else { break };
        path = link.strip_prefix(&portal.info().base_url).unwrap().to_owned();
        assert!(path.contains("properties=email"));
    }
    assert_eq!(seen.len(), 200);
    assert!(seen.is_sorted());
}

#[tokio::test]
async fn the_same_seed_generates_the_same_contacts_and_another_seed_others() {
    let emails = async |seed: u64| {
        let portal = Portal::with(DemoConfig { seed, contacts: 5, ..DemoConfig::default() }).await;
        let key = portal.info().service_key.clone();
        portal.get("/crm/v3/objects/contacts?properties=email", &key).await.json()["results"].clone()
    };
    assert_eq!(emails(1).await, emails(1).await);
    assert_ne!(emails(1).await, emails(2).await);
}

#[tokio::test]
async fn a_limit_above_the_maximum_page_size_is_refused() {
    let (portal, key) = portal().await;
    let refused = portal.get("/crm/v3/objects/contacts?limit=101", &key).await;
    assert_eq!((refused.status, &refused.json()["category"]), (400, &"VALIDATION_ERROR".into()));
}

#[tokio::test]
async fn a_contact_can_be_created_updated_and_archived() {
    let (portal, key) = portal().await;
    let path = "/crm/objects/2026-09/contacts";
    let body = json!({"properties": {"email": "New.Person@Example.org", "firstname": "New"}});
    let created = portal.post(path, &key, body.clone()).await;
    assert_eq!(created.status, 201);
    assert_eq!(created.json()["properties"]["email"], "new.person@example.org");
    let own = format!("{path}/{}", id(&created.json()));

    let conflict = portal.post(path, &key, body).await;
    let words = format!("Contact already exists. Existing ID: {}", id(&created.json()));
    assert_eq!((conflict.status, &conflict.json()["message"]), (409, &words.into()));

    let update = json!({"properties": {"firstname": "Newer"}});
    assert_eq!(
        portal.call(Method::PATCH, &own, &key, Some(update)).await.json()["properties"]["firstname"],
        "Newer"
    );
    assert_eq!(portal.call(Method::DELETE, &own, &key, None).await.status, 204);
    assert_eq!(portal.get(&own, &key).await.json()["category"], "OBJECT_NOT_FOUND");
    assert_eq!(portal.get(&format!("{own}?archived=true"), &key).await.json()["archived"], true);
}

#[tokio::test]
async fn each_kind_of_invalid_body_has_its_own_error() {
    let (portal, key) = portal().await;
    let path = "/crm/v3/objects/contacts";
    let message = async |body: &'static str| {
        let request =
            portal.http.post(portal.url(path)).bearer_auth(&key).header("content-type", "application/json");
        let answer = portal.send(request.body(body)).await;
        assert_eq!(answer.status, 400);
        answer.json()["message"].as_str().unwrap().to_owned()
    };
    assert!(message("{\"properties\":\n {,}}").await.starts_with("Invalid input JSON on line 2, column 3"));
    assert!(message("{}").await.contains("Some required fields were not set: [properties]"));
    assert!(message("").await.contains("a request body was expected"));
    assert!(message("{\"properties\": {\"nope\": \"x\"}}").await.contains("PROPERTY_DOESNT_EXIST"));
    assert!(message("{\"properties\": {\"email\": \"x\"}}").await.contains("INVALID_EMAIL"));
    assert!(message("{\"properties\": {\"hs_object_id\": \"1\"}}").await.contains("READ_ONLY_VALUE"));
    let text =
        portal.http.post(portal.url(path)).bearer_auth(&key).header("content-type", "text/plain").body("x");
    assert_eq!(portal.send(text).await.status, 415);
}

#[tokio::test]
async fn missing_required_properties_are_reported() {
    let (portal, key) = portal().await;
    let refused =
        portal.post("/crm/v3/objects/notes", &key, json!({"properties": {"hs_note_body": "x"}})).await.json();
    assert_eq!(refused["errors"][0]["context"]["properties"], json!(["hs_timestamp"]));
}

#[tokio::test]
async fn a_search_filters_sorts_and_pages() {
    let (portal, key) = portal().await;
    let search = |after: u64| {
        json!({
            "filterGroups": [{"filters": [
                {"propertyName": "lifecyclestage", "operator": "IN", "values": ["customer", "lead"]},
                {"propertyName": "city", "operator": "NEQ", "value": "Berlin"},
            ]}],
            "sorts": [{"propertyName": "lastname", "direction": "DESCENDING"}],
            "properties": ["lastname", "lifecyclestage", "city"],
            "limit": 5,
            "after": after,
        })
    };
    let first = portal.post("/crm/v3/objects/contacts/search", &key, search(0)).await;
    assert!(first.header("x-hubspot-ratelimit-max").is_none(), "searches show no rate headers");
    let first = first.json();
    let second = portal.post("/crm/objects/2026-03/contacts/search", &key, search(5)).await.json();
    let names: Vec<&str> = [&first, &second]
        .iter()
        .flat_map(|page| page["results"].as_array().unwrap())
        .map(|contact| contact["properties"]["lastname"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), 10);
    assert!(names.is_sorted_by(|one, other| one.to_lowercase() >= other.to_lowercase()));
    assert_eq!(first["paging"]["next"]["after"], "5");
    assert!(first["total"].as_u64().unwrap() > 10);
}

#[tokio::test]
async fn a_search_beyond_hubspots_limits_is_refused() {
    let (portal, key) = portal().await;
    let filter = json!({"propertyName": "email", "operator": "HAS_PROPERTY"});
    let cases = [
        json!({"limit": 201}),
        json!({"limit": 100, "after": 9_950}),
        json!({"filterGroups": vec![json!({"filters": vec![filter.clone(); 7]})]}),
        json!({"filterGroups": [{"filters": [{"propertyName": "amount", "operator": "BETWEEN", "value": "1"}]}]}),
    ];
    for search in cases {
        let refused = portal.post("/crm/v3/objects/deals/search", &key, search).await;
        assert_eq!((refused.status, &refused.json()["category"]), (400, &"VALIDATION_ERROR".into()));
    }
    portal.demo.advance_time(std::time::Duration::from_secs(2));
    for place in 0..6 {
        let answer = portal.post("/crm/v3/objects/deals/search", &key, json!({})).await;
        assert_eq!(answer.status, if place < 5 { 200 } else { 429 });
    }
}

#[tokio::test]
async fn a_batch_with_trace_ids_succeeds_in_part_and_one_without_fails_as_a_whole() {
    let (portal, key) = portal().await;
    let path = "/crm/v3/objects/contacts/batch/create";
    let input =
        |email: &str, trace: &str| json!({"properties": {"email": email}, "objectWriteTraceId": trace});
    let partial = portal
        .post(path, &key, json!({"inputs": [input("a@example.org", "1"), input("nonsense", "2")]}))
        .await;
    assert_eq!(partial.status, 207);
    let body = partial.json();
    assert_eq!((&body["status"], &body["numErrors"]), (&"COMPLETE".into(), &1.into()));
    assert_eq!(body["results"].as_array().unwrap().len(), 1);
    assert_eq!(body["errors"][0]["context"]["objectWriteTraceId"], json!(["2"]));

    let plain = |email: &str| json!({"properties": {"email": email}});
    let refused =
        portal.post(path, &key, json!({"inputs": [plain("b@example.org"), plain("nonsense")]})).await;
    assert_eq!(refused.status, 400);
    let lookup = portal.get("/crm/v3/objects/contacts/b@example.org?idProperty=email", &key).await;
    assert_eq!(lookup.status, 404, "nothing of the refused batch is kept");
}

#[tokio::test]
async fn a_refused_batch_update_leaves_the_records_before_the_invalid_one_as_they_were() {
    let (portal, key) = portal().await;
    let path = "/crm/v3/objects/contacts?limit=2&properties=city";
    let before = portal.get(path, &key).await.json();
    let ids: Vec<String> = before["results"].as_array().unwrap().iter().map(id).collect();
    let inputs = json!({"inputs": [
        {"id": ids[0], "properties": {"city": "Elsewhere"}},
        {"id": ids[1], "properties": {"email": "nonsense"}},
    ]});
    assert_eq!(portal.post("/crm/v3/objects/contacts/batch/update", &key, inputs).await.status, 400);
    assert_eq!(portal.get(path, &key).await.json(), before);
}

#[tokio::test]
async fn a_refused_batch_create_leaves_no_associations_behind() {
    let (portal, key) = portal().await;
    let company = id(&portal.get("/crm/v3/objects/companies?limit=1", &key).await.json()["results"][0]);
    let path = format!("/crm/v4/objects/companies/{company}/associations/contacts");
    let before = portal.get(&path, &key).await.json();
    let association = json!({
        "to": {"id": company},
        "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}],
    });
    let inputs = json!({"inputs": [
        {"properties": {"email": "c@example.org"}, "associations": [association]},
        {"properties": {"email": "nonsense"}},
    ]});
    assert_eq!(portal.post("/crm/v3/objects/contacts/batch/create", &key, inputs).await.status, 400);
    assert_eq!(portal.get(&path, &key).await.json(), before);
}

#[tokio::test]
async fn the_length_of_a_search_query_is_counted_in_characters() {
    let (portal, key) = portal().await;
    for (length, status) in [(3_000, 200), (3_001, 400)] {
        let search = json!({"query": "ü".repeat(length)});
        assert_eq!(portal.post("/crm/v3/objects/contacts/search", &key, search).await.status, status);
    }
}

#[tokio::test]
async fn a_batch_read_reports_missing_ids_and_too_many_inputs_are_refused() {
    let (portal, key) = portal().await;
    let path = "/crm/objects/2026-03/deals/batch/read";
    let read = portal.post(path, &key, json!({"inputs": [{"id": "1"}, {"id": "2"}]})).await;
    assert_eq!(read.status, 207);
    assert_eq!(read.json()["errors"][0]["context"]["ids"], json!(["1", "2"]));
    let many: Vec<Value> = (0..101).map(|id| json!({"id": id.to_string()})).collect();
    assert_eq!(portal.post(path, &key, json!({"inputs": many})).await.status, 400);
}

#[tokio::test]
async fn an_upsert_creates_a_record_first_and_updates_it_afterwards() {
    let (portal, key) = portal().await;
    let input =
        json!({"inputs": [{"id": "up@example.org", "idProperty": "email", "properties": {"city": "Porto"}}]});
    for new in [true, false] {
        let body = portal.post("/crm/v3/objects/contacts/batch/upsert", &key, input.clone()).await.json();
        assert_eq!(body["results"][0]["new"], new);
        assert_eq!(body["results"][0]["properties"]["email"], "up@example.org");
    }
    let by_city = json!({"inputs": [{"id": "Porto", "idProperty": "city", "properties": {}}]});
    let refused = portal.post("/crm/v3/objects/contacts/batch/upsert", &key, by_city).await.json();
    assert!(refused["message"].as_str().unwrap().contains("non-unique 0-1 property"));
}

#[tokio::test]
async fn labeled_associations_can_be_created_and_read_in_every_version() {
    let (portal, key) = portal().await;
    let contact = id(&portal
        .post("/crm/v3/objects/contacts", &key, json!({"properties": {"email": "l@example.org"}}))
        .await
        .json());
    let company = id(&portal
        .post("/crm/v3/objects/companies", &key, json!({"properties": {"name": "L"}}))
        .await
        .json());
    let own = format!("/crm/v4/objects/contacts/{contact}/associations/companies");
    let labels = json!([{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]);
    let made = portal.call(Method::PUT, &format!("{own}/{company}"), &key, Some(labels)).await;
    assert_eq!((made.status, &made.json()["labels"]), (201, &json!(["Primary"])));

    let v4 = portal.get(&own, &key).await.json();
    assert_eq!(v4["results"][0]["associationTypes"].as_array().unwrap().len(), 2);
    let dated = portal.get(&own.replace("/v4/objects", "/objects/2026-03"), &key).await.json();
    assert_eq!(v4, dated);
    let record =
        portal.get(&format!("/crm/v3/objects/contacts/{contact}?associations=companies"), &key).await.json();
    assert_eq!(record["associations"]["companies"]["results"][0]["type"], "contact_to_company");

    let empty = portal.call(Method::PUT, &format!("{own}/{company}"), &key, Some(json!([{}]))).await.json();
    assert!(empty["message"].as_str().unwrap().contains("[associationCategory, associationTypeId]"));
    assert_eq!(portal.call(Method::DELETE, &format!("{own}/{company}"), &key, None).await.status, 204);
    assert_eq!(portal.get(&own, &key).await.json()["results"], json!([]));
}

#[tokio::test]
async fn an_unknown_object_type_is_named() {
    let (portal, key) = portal().await;
    let refused = portal.get("/crm/v3/objects/contacts/1?associations=nonsense", &key).await.json();
    assert_eq!(refused["message"], "Unable to infer object type from: nonsense");
}

#[tokio::test]
async fn a_custom_property_can_be_created_used_and_archived() {
    let (portal, key) = portal().await;
    let property = json!({
        "name": "shirt_size", "label": "Shirt size", "type": "enumeration", "fieldType": "select",
        "groupName": "contactinformation", "options": [{"label": "Small", "value": "s"}, {"label": "Large", "value": "l"}],
    });
    assert_eq!(portal.post("/crm/v3/properties/contacts", &key, property.clone()).await.status, 201);
    assert_eq!(portal.post("/crm/v3/properties/contacts", &key, property).await.status, 409);
    let contact =
        |size: &str| json!({"properties": {"email": format!("{size}@example.org"), "shirt_size": size}});
    assert_eq!(portal.post("/crm/v3/objects/contacts", &key, contact("s")).await.status, 201);
    assert_eq!(portal.post("/crm/v3/objects/contacts", &key, contact("xl")).await.status, 400);
    let own = "/crm/properties/2026-03/contacts/shirt_size";
    assert_eq!(portal.call(Method::DELETE, own, &key, None).await.status, 204);
    assert_eq!(portal.get(own, &key).await.status, 404);
}

#[tokio::test]
async fn the_legacy_apis_work_on_the_same_records() {
    let (portal, key) = portal().await;
    let outcomes = portal.get("/calling/v1/dispositions", &key).await.json();
    assert!(outcomes.as_array().unwrap().iter().any(|outcome| outcome["label"] == "Connected"));

    let all = portal.get("/contacts/v1/lists/all/contacts/all?count=2", &key).await.json();
    assert_eq!((all["contacts"].as_array().unwrap().len(), &all["has-more"]), (2, &true.into()));
    let vid = all["contacts"][0]["vid"].as_u64().unwrap();

    let engagement = json!({
        "engagement": {"type": "NOTE", "timestamp": 1_767_225_600_000_u64},
        "associations": {"contactIds": [vid]},
        "metadata": {"body": "From the old API"},
    });
    let made = portal.post("/engagements/v1/engagements", &key, engagement).await.json();
    assert_eq!(made["engagement"]["timestamp"], 1_767_225_600_000_u64);
    let note = format!(
        "/crm/v3/objects/notes/{}?properties=hs_note_body&associations=contacts",
        made["engagement"]["id"]
    );
    let note = portal.get(&note, &key).await.json();
    assert_eq!(note["properties"]["hs_note_body"], "From the old API");
    assert_eq!(note["associations"]["contacts"]["results"][0]["id"], vid.to_string());
}

#[tokio::test]
async fn spaces_around_a_number_are_taken() {
    let (portal, key) = portal().await;
    let body = json!({"properties": {"dealname": "Spaced", "amount": " 12 "}});
    assert_eq!(portal.post("/crm/v3/objects/deals", &key, body).await.status, 201);
}
