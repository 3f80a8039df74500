//! Forms v2 and v3, and their submissions.

use serde_json::json;

use super::Legacy;

#[tokio::test]
async fn forms_are_the_same_in_both_versions() {
    let portal = Legacy::start().await;
    let (older, newer) = (portal.get("/forms/v2/forms").await, portal.get("/marketing/v3/forms").await);
    let newer = newer["results"].as_array().unwrap();
    assert!(newer.len() >= 3);
    for (older, newer) in older.as_array().unwrap().iter().zip(newer) {
        assert_eq!((&older["guid"], &older["name"]), (&newer["id"], &newer["name"]));
        assert_eq!(
            older["formFieldGroups"].as_array().unwrap().len(),
            newer["fieldGroups"].as_array().unwrap().len()
        );
    }
    let made = portal.expect(200, "POST", "/forms/v2/forms", json!({
        "name": "Made", "formFieldGroups": [{"fields": [{"name": "email", "label": "Email", "required": true}]}],
    })).await;
    let own = format!("/marketing/v3/forms/{}", made["guid"].as_str().unwrap());
    assert_eq!(portal.get(&own).await["fieldGroups"][0]["fields"][0]["name"], "email");
    portal.delete(&own).await;
    portal.refusal(404, "GET", &format!("/forms/v2/forms/{}", made["guid"].as_str().unwrap()), None).await;
}

#[tokio::test]
async fn a_submission_needs_no_credential_and_writes_the_contact() {
    let portal = Legacy::start().await;
    let forms = portal.get("/forms/v2/forms").await;
    let guid = forms[0]["guid"].as_str().unwrap();
    let list = format!("/form-integrations/v1/submissions/forms/{guid}");
    let before = portal.get(&format!("{list}?limit=50")).await["results"].as_array().unwrap().len();
    assert!(before >= 3);

    let url = portal.portal.url(&format!("/submissions/v3/integration/submit/26041877/{guid}"));
    let fields = json!({"fields": [
        {"name": "email", "value": "visitor@legacy.example"}, {"name": "firstname", "value": "Vera"},
    ], "context": {"pageUri": "https://legacy.example/"}});
    let answer = portal.portal.send(portal.portal.http.post(&url).json(&fields)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let latest = &portal.get(&list).await["results"][0];
    assert_eq!(
        (&latest["values"][0]["value"], &latest["pageUrl"]),
        (&json!("visitor@legacy.example"), &json!("https://legacy.example/"))
    );
    let profile = portal.get("/contacts/v1/contact/email/visitor@legacy.example/profile").await;
    assert_eq!(profile["properties"]["firstname"]["value"], "Vera");
    assert_eq!(profile["form-submissions"][0]["form-id"], guid);

    let answer = portal.portal.send(portal.portal.http.post(&url).json(&json!({"fields": []}))).await;
    assert_eq!((answer.status, &answer.json()["errors"][0]["errorType"]), (400, &json!("REQUIRED_FIELD")));
}
