//! The spellings in which secrets survived earlier redactions, row by row.

use portalscope_redact::{PersonalData, Redactor};

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
        "- value: §\n  name: CLIENT_SECRET\n",
        "- key: CLIENT_SECRET\n  scope: RUN\n  type: SECRET\n  value: §\n",
        r#"{"ParameterKey":"ClientSecret","ParameterValue":"§"}"#,
        "variable \"hubspot_client_secret\" {\n  type = string\n  default = \"§\"\n}",
        "variable \"client_secret\" {\n  validation {\n    condition = true\n  }\n  default = \"§\"\n}",
        r#"{"utf8"=>"x", "client_secret"=>"§"}"#,
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
fn names_are_recognized_in_tables_and_manifests() {
    for text in [
        "INSERT INTO t (id, access_token, name) VALUES (1, '§', 'a''b');",
        "INSERT INTO tokens (id, client_secret, name) VALUES\n  (1, '§', 'a'),\n  (2, 'b', 'c');",
        "insert into t (id, `client_secret`) values\n  (1, N'x'),\n  (2, '§');",
        "<tr><th>Id</th><th>Client secret</th></tr><tr><td>a</td><td><code>§</code></td></tr>",
        "| App | Client secret | Region |\n|---|---|---|\n| one | § | eu1 |\n",
        "client_secret,refresh_token,x\nabc,§,1\n",
        "kind: Secret\nmetadata:\n  name: hubspot\nstringData:\n  HS: §\n",
        "data:\n  any: '§'\nkind: Secret\n",
        "kind: Secret\nstringData:\n  config.ini: |\n    x=§\n",
        "secret_string = \"§\"",
        "refresh-token=\\\n    §",
        "{\"cookies\":[[\"a\",\"b\"],[\"sid\",\"§\"]]}",
        "header = \"X-Csrf: §\"",
        "header = \"X-Api-Key: §\"",
        "x-hubspot-csrf-hubspotapi: §",
        "hubspotapi-csrf=§",
        "<input type=\"hidden\" name=\"csrf\" value=\"§\">",
        "ConvertTo-SecureString \"§\" -AsPlainText -Force",
    ] {
        assert_hidden(&text.replace('§', S), S);
    }
}

#[test]
fn what_stands_between_a_name_and_its_secret_is_read_too() {
    for text in [
        "curl x --data-urlencode client_secret=§ -su id:b1c2d3e4f5 y",
        "client_secret,token=§,x\nabc,def,ghi\n",
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
fn every_cookie_goes_whatever_its_name_and_its_place_in_a_long_line() {
    let many = "_ga=GA1.2.1234567890.1700000000; ".repeat(20);
    for text in [
        format!("curl 'https://x' -H 'authorization: abc12345' -b '{many}utk=§; b=1'"),
        format!(
            "fetch(u, {{headers: {{\"authorization\": \"abc12345\", \"cookie\": \"{many}utk=§; b=1\"}}}})"
        ),
        "curl ^\"https://x^\" ^\n  -b ^\"a=b; utk=§^\" ^\n  -H ^\"x: y^\"".to_owned(),
        r#"{"cookies":[{"name":"a","path":"[x]","value":"b"},{"name":"utk","value":"§"}]}"#.to_owned(),
        "requests.get(u, cookies={'utk': '§', 'b': 'c'})".to_owned(),
    ] {
        assert_hidden(&text.replace('§', S), S);
    }
}

#[test]
fn names_are_recognized_in_sentences_and_labels() {
    for text in [
        "**Client secret:** §",
        "- **Client Secret**: `§`",
        "*client_secret* - §",
        "Client secret — §",
        "client secret → §",
        "the client secret is §",
        "our client secret is now §, please rotate it",
        "the client secret (production): §",
        "the client secret for the staging app is: §",
        "<strong>Client secret</strong>: §",
        "Client secret:\n```\n§\n```",
    ] {
        let uuid = "5b1f2c9e-7d34-4a86-b0c1-9e2f7a6d8c43";
        assert_hidden(&text.replace('§', uuid), uuid);
    }
}

#[test]
fn commands_that_store_a_secret_lose_it() {
    for text in [
        "gh secret set HUBSPOT_CLIENT_SECRET --body §",
        "gh secret set CLIENT_SECRET --repo a/b -b\"§\"",
        "az keyvault secret set --vault-name v --name client-secret --value §",
        "aws ssm put-parameter --name /app/client_secret \\\n  --value § --type SecureString",
        "tool set-secret CLIENT_SECRET §",
        "echo '§' | wrangler secret put CLIENT_SECRET",
        "printf %s § | gh secret set CLIENT_SECRET",
    ] {
        assert_hidden(&text.replace('§', S), S);
    }
}

#[test]
fn keys_are_secrets_if_they_have_the_form_of_one() {
    for key in ["5b1f2c9e-7d34-4a86-b0c1-9e2f7a6d8c43", "5b1f2c9e7d344a86b0c19e2f7a6d8c43"] {
        for text in ["webhook_key=§", r#""sso_key": "§""#, r#"{"webhook_key"=>"§"}"#] {
            assert_hidden(&text.replace('§', key), key);
        }
        for name in ["key", "idempotency_key", "publicKey", "primary_key"] {
            let text = format!("\"{name}\": \"{key}\"");
            assert_eq!(Redactor::new().text(&text), text);
        }
    }
}

#[test]
fn secrets_are_found_across_the_soft_line_breaks_of_mail() {
    let (start, end) = ("5b1f2c9e-7d34-4a86-b0", "c1-9e2f7a6d8c43");
    for text in [
        "see https://x/?client_secret=3D§=\n¶ thanks",
        "see https://x/?a=3D1&amp;client_sec=\r\nret=3D§=\r\n¶ thanks",
        "Content-Transfer-Encoding: quoted-printable\n\nclient secret: §=\n¶\nthanks",
        "This is the text of a mail that goes on until the token pat-na1-§=\n¶ comes",
    ] {
        let clean = Redactor::new().text(&text.replace('§', start).replace('¶', end));
        assert!(!shows(&clean, start) && !shows(&clean, end), "{text}\nbecame {clean}");
    }
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
    for (text, clean) in [
        ("user = \"id:§\"\nurl = \"https://x\"", "user = \"id:«password#1»\"\nurl = \"https://x\""),
        ("--user id:§\n--request POST", "--user id:«password#1»\n--request POST"),
        ("CURLOPT_USERPWD => \"id:§\",", "CURLOPT_USERPWD => \"id:«password#1»\","),
        (
            "curl_setopt($c, CURLOPT_USERPWD, $id . ':§');",
            "curl_setopt($c, CURLOPT_USERPWD, $id . ':«password#1»');",
        ),
        ("curl -uid:§ https://x", "curl -uid:«password#1» https://x"),
        ("curl -sSu id:§ https://x", "curl -sSu id:«password#1» https://x"),
        ("curl -bsid=§ https://x", "curl -bsid=«cookie#1» https://x"),
        ("curl -H'Authorization: Bearer §' x", "curl -H'Authorization: Bearer «access-token#1»' x"),
        (
            "url = \"https://x\"\nuser = \"id:opensesame\"\n",
            "url = \"https://x\"\nuser = \"id:«password#1»\"\n",
        ),
        ("user = \"id:Open!Sesame\"\n", "user = \"id:«password#1»\"\n"),
        ("curl --proxy-user id:§ https://x", "curl --proxy-user id:«password#1» https://x"),
    ] {
        assert_eq!(Redactor::new().text(&text.replace('§', S)), clean);
    }
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
        "Location: https://x/done?state=§&error=access_denied",
        r#"{"queryString":[{"name":"code","value":"§"},{"name":"state","value":"§"}]}"#,
        r#"{"queryString":[{"name":"client_id","value":"abc"},{"name":"state","value":"§"}]}"#,
        r#"{"code"=>"§", "state"=>"§"}"#,
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

#[test]
fn personal_data_is_found_in_columns_by_their_headings() {
    for (text, clean) in [
        (
            "id,firstname,lastname,zip,phone\n1,Ada,Lovelace,94107,555 1234\n",
            "id,firstname,lastname,zip,phone\n1,«name»,«name»,\"«address»\",«phone»\n",
        ),
        (
            "\u{feff}First Name,Last Name,State/Region,Postal Code\nAda,Lovelace,CA,94107\n",
            "\u{feff}First Name,Last Name,State/Region,Postal Code\n«name»,«name»,CA,«address»\n",
        ),
        (r#"{"hs_full_name_or_email":"Ada Lovelace"}"#, r#"{"hs_full_name_or_email":"«name»"}"#),
        (r#"{"displayName":"Ada Lovelace"}"#, r#"{"displayName":"«name»"}"#),
        ("phone,x\n+1 (415) 555-0134,a\n", "phone,x\n«phone»,a\n"),
        ("tell +1 (415) 555-0134,+1-415-555-0135", "tell «phone»,«phone»"),
        ("x-forwarded-for: 203.0.113.9, 198.51.100.7", "x-forwarded-for: «ip-address», «ip-address»"),
        ("from 12.0.0.1 at noon", "from «ip-address» at noon"),
    ] {
        assert_eq!(Redactor::new().text_with(text, PersonalData::Remove), clean);
    }
}
