//! Lists v1 and v3.

use serde_json::json;

use super::{Legacy, ids_of};

#[tokio::test]
async fn a_list_has_the_same_members_in_both_versions() {
    let portal = Legacy::start().await;
    let lists = portal.get("/contacts/v1/lists?count=3").await;
    assert_eq!((lists["lists"].as_array().unwrap().len(), &lists["has-more"]), (3, &json!(true)));
    for list in lists["lists"].as_array().unwrap() {
        let id = &list["listId"];
        let mapped = portal.get(&format!("/crm/v3/lists/idmapping?legacyListId={id}")).await;
        let newer = mapped["listId"].as_str().unwrap();
        let one = portal.get(&format!("/crm/v3/lists/{newer}")).await;
        assert_eq!(one["list"]["name"], list["name"]);
        let members = portal.get(&format!("/crm/v3/lists/{newer}/memberships?limit=250")).await;
        let newer: Vec<u64> = members["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|member| member["recordId"].as_str().unwrap().parse().unwrap())
            .collect();
        assert!(newer.len() >= 3, "{list}");
        assert_eq!(list["metaData"]["size"], newer.len());
        let all = portal.get(&format!("/contacts/v1/lists/{id}/contacts/all?count=100")).await;
        assert_eq!(ids_of(&all["contacts"], "vid"), newer);
    }
}

#[tokio::test]
async fn members_are_added_by_one_version_and_removed_by_the_other() {
    let portal = Legacy::start().await;
    let made =
        portal.expect(200, "POST", "/contacts/v1/lists", json!({"name": "Made", "dynamic": false})).await;
    let id = &made["listId"];
    let contact = *portal.ids("contacts").await.first().unwrap();
    let add = json!({"vids": [contact, 1], "emails": ["nobody@legacy.example"]});
    let added = portal.expect(200, "POST", &format!("/contacts/v1/lists/{id}/add"), add).await;
    assert_eq!(
        added,
        json!({
            "updated": [contact], "discarded": [], "invalidVids": [1], "invalidEmails": ["nobody@legacy.example"],
        })
    );
    let newer = made["internalListId"].clone();
    let path = format!("/crm/v3/lists/{newer}/memberships/remove");
    let removed = portal.expect(200, "PUT", &path, json!([contact.to_string()])).await;
    assert_eq!(removed["recordIdsRemoved"], json!([contact.to_string()]));
    assert_eq!(portal.get(&format!("/contacts/v1/lists/{id}/contacts/all")).await["contacts"], json!([]));

    portal.expect(200, "PUT", &format!("/crm/v3/lists/{newer}/memberships/add"), json!([contact])).await;
    let of_record = portal.get(&format!("/crm/v3/lists/records/0-1/{contact}/memberships")).await;
    assert!(
        of_record["results"]
            .as_array()
            .unwrap()
            .iter()
            .any(|list| list["listId"] == newer.to_string().as_str())
    );
    portal.delete(&format!("/crm/v3/lists/{newer}")).await;
    portal.refusal(404, "GET", &format!("/contacts/v1/lists/{id}"), None).await;
}

#[tokio::test]
async fn the_members_of_a_dynamic_list_follow_its_rule() {
    let portal = Legacy::start().await;
    let branch = json!({"filterBranchType": "OR", "filters": [], "filterBranches": [{
        "filterBranchType": "AND", "filterBranches": [], "filters": [{
            "filterType": "PROPERTY", "property": "city",
            "operation": {"operationType": "MULTISTRING", "operator": "IS_EQUAL_TO", "values": ["Nowhere"]},
        }],
    }]});
    let body = json!({"name": "From nowhere", "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": branch});
    let made = portal.expect(200, "POST", "/crm/v3/lists", body).await;
    let path = format!("/crm/v3/lists/{}/memberships", made["list"]["listId"].as_str().unwrap());
    assert_eq!(portal.get(&path).await["total"], 0);
    let body = json!({"properties": [{"property": "city", "value": "Nowhere"}]});
    let contact = portal.expect(200, "POST", "/contacts/v1/contact", body).await;
    assert_eq!(portal.get(&path).await["results"][0]["recordId"], contact["vid"].to_string());
    assert_eq!(portal.send("PUT", &format!("{path}/add"), Some(json!([1]))).await.status, 400);

    let found = portal.expect(200, "POST", "/crm/v3/lists/search", json!({"query": "nowhere"})).await;
    assert_eq!(found["lists"][0]["additionalProperties"]["hs_list_size"], "1");
}

#[tokio::test]
async fn a_lists_rule_is_changed_and_its_members_are_added_to_another_list() {
    let portal = Legacy::start().await;
    let rule = |stage: &str| {
        let filter = json!({
            "filterType": "PROPERTY", "property": "lifecyclestage",
            "operation": {"operationType": "ENUMERATION", "operator": "IS_ANY_OF", "values": [stage]},
        });
        json!({"filterBranchType": "OR", "filters": [], "filterBranches": [
            {"filterBranchType": "AND", "filterBranches": [], "filters": [filter]},
        ]})
    };
    let body = json!({
        "name": "By stage", "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": rule("lead"),
    });
    let list = portal.expect(200, "POST", "/crm/v3/lists", body).await["list"]["listId"].clone();
    let path = format!("/crm/v3/lists/{}", list.as_str().unwrap());
    let members = async |path: &str| {
        let page = portal.get(&format!("{path}/memberships?limit=250")).await;
        page["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|member| member["recordId"].clone())
            .collect::<Vec<_>>()
    };
    let leads = members(&path).await;
    let change = json!({"filterBranch": rule("customer")});
    portal.expect(200, "PUT", &format!("{path}/update-list-filters"), change.clone()).await;
    let customers = members(&path).await;
    assert!(!customers.is_empty() && customers != leads);

    let manual = json!({"name": "Chosen", "objectTypeId": "0-1", "processingType": "MANUAL"});
    let manual = portal.expect(200, "POST", "/crm/v3/lists", manual).await["list"]["listId"].clone();
    let chosen = format!("/crm/v3/lists/{}", manual.as_str().unwrap());
    portal.expect(400, "PUT", &format!("{chosen}/update-list-filters"), change).await;
    let add = format!("{chosen}/memberships/add-from/{}", list.as_str().unwrap());
    assert_eq!(portal.send("PUT", &add, None).await.status, 204);
    assert_eq!(members(&chosen).await, customers);
    let back = format!("{path}/memberships/add-from/{}", manual.as_str().unwrap());
    assert_eq!(
        portal.send("PUT", &back, None).await.status,
        400,
        "members of a dynamic list follow its rule"
    );
}
