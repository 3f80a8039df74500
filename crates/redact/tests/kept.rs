//! What has to come out as it was: texts without a secret, placeholders, formats, labels.

use portalscope_redact::{PersonalData, Redactor};

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
        "/// Any valid token, whatever its scopes\nAnyToken,\n",
        "Any valid token, whatever its scopes.\nNo credential at all, or one in the body.\n",
        r"const TOKEN = /pat-(na|eu)\d-[0-9a-f]{8}/;",
        r"token: /^pat-(na|eu)\d-[0-9a-f]{8}-[0-9a-f]{4}$/i,",
        "CLIENT_SECRET=\nREDIRECT_URI=http://localhost:3000/a1b2c3d4\n",
        "Content-Transfer-Encoding: quoted-printable\n\nThe token=\n has ended, caf=C3=A9 =3D bar=\n.\n",
        "variable \"client_secret\" {\n  type = string\n  default = \"\"\n}",
        "- key: CLIENT_SECRET\n  type: SECRET\n- key: REGION\n  value: eu-central-1a2b3c4d\n",
        r#"{"client_id":"abc","properties":{"state":"Ohio 43085"}}"#,
        "the client secret is in the vault, under crm-objects-2026-03",
        "access token - valid for 30 minutes since 2026-11-23T19:38:39.164Z",
        "gh issue create --title 'Mend token' --body LGTM",
        "gh secret set CLIENT_SECRET --body \"$CLIENT_SECRET\"",
        "services:\n  app:\n    user: \"1000:1000\"\n",
        "user: \"https://api.hubapi.com/a1b2c3d4e5\"",
        "curl_setopt($c, CURLOPT_USERPWD, \"$id:$secret\");",
        "csrf: true\ncsrfHeaderName: \"X-CSRF\"\n",
        "user = \"www-data:www-data\"\n",
        "s.match(/access_token=([^&]+)/); re = /client_secret=.*?&/g",
        "password = /\\S{8,}/;",
        "s.replace(/hapikey=[^&]+/g, 'hapikey=***');",
        "re.compile(r'token=(\\w+)')",
        "kind: Secret\nmetadata:\n  name: a1b2c3d4e5\ndata:\n  key: ${KEY}\n---\nkind: ConfigMap\ndata:\n  a: b1c2d3e4f5\n",
        "kind: Secret\nstringData:\n  CLIENT_ID: 5b1f2c9e-7d34-4a86-b0c1-9e2f7a6d8c43\n",
        r#"{"SecretString":"{\"client_id\":\"5b1f2c9e-7d34-4a86-b0c1-9e2f7a6d8c43\"}"}"#,
        "kind: ConfigMap\ndata:\n  a: b1c2d3e4f5\n",
        "INSERT INTO t (id, access_token) VALUES (1, NULL), (2, '');",
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

#[test]
fn versions_and_the_names_of_things_are_not_personal() {
    for text in [
        "version 12.0.0.1 of the client",
        r#"{"appVersion":"12.0.0.1"}"#,
        "v12.0.0.1",
        "Chrome 120.0.0.0 on Windows",
        "hubspot-api-client 12.0.0.1, openapi 3.0.1",
        "node 20.18.1, hubspot-api-client 12.0.0.1, Chrome/131.0.6778.86",
        "client==12.0.0.1",
        "<Version>12.0.0.1</Version>",
        r#"{"displayName":"Deals"}"#,
        r#"{"displayName":"Marketing events"}"#,
    ] {
        assert_eq!(Redactor::new().text_with(text, PersonalData::Remove), text);
    }
}
