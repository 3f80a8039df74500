//! Properties v1 and v2.

use serde_json::{Value, json};

use super::Legacy;

fn names(list: &Value) -> std::collections::BTreeSet<&str> {
    list.as_array().unwrap().iter().map(|property| property["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn definitions_are_those_of_version_3() {
    let portal = Legacy::start().await;
    for kind in ["contacts", "companies", "deals"] {
        let newer = portal.get(&format!("/crm/v3/properties/{kind}")).await;
        for version in ["v1", "v2"] {
            let older = portal.get(&format!("/properties/{version}/{kind}/properties")).await;
            assert_eq!(names(&older), names(&newer["results"]), "{version} {kind}");
        }
    }
    assert_eq!(
        names(&portal.get("/companies/v2/properties").await),
        names(&portal.get("/properties/v2/companies/properties").await)
    );
    for (path, kind) in [("/contacts/v2", "contacts"), ("/deals/v1", "deals")] {
        let older = portal.get(&format!("/properties/v1/{kind}/properties")).await;
        assert_eq!(portal.get(&format!("{path}/properties")).await, older);
    }
    let groups = portal.get("/properties/v1/contacts/groups?includeProperties=true").await;
    assert_eq!(groups[0]["name"], "contactinformation");
    assert!(groups[0]["properties"].as_array().unwrap().len() > 10);
}

#[tokio::test]
async fn a_property_is_defined_by_one_version_and_changed_by_the_other() {
    let portal = Legacy::start().await;
    let body = json!({
        "name": "shoe_size", "label": "Shoe size", "groupName": "contactinformation", "type": "number", "fieldType": "number",
    });
    portal.expect(200, "POST", "/properties/v1/contacts/properties", body.clone()).await;
    portal.refusal(409, "POST", "/properties/v2/contacts/properties", Some(body)).await;
    let change = json!({"label": "Size of shoe"});
    portal.expect(200, "PATCH", "/crm/v3/properties/contacts/shoe_size", change).await;
    let own = "/properties/v1/contacts/properties/named/shoe_size";
    assert_eq!(portal.get(own).await["label"], "Size of shoe");
    let value = json!({"properties": [{"property": "shoe_size", "value": "x"}]});
    let refused = portal.refusal(400, "POST", "/contacts/v1/contact", Some(value)).await;
    assert_eq!(refused["validationResults"][0]["name"], "shoe_size");
    portal.delete(own).await;
    assert_eq!(portal.send("GET", "/crm/v3/properties/contacts/shoe_size", None).await.status, 404);
}

#[tokio::test]
async fn a_group_made_by_one_version_is_changed_and_deleted_by_the_others() {
    let portal = Legacy::start().await;
    let body = json!({"name": "sizes", "label": "Sizes", "displayOrder": 3});
    let made = portal.expect(201, "POST", "/crm/v3/properties/contacts/groups", body.clone()).await;
    assert_eq!(made, json!({"name": "sizes", "label": "Sizes", "displayOrder": 3, "archived": false}));
    assert_eq!(portal.get("/crm/properties/2026-03/contacts/groups/sizes").await, made);
    let again = portal.expect(409, "POST", "/crm/v3/properties/contacts/groups", body).await;
    assert_eq!(again["category"], "OBJECT_ALREADY_EXISTS");
    portal.refusal(409, "POST", "/contacts/v2/groups", Some(json!({"name": "sizes"}))).await;
    let older = portal.get("/properties/v1/contacts/groups/named/sizes").await;
    assert_eq!((&older["displayName"], &older["displayOrder"]), (&json!("Sizes"), &json!(3)));

    let renamed = json!({"displayName": "All sizes"});
    portal.expect(200, "PUT", "/properties/v1/contacts/groups/named/sizes", renamed).await;
    assert_eq!(portal.get("/crm/v3/properties/contacts/groups/sizes").await["label"], "All sizes");
    portal.expect(200, "PATCH", "/crm/v3/properties/contacts/groups/sizes", json!({"displayOrder": 1})).await;
    let listed = portal.get("/crm/v3/properties/contacts/groups").await;
    assert!(listed["results"].as_array().unwrap().iter().any(|group| group["displayOrder"] == 1));

    let property = json!({
        "name": "shoe_size", "label": "Shoe size", "groupName": "sizes", "type": "number", "fieldType": "number",
    });
    portal.expect(201, "POST", "/crm/v3/properties/contacts", property).await;
    let with = portal.get("/properties/v2/contacts/groups/named/sizes?includeProperties=true").await;
    assert_eq!(with["properties"][0]["name"], "shoe_size");
    portal.refusal(400, "DELETE", "/properties/v2/contacts/groups/named/sizes", None).await;
    portal.expect(400, "DELETE", "/crm/v3/properties/contacts/groups/sizes", Value::Null).await;
    portal.delete("/crm/v3/properties/contacts/shoe_size").await;
    portal.delete("/crm/v3/properties/contacts/groups/sizes").await;
    portal.refusal(404, "GET", "/properties/v1/contacts/groups/named/sizes", None).await;
    for (path, kind) in [("/companies/v2/groups", "companies"), ("/deals/v1/groups", "deals")] {
        portal.expect(200, "POST", path, json!({"name": "own", "displayName": "Own"})).await;
        assert_eq!(portal.get(&format!("/crm/v3/properties/{kind}/groups/own")).await["label"], "Own");
    }
}

#[tokio::test]
async fn archived_properties_are_listed_apart_with_the_time() {
    let portal = Legacy::start().await;
    for name in ["one", "two"] {
        let property = json!({
            "name": name, "label": name, "groupName": "contactinformation", "type": "string", "fieldType": "text",
        });
        portal.expect(201, "POST", "/crm/v3/properties/contacts", property).await;
    }
    let inputs = json!({"inputs": [{"name": "one"}, {"name": "two"}, {"name": "three"}]});
    let own = json!({"inputs": [{"name": "one"}, {"name": "email"}]});
    portal.expect(400, "POST", "/crm/v3/properties/contacts/batch/archive", own).await;
    assert_eq!(portal.get("/crm/v3/properties/contacts/one").await["archived"], false);
    portal.expect(204, "POST", "/crm/properties/2026-03/contacts/batch/archive", inputs.clone()).await;
    let archived = portal.get("/crm/v3/properties/contacts?archived=true").await["results"].clone();
    assert_eq!(names(&archived), ["one", "two"].into());
    assert!(archived[0]["archivedAt"].is_string(), "{archived}");
    let mut read = inputs;
    read["archived"] = true.into();
    let read = portal.expect(207, "POST", "/crm/v3/properties/contacts/batch/read", read).await;
    assert_eq!(names(&read["results"]), ["one", "two"].into());
    assert_eq!(portal.send("GET", "/properties/v1/contacts/properties/named/one", None).await.status, 404);
}
