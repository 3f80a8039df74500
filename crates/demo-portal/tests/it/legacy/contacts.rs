//! Contacts v1.

use serde_json::json;

use super::{Legacy, ids_of, millis};

#[tokio::test]
async fn every_contact_is_on_one_of_the_pages() {
    let portal = Legacy::start().await;
    let (mut seen, mut offset, mut pages) = (Vec::new(), 0, 0);
    loop {
        let path = format!("/contacts/v1/lists/all/contacts/all?count=60&vidOffset={offset}&property=email");
        let page = portal.get(&path).await;
        pages += 1;
        seen.extend(ids_of(&page["contacts"], "vid"));
        offset = page["vid-offset"].as_u64().unwrap();
        if page["has-more"] == false {
            break;
        }
    }
    assert_eq!(pages, 4);
    assert_eq!(seen.len(), 200);
    assert_eq!(seen.into_iter().collect::<std::collections::BTreeSet<_>>(), portal.ids("contacts").await);
}

#[tokio::test]
async fn a_list_shows_few_properties_and_a_profile_all_with_their_times_in_milliseconds() {
    let portal = Legacy::start().await;
    let list = portal.get("/contacts/v1/lists/all/contacts/all?count=1").await;
    let listed = &list["contacts"][0];
    assert!(listed["properties"].get("email").is_none());
    assert!(listed["properties"]["firstname"].get("versions").is_none());

    let vid = &listed["vid"];
    let profile =
        portal.get(&format!("/contacts/v1/contact/vid/{vid}/profile?showListMemberships=true")).await;
    let record = portal.record("contacts", vid, "email,createdate").await;
    assert_eq!(profile["properties"]["email"]["value"], record["email"]);
    assert_eq!(profile["properties"]["email"]["versions"][0]["value"], record["email"]);
    assert_eq!(profile["properties"]["createdate"]["value"], millis(&record["createdate"]).to_string());
    assert_eq!(profile["identity-profiles"][0]["identities"][0]["value"], record["email"]);
    assert_eq!(profile["list-memberships"][0]["static-list-id"], 1);
    assert!(profile["associated-company"]["properties"]["domain"]["value"].is_string());
}

#[tokio::test]
async fn what_version_1_writes_version_3_reads_and_the_other_way_round() {
    let portal = Legacy::start().await;
    let body = json!({"properties": [
        {"property": "email", "value": "new@legacy.example"},
    ]});
    let made = portal.expect(200, "POST", "/contacts/v1/contact", body.clone()).await;
    let vid = &made["vid"];
    assert_eq!(portal.record("contacts", vid, "email").await["email"], "new@legacy.example");

    let change = json!({"properties": {"firstname": "Ada"}});
    portal.expect(200, "PATCH", &format!("/crm/v3/objects/contacts/{vid}"), change).await;
    let profile = portal.get("/contacts/v1/contact/email/new@legacy.example/profile").await;
    assert_eq!(profile["properties"]["firstname"]["value"], "Ada");

    let taken = portal.refusal(409, "POST", "/contacts/v1/contact", Some(body)).await;
    assert_eq!((&taken["error"], &taken["identityProfile"]["vid"]), (&json!("CONTACT_EXISTS"), vid));

    portal.delete(&format!("/contacts/v1/contact/vid/{vid}")).await;
    let gone = portal.send("GET", &format!("/crm/v3/objects/contacts/{vid}"), None).await;
    assert_eq!(gone.status, 404);
    let path = format!("/contacts/v1/contact/vid/{vid}/profile");
    assert_eq!(portal.refusal(404, "GET", &path, None).await["message"], "contact does not exist");
}

#[tokio::test]
async fn recent_contacts_come_latest_first_page_by_page() {
    let portal = Legacy::start().await;
    let mut made = Vec::new();
    for number in 0..3 {
        let body =
            json!({"properties": [{"property": "email", "value": format!("r{number}@legacy.example")}]});
        made.push(portal.expect(200, "POST", "/contacts/v1/contact", body).await["vid"].as_u64().unwrap());
    }
    made.reverse();
    for list in ["recently_updated", "all"] {
        let path = format!("/contacts/v1/lists/{list}/contacts/recent?count=2");
        let first = portal.get(&path).await;
        assert_eq!(ids_of(&first["contacts"], "vid"), made[..2], "{list}");
        assert_eq!(first["has-more"], true);
        let next = format!("{path}&timeOffset={}&vidOffset={}", first["time-offset"], first["vid-offset"]);
        let second = portal.get(&next).await;
        assert_eq!(ids_of(&second["contacts"], "vid"), made[2..], "{list}");
        assert_eq!(second["has-more"], false);
    }
}

#[tokio::test]
async fn batches_are_read_by_vid_and_email_and_written_as_a_whole() {
    let portal = Legacy::start().await;
    let list = portal.get("/contacts/v1/lists/all/contacts/all?count=2&property=email").await;
    let (one, two) = (&list["contacts"][0], &list["contacts"][1]);
    let vids = portal
        .get(&format!("/contacts/v1/contact/vids/batch?vid={}&vid={}&vid=1", one["vid"], two["vid"]))
        .await;
    assert_eq!(vids.as_object().unwrap().len(), 2);
    let email = one["properties"]["email"]["value"].as_str().unwrap();
    let emails = portal.get(&format!("/contacts/v1/contact/emails/batch?email={email}")).await;
    assert_eq!(emails[one["vid"].to_string()]["vid"], one["vid"]);

    let city = |value: &str| json!([{"property": "city", "value": value}]);
    let good = json!([
        {"vid": one["vid"], "properties": city("Porto")},
        {"email": "batch@legacy.example", "properties": city("Lund")},
    ]);
    portal.expect(202, "POST", "/contacts/v1/contact/batch", good).await;
    assert_eq!(portal.record("contacts", &one["vid"], "city").await["city"], "Porto");
    portal.get("/contacts/v1/contact/email/batch@legacy.example/profile").await;

    let bad = json!([
        {"vid": one["vid"], "properties": city("Turin")},
        {"vid": two["vid"], "properties": [{"property": "nonsense", "value": "1"}]},
    ]);
    let refused = portal.refusal(400, "POST", "/contacts/v1/contact/batch", Some(bad)).await;
    assert_eq!(refused["validationResults"][0]["error"], "PROPERTY_DOESNT_EXIST");
    assert_eq!(portal.record("contacts", &one["vid"], "city").await["city"], "Porto");
}

#[tokio::test]
async fn a_search_says_how_much_it_found() {
    let portal = Legacy::start().await;
    let found = portal.get("/contacts/v1/search/query?q=ada&count=1&property=email").await;
    assert_eq!(found["contacts"].as_array().unwrap().len(), 1);
    assert_eq!((&found["offset"], &found["query"]), (&json!(1), &json!("ada")));
    assert_eq!(found["has-more"], found["total"].as_u64().unwrap() > 1);
}

#[tokio::test]
async fn a_secondary_email_leads_to_the_contact_in_all_versions() {
    let portal = Legacy::start().await;
    let list = portal.get("/contacts/v1/lists/all/contacts/all?count=1").await;
    let vid = &list["contacts"][0]["vid"];
    let own = format!("/contacts/v1/secondary-email/{vid}/email/second@legacy.example");
    let added = portal.send("PUT", &own, None).await.json();
    assert_eq!(added["identities"][1]["value"], "second@legacy.example");

    let found = portal.get("/contacts/v1/contact/email/second@legacy.example/profile").await;
    assert_eq!(&found["vid"], vid);
    let found = portal.get("/crm/v3/objects/contacts/second@legacy.example?idProperty=email").await;
    assert_eq!(found["id"], vid.to_string());
    let record = portal.record("contacts", vid, "hs_additional_emails").await;
    assert_eq!(record["hs_additional_emails"], "second@legacy.example");
    let taken = json!({"properties": {"email": "second@legacy.example"}});
    assert_eq!(portal.send("POST", "/crm/v3/objects/contacts", Some(taken)).await.status, 409);

    portal.delete(&own).await;
    portal.refusal(404, "GET", "/contacts/v1/contact/email/second@legacy.example/profile", None).await;
}

#[tokio::test]
async fn a_merge_is_seen_by_all_versions() {
    let portal = Legacy::start().await;
    let list = portal.get("/contacts/v1/lists/all/contacts/all?count=2").await;
    let (kept, other) = (&list["contacts"][0]["vid"], &list["contacts"][1]["vid"]);
    let path = format!("/contacts/v1/contact/merge-vids/{kept}/");
    portal.expect(200, "POST", &path, json!({"vidToMerge": other})).await;
    let profile = portal.get(&format!("/contacts/v1/contact/vid/{kept}/profile")).await;
    assert_eq!(profile["merged-vids"], json!([other]));
    assert_eq!(portal.send("GET", &format!("/crm/v3/objects/contacts/{other}"), None).await.status, 404);
}

#[tokio::test]
async fn a_token_without_the_scope_is_refused() {
    let portal = Legacy::start().await;
    let (token, _) = portal.portal.connect("oauth").await;
    for path in
        ["/contacts/v1/lists/all/contacts/all", "/companies/v2/companies/paged", "/deals/v1/deal/paged"]
    {
        assert_eq!(portal.portal.get(path, &token).await.status, 403, "{path}");
    }
}
