//! The spellings in which secrets survived earlier redactions, row by row.

use portalscope_redact::Redactor;

/// A secret whose form says nothing.
const S: &str = "0f0f0f0f-aaaa-4bbb";
const STATIC: &str = "pat-na1-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
const ACCESS: &str =
    "CKPrvd7oMxIHAAEAQAAAARiZ0LUMILPPzRYo_5_hATIUxLk3b0wKx2nZ8Yd4u6pQ1sVtRmE6MAoFAEEAAAAAAAAAAAAA";

/// Whether eight characters in a row of a secret are in a text.
fn shows(text: &str, secret: &str) -> bool {
    secret.as_bytes().windows(8).any(|window| text.as_bytes().windows(8).any(|other| other == window))
}

#[track_caller]
fn assert_hidden(text: &str, secret: &str) {
    let clean = Redactor::new().text(text);
    assert!(!shows(&clean, secret), "{text}\nbecame {clean}");
}

#[test]
fn names_are_recognized_however_they_are_joined_to_a_value() {
    for text in [
        "'client_secret' => '§'",
        ":client_secret => '§'",
        r#"clientSecret := "§""#,
        r#""client_secret": ["§"]"#,
        r#"{"client_secret":["x","§"]}"#,
        "<client_secret>§</client_secret>",
        r#"("client_secret", "§")"#,
        "client_secret\tS",
        "--client-secret §",
        "--client-secret=§",
        "client secret: §",
        "Client Secret = §",
        "HUBSPOT_TOKEN=§",
        "secret=§",
        "secret: §",
        "setAccessToken('§')",
        r#"<input type="hidden" name="client_secret" value="§">"#,
        r#"<add key="ClientSecret" value="§"/>"#,
        r#"{"name":"client_secret","value":"§"}"#,
        r#"{"value":"§","name":"client_secret"}"#,
        "- name: HUBSPOT_CLIENT_SECRET\n  value: §\n",
        "client_secret: |\n  §\n",
        "client_secret: >-\n  §\nnext: 1",
        "client_secret:\n  §\n",
        "$env:CLIENT_SECRET = \"§\"",
        "setx HUBSPOT_TOKEN §",
        "ENV HUBSPOT_TOKEN §",
        "client_secret = \"§\" # TOML",
        "| client_secret | § |",
        "client_id,client_secret\n1,§\n",
        "const char* password = \"§\";",
        "let accessToken: string = '§'",
        "client_secret=SecretStr('§')",
        "x = {\\\"client_secret\\\":\\\"§\\\"}",
        r#""{\"a\":\"{\\\"client_secret\\\":\\\"§\\\"}\"}""#,
        "client_secret&quot;:&quot;§&quot;",
    ] {
        assert_hidden(&text.replace('§', S), S);
    }
}

#[test]
fn names_are_recognized_in_percent_encoding() {
    assert_hidden(&format!("client_secret%3D{S}"), S);
    assert_hidden(&format!("hapikey%3D{S}"), S);
    assert_hidden(&format!("https://x/?next=%2Fy%3Faccess_token%3D{ACCESS}"), ACCESS);
    assert_hidden(&format!("u=https%253A%252F%252Fx%253Fclient_secret%253D{S}%2526b%253D1"), S);
}

#[test]
fn the_authorization_header_keeps_its_schemes_and_loses_all_else() {
    for (text, clean) in [
        ("Authorization: Token §", "Authorization: Token «token#1»"),
        ("Authorization: ApiKey §", "Authorization: ApiKey «token#1»"),
        ("Authorization: Bearer Bearer §", "Authorization: Bearer Bearer «access-token#1»"),
        ("authorization:Bearer §", "authorization:Bearer «access-token#1»"),
        (r#"{"authorization": ["short"]}"#, r#"{"authorization": ["«token#1»"]}"#),
        (r#"-H "Authorization: Bearer §" -X GET"#, r#"-H "Authorization: Bearer «access-token#1»" -X GET"#),
        ("Authorization: §\r\nAccept: */*\r\n", "Authorization: «token#1»\r\nAccept: */*\r\n"),
        ("Authorization: Digest username=\"a\", response=\"§\"\nx", "Authorization: Digest «token#1»\nx"),
        ("headers['Authorization'] = 'Bearer §'", "headers['Authorization'] = 'Bearer «access-token#1»'"),
        ("'Authorization' => 'Bearer §',", "'Authorization' => 'Bearer «access-token#1»',"),
        (
            ".header(\"Authorization\", \"Bearer §\")",
            ".header(\"Authorization\", \"Bearer «access-token#1»\")",
        ),
        ("Bearer §, then", "Bearer «access-token#1», then"),
    ] {
        assert_eq!(Redactor::new().text(&text.replace('§', S)), clean, "{text}");
    }
    assert_hidden(&format!("Authorization: Bearer{STATIC}"), STATIC);
}

#[test]
fn cookies_are_redacted_to_the_end_of_the_line() {
    assert_eq!(
        Redactor::new().text("Cookie: a=1; sid=s3ss10n-v4lu3\nAccept: x"),
        "Cookie: a=«cookie#1»; sid=«cookie#2»\nAccept: x",
    );
    assert_eq!(
        Redactor::new().text("set-cookie: sid=s3ss10n-v4lu3; Path=/; HttpOnly"),
        "set-cookie: sid=«cookie#1»; Path=/; HttpOnly",
    );
    assert_eq!(
        Redactor::new().text(r#"{"cookies":[{"name":"sid","value":"s3ss10n-v4lu3"}],"x":{"value":"kept"}}"#),
        r#"{"cookies":[{"name":"sid","value":"«cookie#1»"}],"x":{"value":"kept"}}"#,
    );
    assert_hidden("curl -b 'sid=s3ss10n-v4lu3' https://x", "s3ss10n-v4lu3");
}

#[test]
fn passwords_may_hold_what_ends_other_values() {
    for password in ["abc,12345678", "a&bcdefgh12", "a;bcdefgh12", "<abcdefgh>12", "{abcdefgh}12"] {
        assert_hidden(&format!("password={password}"), password);
        assert_hidden(&format!("{{\"password\":\"{password}\"}}"), password);
    }
    assert_eq!(Redactor::new().text("password=abc1&grant_type=x"), "password=«password#1»&grant_type=x");
    assert_eq!(
        Redactor::new().text("Server=a;Password=abc1;Port=1"),
        "Server=a;Password=«password#1»;Port=1"
    );
}

#[test]
fn users_and_passwords_of_requests_are_redacted() {
    assert_eq!(Redactor::new().text("curl -u id:s3cret https://x"), "curl -u id:«password#1» https://x");
    assert_eq!(Redactor::new().text("https://u:s3cret@host/a"), "https://u:«password#1»@host/a");
    assert_eq!(
        Redactor::new().text("sent Basic aWQ6c2VjcmV0 there"),
        "sent Basic «basic-credentials#1» there"
    );
    assert_eq!(Redactor::new().text("Basic knowledge of OAuth"), "Basic knowledge of OAuth");
}

#[test]
fn shapes_are_recognized_in_capitals_and_for_any_data_center() {
    for token in [
        STATIC.to_uppercase(),
        "pat-xyz9-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0".to_owned(),
        "NA1-0F1E-2D3C-4B5A-6978-8796A5B4C3D2".to_owned(),
        "jp1-0f1e-2d3c-4b5a-6978-8796a5b4c3d2".to_owned(),
        "CiRldTEtNGI3Yy0xOWRlLTRhNjAtOGYxMi03YWMwM2U5MTVkMmIQp6bXRhjEqbgdKhkDBAUGBwgJCgsMDQ4PEBES".to_owned(),
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
            .to_owned(),
        ACCESS.to_owned(),
    ] {
        for text in [token.clone(), format!("x {token}."), format!("/{token}/"), format!("%3D{token}")] {
            assert_hidden(&text, &token[8..]);
        }
    }
}

#[test]
fn codes_are_secrets_beside_oauth_fields_only() {
    for text in [
        "code=§&grant_type=authorization_code",
        r#"{"grant_type":"authorization_code","code":"§"}"#,
        "http://localhost:17421/oauth/callback?code=§&state=x1y2z3a4",
        "http://localhost:3000/?state=x1y2z3a4&code=§",
    ] {
        assert_hidden(&text.replace('§', S), S);
    }
    let error = r#"{"status":"error","category":"VALIDATION_ERROR","subCategory":"x.Y","errors":[{"code":"PROPERTY_DOESNT_EXIST","message":"m"}]}"#;
    assert_eq!(Redactor::new().text(error), error);
    let contact = r#"{"properties":{"state":"California","zip":"94107","country_code":"US"}}"#;
    assert_eq!(Redactor::new().text(contact), contact);
}

#[test]
fn a_known_value_is_found_in_every_spelling() {
    let redactor = Redactor::new();
    redactor.register("static-token", STATIC);
    let random = &STATIC[8..];
    for text in [
        r#""{\"t\":\"pat\\u002dna1\\u002d0f1e2d3c\\u002d4b5a-6978-8796-a5b4c3d2e1f0\"}""#.to_owned(),
        STATIC.replace('-', "%5Cu002d"),
        STATIC.replace('-', "&#45;"),
        STATIC.replace('-', "&amp;#x2d;"),
        STATIC.to_uppercase(),
        "eDpwYXQtbmExLTBmMWUyZDNjLTRiNWEtNjk3OC04Nzk2LWE1YjRjM2QyZTFmMA==".to_owned(),
        "7061742d6e61312d30663165326433632d346235612d363937382d383739362d613562346333643265316630".to_owned(),
        format!("{}\n    {}", &STATIC[..20], &STATIC[20..]),
        STATIC.replace('-', "-\n"),
        STATIC.replace('-', "%25252D"),
        random[3..13].to_owned(),
    ] {
        let clean = redactor.known_values(&text);
        assert!(clean.contains("«static-token#1»"), "{text}\nbecame {clean}");
        assert!(!shows(&clean, random) && clean.len() < 60, "{text}\nbecame {clean}");
    }
}

#[test]
fn ranges_cover_known_values_however_they_are_encoded() {
    let redactor = Redactor::new();
    redactor.register("static-token", "pat-na1-0123abcd");
    let text = "é pat-na1-0123abcd pat%2Dna1-0123abcd %2570at-na1-0123abcd%";
    let found = redactor.known_ranges(text).into_iter();
    let parts: Vec<_> = found.map(|(range, label)| (&text[range], label.to_string())).collect();
    let label = || "«static-token#1»".to_owned();
    assert_eq!(
        parts,
        [("pat-na1-0123abcd", label()), ("pat%2Dna1-0123abcd", label()), ("%2570at-na1-0123abcd", label())]
    );
}
