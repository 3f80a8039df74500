//! What has to come out as it was: texts without a secret, placeholders, formats, labels.

use portalscope_redact::Redactor;

#[test]
fn placeholders_survive() {
    for text in [
        "Authorization: Bearer ${TOKEN}",
        "Authorization: Bearer {{token}}",
        "-H 'Authorization: Bearer <your token>'",
        "client_secret=xxxxx&refresh_token=***",
        "client_secret = os.environ['HUBSPOT_CLIENT_SECRET']",
        "accessToken: process.env.HUBSPOT_ACCESS_TOKEN,",
        "curl -H \"Authorization: Bearer $TOKEN\"",
        "set token=%TOKEN%",
        "client_secret=REDACTED",
        "hapikey=demo",
        "pat-na1-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
        "Authorization: Bearer YOUR_ACCESS_TOKEN",
        "f'Bearer {access_token}'",
        "'Bearer ' + token",
        "curl -u \"$ID:$SECRET\" https://x",
        "https://user:<password>@host/",
        "/oauth/v1/access-tokens/{token}",
        "/oauth/v1/access-tokens/:token",
    ] {
        assert_eq!(Redactor::new().text(text), text);
    }
}

#[test]
fn ordinary_text_is_unchanged() {
    for text in [
        r#"{"category":"MISSING_SCOPES","code":"INVALID","message":"no token"}"#,
        "GET /crm/objects/2026-03/contacts?limit=10&properties=email",
        "authorization was refused; the client secret is wrong",
        "019d7712-d98f-7622-ad7a-045a0bcb177b",
        r#"{"status":"BAD_REFRESH_TOKEN","message":"missing or unknown refresh token"}"#,
        r#"{"token":"expired","token_type":"bearer","token_use":"access_token"}"#,
        r#"{"message":"The OAuth token used to make this call expired 5 minute(s) ago."}"#,
        "invalid_token: the token has ended",
        r#"{"name":"token","label":"The customer's token: see the handbook"}"#,
        "the bearer token is sent with each call",
        "const token = response.data.access_token;",
        "function refresh(refreshToken: string, clientSecret?: string): Promise<void> {",
        "client_secret: clientSecret,",
        "access_token = get_token(client_id, client_secret)",
        r#"{"access_token":{"type":"string"},"password":null,"hasPassword":true}"#,
        r#"fields = ["access_token", "refresh_token", "expires_in"]"#,
        r#"{"paging":{"next":{"after":"NTI1Cg%3D%3D","link":"https://api.hubapi.com/x?after=NTI1Cg%3D%3D"}}}"#,
        "POST https://api.hubapi.com/oauth/v1/token 400",
        r#"{"type":"password","id":"password","placeholder":"Password"}"#,
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
        "password must be at least 8 characters",
        "«access-token#1» and «secret»",
        "caf\u{e9} \u{1F600} \0 \u{feff}",
    ] {
        assert_eq!(Redactor::new().text(text), text);
    }
}

#[test]
fn json_stays_json() {
    let text = r#"{"n":1.50,"password":12345678,"client_secret":"a\"b1","list":[1,2],"url":"https:\/\/x\/?access_token=abc123def"}"#;
    let clean = Redactor::new().text(text);
    serde_json::from_str::<serde_json::Value>(&clean).unwrap();
    assert_eq!(
        clean,
        r#"{"n":1.50,"password":"«password#1»","client_secret":"«client-secret#1»","list":[1,2],"url":"https:\/\/x\/?access_token=«access-token#1»"}"#,
    );
}

#[test]
fn an_address_keeps_what_follows_a_secret() {
    for (text, clean) in [
        ("https://x/a?hapikey=a1b2c3d4e5f6&limit=1", "https://x/a?hapikey=«api-key%231»&limit=1"),
        (
            "GET /oauth/v1/access-tokens/a1b2c3d4e5f6?x=1",
            "GET /oauth/v1/access-tokens/«access-token%231»?x=1",
        ),
        ("https://x/a?limit=1&hapikey=a1b2c3d4e5f6", "https://x/a?limit=1&hapikey=«api-key#1»"),
        ("hapikey=a1b2c3d4e5f6&limit=1", "hapikey=«api-key#1»&limit=1"),
    ] {
        assert_eq!(Redactor::new().text(text), clean);
        assert_eq!(Redactor::new().text(clean), clean);
    }
}

#[test]
fn uuids_are_no_tokens() {
    for text in ["u201cce6a6a91-ac17-492f-bbdb-7d72477c319c", "id ce6a6a91-ac17-492f-bbdb-7d72477c319c"] {
        assert_eq!(Redactor::new().text(text), text);
    }
}

#[test]
fn a_body_in_base64_stays_base64() {
    // {"access_token":"pat-na1-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0","expires_in":1800}
    let body = "eyJhY2Nlc3NfdG9rZW4iOiJwYXQtbmExLTBmMWUyZDNjLTRiNWEtNjk3OC04Nzk2LWE1YjRjM2QyZTFmMCIsImV4cGlyZXNfaW4iOjE4MDB9";
    let clean = Redactor::new().text(&format!(r#"{{"text":"{body}","encoding":"base64"}}"#));
    // {"access_token":"«static-token#1»","expires_in":1800}
    assert_eq!(
        clean,
        r#"{"text":"eyJhY2Nlc3NfdG9rZW4iOiLCq3N0YXRpYy10b2tlbiMxwrsiLCJleHBpcmVzX2luIjoxODAwfQ","encoding":"base64"}"#,
    );
}

#[test]
fn the_same_secret_keeps_its_label_and_another_gets_its_own() {
    let redactor = Redactor::new();
    let (first, second) = ("eu1-0f1e-2d3c-4b5a-6978-8796a5b4c3d2", "eu1-1f1e-2d3c-4b5a-6978-8796a5b4c3d2");
    assert_eq!(
        redactor.text(&format!("refresh_token={first}&x={second} {first}")),
        "refresh_token=«refresh-token#1»&x=«refresh-token#2» «refresh-token#1»",
    );
    assert_eq!(
        redactor.text(&first.replace('-', "%2D")),
        "«refresh-token#1»",
        "also in another text and spelling"
    );
    assert_eq!(
        redactor.register("refresh-token", second).as_str(),
        "«refresh-token#2»",
        "also once it is known"
    );
}
