//! Custom object types that a client defines.

use serde_json::{Value, json};

use crate::legacy::Legacy;

fn boats() -> Value {
    json!({
        "name": "boats",
        "labels": {"singular": "Boat", "plural": "Boats"},
        "description": "On the lake",
        "primaryDisplayProperty": "boat_name",
        "secondaryDisplayProperties": ["hull"],
        "searchableProperties": ["boat_name"],
        "requiredProperties": ["boat_name"],
        "properties": [
            {"name": "boat_name", "label": "Name", "type": "string", "fieldType": "text"},
            {"name": "hull", "label": "Hull number", "type": "string", "fieldType": "text", "hasUniqueValue": true},
            {"name": "length", "label": "Length", "type": "number", "fieldType": "number", "groupName": "measures"},
        ],
        "associatedObjects": ["CONTACT"],
    })
}

#[tokio::test]
async fn a_new_object_type_has_records_lists_properties_and_associations() {
    let portal = Legacy::start().await;
    let made = portal.expect(201, "POST", "/crm/v3/schemas", boats()).await;
    let id = made["objectTypeId"].as_str().unwrap();
    assert!(id.starts_with("2-") && made["fullyQualifiedName"] == "p26041877_boats", "{made}");
    assert_eq!(made["labels"], json!({"singular": "Boat", "plural": "Boats"}));
    assert_eq!(made["associations"][0]["toObjectTypeId"], "0-1");
    for path in
        [format!("/crm/v3/schemas/{id}"), "/crm-object-schemas/2026-03/schemas/p26041877_boats".into()]
    {
        assert_eq!(portal.get(&path).await, made, "{path}");
    }
    let listed = portal.get("/crm/v3/schemas").await;
    assert!(listed["results"].as_array().unwrap().contains(&made));
    let properties = portal.get(&format!("/crm/v3/properties/{id}")).await["results"].clone();
    let group = |name: &str| {
        let all = properties.as_array().unwrap();
        all.iter().find(|property| property["name"] == name).unwrap()["groupName"].clone()
    };
    assert_eq!((group("boat_name"), group("length")), (json!("boats_information"), json!("measures")));

    let contact = portal.get("/crm/v3/objects/contacts?limit=1").await["results"][0]["id"].clone();
    let spec = json!({"associationCategory": "USER_DEFINED", "associationTypeId": made["associations"][0]["id"]
        .as_str().unwrap().parse::<u64>().unwrap()});
    let body = json!({
        "properties": {"boat_name": "Nele", "hull": "H1", "length": "7"},
        "associations": [{"to": {"id": contact}, "types": [spec]}],
    });
    let boat = portal.expect(201, "POST", &format!("/crm/v3/objects/{id}"), body.clone()).await;
    let path = format!("/crm/objects/2026-03/p26041877_boats/{}", boat["id"].as_str().unwrap());
    let read = portal.get(&format!("{path}?associations=contacts")).await;
    assert_eq!(read["properties"]["hull"], "H1");
    assert_eq!(read["associations"]["contacts"]["results"][0]["id"], contact);
    portal.expect(400, "POST", &format!("/crm/v3/objects/{id}"), body).await;
    portal
        .expect(400, "POST", &format!("/crm/v3/objects/{id}"), json!({"properties": {"length": "7"}}))
        .await;
    let filter = json!({"filterGroups": [{"filters": [
        {"propertyName": "length", "operator": "GT", "value": "5"},
        {"propertyName": "associations.contact", "operator": "EQ", "value": contact},
    ]}]});
    let found = portal.expect(200, "POST", "/crm/v3/objects/p_boats/search", filter).await;
    assert_eq!((&found["total"], &found["results"][0]["id"]), (&json!(1), &boat["id"]));
    let list = json!({"name": "Fleet", "objectTypeId": id, "processingType": "MANUAL"});
    let list = portal.expect(200, "POST", "/crm/v3/lists", list).await["list"]["listId"].clone();
    let members = format!("/crm/v3/lists/{}/memberships", list.as_str().unwrap());
    portal.expect(200, "PUT", &format!("{members}/add"), json!([boat["id"]])).await;
    assert_eq!(portal.get(&members).await["results"][0]["recordId"], boat["id"]);
}

#[tokio::test]
async fn a_custom_objects_bare_name_is_not_understood() {
    let portal = Legacy::start().await;
    for name in ["bikes", "bike"] {
        for path in [
            format!("/crm/v3/schemas/{name}"),
            format!("/crm/v3/objects/{name}"),
            format!("/crm/v3/properties/{name}"),
        ] {
            let refused = portal.send("GET", &path, None).await;
            let message = json!(format!("Unable to infer object type from: {name}"));
            assert_eq!((refused.status, &refused.json()["message"]), (400, &message), "{path}");
        }
    }
    assert_eq!(
        portal.get("/crm/v3/schemas/p26041877_bikes").await,
        portal.get("/crm/v3/schemas/p_bikes").await
    );
}

#[tokio::test]
async fn a_name_that_exists_or_a_schema_that_contradicts_itself_is_refused() {
    let portal = Legacy::start().await;
    portal.expect(201, "POST", "/crm/v3/schemas", boats()).await;
    for taken in ["boats", "BOATS", "bikes", "contact"] {
        let mut body = boats();
        body["name"] = taken.into();
        let refused = portal.expect(409, "POST", "/crm-object-schemas/v3/schemas", body).await;
        assert_eq!(refused["category"], "OBJECT_ALREADY_EXISTS", "{taken}");
    }
    for (key, value) in [
        ("name", json!("2nd")),
        ("name", json!("with space")),
        ("requiredProperties", json!(["mast"])),
        ("primaryDisplayProperty", json!("mast")),
        ("associatedObjects", json!(["SHIPS"])),
        ("properties", json!([{"name": "boat_name"}])),
    ] {
        let mut body = boats();
        body["name"] = "ships".into();
        body[key] = value;
        let refused = portal.expect(400, "POST", "/crm/v3/schemas", body).await;
        assert_eq!(refused["category"], "VALIDATION_ERROR", "{key}");
    }
    let refused = portal.expect(400, "POST", "/crm/v3/schemas", json!({"name": "ships"})).await;
    assert!(
        refused["message"].as_str().unwrap().contains("labels, properties, requiredProperties"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_schema_is_changed_archived_and_purged() {
    let portal = Legacy::start().await;
    let id = portal.expect(201, "POST", "/crm/v3/schemas", boats()).await["objectTypeId"].clone();
    let path = format!("/crm/v3/schemas/{}", id.as_str().unwrap());
    let change = json!({
        "labels": {"plural": "Fleet"}, "requiredProperties": ["hull"], "clearDescription": true,
    });
    let changed = portal.expect(200, "PATCH", &path, change).await;
    assert_eq!(changed["labels"], json!({"singular": "Boat", "plural": "Fleet"}));
    assert_eq!(
        (&changed["description"], &changed["primaryDisplayProperty"]),
        (&Value::Null, &json!("boat_name"))
    );
    assert_eq!(portal.get("/crm-object-schemas/2026-03/schemas/p_boats").await, changed);
    portal.expect(400, "PATCH", &path, json!({"requiredProperties": ["mast"]})).await;
    portal.expect(400, "POST", "/crm/v3/objects/p_boats", json!({"properties": {"boat_name": "A"}})).await;
    let boat =
        portal.expect(201, "POST", "/crm/v3/objects/p_boats", json!({"properties": {"hull": "A"}})).await;

    assert_eq!(portal.send("DELETE", &path, None).await.status, 400, "it has a record");
    portal.delete(&format!("/crm/v3/objects/p_boats/{}", boat["id"].as_str().unwrap())).await;
    portal.delete(&path).await;
    let gone = portal.send("GET", "/crm/v3/objects/p_boats", None).await;
    assert_eq!((gone.status, gone.text.contains("Unable to infer object type")), (400, true));
    assert_eq!(portal.get("/crm/v3/schemas?archived=true").await["results"][0]["objectTypeId"], id);
    portal.expect(409, "POST", "/crm/v3/schemas", boats()).await;
    portal.delete(&format!("{path}?archived=true")).await;
    let again = portal.expect(201, "POST", "/crm/v3/schemas", boats()).await;
    assert_ne!(again["objectTypeId"], id);
    assert_eq!(portal.get("/crm/v3/objects/p_boats").await["results"], json!([]));
}

#[tokio::test]
async fn the_custom_object_that_every_account_has_can_be_changed_and_hubspots_own_types_cannot() {
    let portal = Legacy::start().await;
    let change = json!({"labels": {"singular": "Cycle", "plural": "Cycles"}});
    portal.expect(200, "PATCH", "/crm/v3/schemas/p_bikes", change).await;
    assert_eq!(portal.get("/crm/v3/schemas/p_bikes").await["labels"]["plural"], "Cycles");
    portal.expect(400, "POST", "/crm/v3/objects/p_bikes", json!({"properties": {"frame_number": "x"}})).await;
    for method in ["PATCH", "DELETE"] {
        let refused = portal.send(method, "/crm/v3/schemas/contacts", Some(json!({}))).await;
        assert_eq!(refused.status, 400, "{method}");
    }
    let batch = json!({"inputs": [{"id": "p_bikes"}, {"id": "ships"}]});
    let batch = portal.expect(207, "POST", "/crm-object-schemas/v3/schemas/batch/read", batch).await;
    assert_eq!(
        (&batch["results"][0]["name"], batch["errors"].as_array().unwrap().len()),
        (&json!("bikes"), 1)
    );
}

#[tokio::test]
async fn a_portal_defines_types_up_to_a_bound() {
    let portal = Legacy::start().await;
    for number in 0..60 {
        let mut body = boats();
        body["name"] = format!("boats_{number}").into();
        portal.expect(201, "POST", "/crm/v3/schemas", body).await;
    }
    portal.expect(400, "POST", "/crm/v3/schemas", boats()).await;
    portal.expect(201, "POST", "/crm/v3/objects/p_boats_59", json!({"properties": {"boat_name": "A"}})).await;
}

#[tokio::test]
async fn limits_count_what_the_account_has() {
    let portal = Legacy::start().await;
    let types = async || portal.get("/crm/v3/limits/custom-object-types").await["usage"].as_u64().unwrap();
    let before = types().await;
    portal.expect(201, "POST", "/crm/v3/schemas", boats()).await;
    assert_eq!(types().await, before + 1);
    portal.expect(201, "POST", "/crm/v3/objects/p_boats", json!({"properties": {"boat_name": "A"}})).await;
    let records = portal.get("/crm/limits/2026-03/records").await;
    let own = records["customObjectTypes"]["byObjectType"].as_array().unwrap();
    let boats = own.iter().find(|kind| kind["pluralLabel"] == "Boats").unwrap();
    assert_eq!(boats["usage"], 1);
    let contacts = &records["hubspotDefinedObjectTypes"][0];
    assert_eq!(
        (&contacts["objectTypeId"], contacts["usage"].as_u64()),
        (&json!("0-1"), Some(portal.ids("contacts").await.len() as u64))
    );
    let properties = portal.get("/crm/v3/limits/custom-properties").await;
    assert_eq!(
        (&properties["overallUsage"], &properties["byObjectType"][0]["usage"]),
        (&json!(3), &json!(3))
    );
    let pipelines = portal.get("/crm/v3/limits/pipelines").await;
    assert_eq!(pipelines["hubspotDefinedObjectTypes"].as_array().unwrap().len(), 2);
}
