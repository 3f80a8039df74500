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
