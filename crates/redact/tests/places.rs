//! Where the syntax of a document puts a secret in relation to its name, and what stands there and is none.

use portalscope_redact::Redactor;

const SECRET: &str = "7c1e09b4-52ad-4f3b-9e60-d2a8413f7b95";
const CLIENT_ID: &str = "51fe38c2-4824-48aa-a56c-378571871d77";
const PASSWORD: &str = "Tr0ub4dor3x";
const TOKEN: &str = "na1-5d3e-81b0-4c7f-92a6-e08d14f7b3c9";

/// `S`, `P`, `T` and `I` between signs stand for the secret, the password, a refresh token and the client's id.
fn filled(text: &str) -> String {
    text.replace("‹S›", SECRET).replace("‹P›", PASSWORD).replace("‹T›", TOKEN).replace("‹I›", CLIENT_ID)
}

/// All secrets are gone, and so that all else is left: labels stand where they stood.
#[track_caller]
fn assert_gone(texts: &[&str]) {
    for template in texts {
        let text = filled(template);
        let clean = Redactor::new().text(&text);
        let parts =
            ["‹S›", "‹P›", "‹T›"].iter().fold((*template).to_owned(), |all, sign| all.replace(sign, "\0"));
        let mut rest = clean.as_str();
        for part in filled(&parts).split('\0') {
            let at = rest.find(part).unwrap_or_else(|| panic!("{part:?} is lost: {clean}"));
            let label = &rest[..at];
            assert!(
                label.is_empty() || label.starts_with('«') && label.ends_with('»'),
                "{label:?} in {clean}"
            );
            rest = &rest[at + part.len()..];
        }
        assert_ne!(clean, text);
        assert!([SECRET, PASSWORD, TOKEN].iter().all(|one| !clean.contains(&one[..8])), "{clean}");
        assert_eq!(Redactor::new().text(&clean), clean, "redacting twice changes nothing");
    }
}

#[track_caller]
fn assert_kept(texts: &[&str]) {
    for text in texts.iter().map(|text| filled(text)) {
        assert_eq!(Redactor::new().text(&text), text);
    }
}

#[test]
fn a_secret_is_found_behind_the_address_that_a_debugger_shows() {
    assert_gone(&[
        "$1 = {portal = 1, client_secret = 0x55d520 \"‹S›\", verbose = 1}",
        "(const char *) api_key = 0x0000600000c04060 \"‹S›\"\n(size_t) n = 36\n",
        "#2  0x5601 in refresh (password=0x5601aa10 \"‹P›\", portal=1) at oauth.c:77",
    ]);
    assert_kept(&["(char *) client_secret = 0x0", "$2 = {client_secret = 0x0, next = 0x55d520}"]);
}

#[test]
fn the_body_of_a_part_is_the_value_of_the_name_in_its_headers() {
    assert_gone(&[
        "--b1\r\nContent-Disposition: form-data; name=\"client_secret\"\r\n\r\n‹S›\r\n--b1--\r\n",
        "--b\nContent-Disposition: form-data; name=password\nContent-Length: 11\n\n‹P›\n--b\n",
        r#"{"body":"--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n‹P›\r\n--x--\r\n"}"#,
        "Content-Disposition: form-data; name=\"client_id\"\n\n‹I›\n--b\n\
         Content-Disposition: form-data; name=\"client_secret\"\nContent-Type: text/plain\n\n‹S›\n--b--\n",
    ]);
    assert_kept(&[
        "--b\nContent-Disposition: form-data; name=\"token\"\n\n--b--\n",
        "--b\nContent-Disposition: form-data; name=\"tokens\"; filename=\"tokens.csv\"\n\nid,name\n1,Ann\n--b--\n",
    ]);
}

#[test]
fn a_value_below_its_label_may_have_buttons_beside_it() {
    assert_gone(&[
        "Client ID\n‹I›   Copy\nClient secret\n‹S›   Show   Copy\nApp ID\n4417220   Copy\n",
        "Developer API key *\n‹S›  (active)  Rotate\n",
        "  Client Secret:\n  ‹S›\t[Copy]\n",
    ]);
    assert_kept(&[
        "ID                                    NAME  TOKEN\n‹I>  sync  none\n",
        "Rotate the client secret\n‹I› is its client id\n",
        "POST /oauth/v1/token\nclient_id=‹I›&grant_type=client_credentials\n",
    ]);
}

#[test]
fn a_string_is_found_behind_the_length_that_php_writes() {
    assert_gone(&[
        "a:1:{s:13:\"client_secret\";s:36:\"‹S›\";}",
        r#"{"option":"a:2:{s:9:\"client_id\";s:36:\"‹I›\";s:8:\"password\";s:11:\"‹P›\";}"}"#,
        "O:8:\"Settings\":1:{s:15:\"\\0*\\0clientSecret\";s:36:\"‹S›\";}",
    ]);
    assert_kept(&["a:1:{s:8:\"password\";b:0;s:5:\"token\";N;}"]);
}

#[test]
fn every_secret_of_an_object_named_after_it_is_found_and_what_describes_it_stays() {
    assert_gone(&[
        r#"{"clientSecret":{"current":"‹S›","previous":["‹T›"]},"hubId":1,"code":"OK"}"#,
        r#"{"client_secret":{"id":"‹I›","values":[{"active":true,"plain":"‹S›"}],"label":"Client secret"}}"#,
        "{'client_secret': {'production': '‹S›', 'created_at': '2026-11-02T08:00:00Z'}}",
        "{:client_secret=>{:current=>\"‹S›\", :expires_at=>nil}}",
    ]);
    assert_kept(&[
        r#"{"client_secret":{"id":"‹I›","rotatedBy":"‹I›","hint":"In the app's settings"}}"#,
        r#"{"access_token":{"type":"string","description":"Expires after 1800 s"}}"#,
    ]);
}

#[test]
fn a_secret_is_found_in_the_type_that_holds_it() {
    assert_gone(&[
        "Credentials {\n    client_secret: Some(\n        \"‹S›\",\n    ),\n    retries: 3,\n}",
        "api_key: Some(\n    Secret(\n        \"‹S›\",\n    ),\n),",
        "HubConfig[portal=1, clientSecret=Optional[‹S›], region=eu1]",
        "Settings(clientSecret = Some(‹S›), region = None)",
    ]);
    assert_kept(&[
        "client_secret: Some(\n    config.secret(),\n)",
        "Config(clientSecret = None, token = Some(token))",
    ]);
}

#[test]
fn character_data_of_an_element_is_read() {
    assert_gone(&[
        "<client_secret model=\"A\\B\"><![CDATA[‹S›]]></client_secret>",
        "<string name=\"client_secret\"><![CDATA[‹S›]]></string>",
        "<hub:password>\n  <![CDATA[‹P›]]>\n</hub:password>",
        "<setting name=\"ClientSecret\"><value><![CDATA[‹S›]]></value></setting>",
    ]);
    assert_kept(&[
        "<password><![CDATA[]]></password>",
        "<client_secret><![CDATA[${SECRET}]]></client_secret>",
    ]);
}

#[test]
fn a_value_ends_with_its_line_or_its_call() {
    assert_gone(&[
        "set -gx HUBSPOT_ACCESS_TOKEN ‹S›\nset -gx HUBSPOT_PORTAL_ID 26100417\n",
        "setx HUBSPOT_TOKEN ‹T›\nsetx HUBSPOT_PORTAL 26100417\n",
        ".add(\"grant_type\", \"refresh_token\")\n.add(\"client_id\", \"‹I›\")\n.add(\"client_secret\", \"‹S›\")\n",
        "h: 'GET / HTTP/1.1\\r\\nAuthorization: Bearer ‹T›\\r\\nX-Portal: 26100417\\r\\n\\r\\n',",
        "|Authorization|Bearer ‹T›|\n|Accept|application/json|\n",
    ]);
}

#[test]
fn words_for_a_secret_are_none() {
    assert_kept(&[
        r#"{"password":"Passwort","token":"Zugangstoken","api_key":"API-Schlüssel"}"#,
        r#"{"password":"Lösenord","apiKey":"API-nyckel","clientSecret":"Klienthemlighet"}"#,
        "password: \"Contraseña\",\n  newPassword: \"Nueva contraseña\",\n",
        "login.password=Passwort\nlogin.api_key=API-Schl\\u00fcssel\n",
    ]);
}

#[test]
fn an_empty_field_has_no_value() {
    assert_kept(&[
        "tok=&{AccessToken: TokenType:bearer RefreshToken: Expiry:0001-01-01 00:00:00 +0000 UTC}",
        "{ClientID: ClientSecret: RedirectURL:https://app.example.com/cb Scopes:[]}",
        "&{User: Password: Expiry:2026-11-27 09:14:03 +0000 UTC Attempts:0}",
    ]);
    assert_gone(&["{User:sync Password:‹P› Attempts:0}", "&{ClientSecret:‹S› RefreshToken: Expiry:0}"]);
}

#[test]
fn templates_and_settings_are_none() {
    assert_kept(&[
        r#"["headers = {\"Authorization\": f\"Bearer {token}\"}\n"]"#,
        r#"["h = {\"Authorization\": f\"Bearer {os.environ['HUB']}\"}\n"]"#,
        "hubspot.token=@hubspot.token@\nhubspot.token-type=bearer\nhubspot.token.refresh-margin=PT2M\n",
    ]);
}

#[test]
fn passwords_are_found_in_the_arguments_of_more_programs() {
    assert_gone(&[
        "echo 'deploy:‹P›' | sudo chpasswd\n",
        "chpasswd <<< 'sync:‹P›'\n",
        "chpasswd <<EOF\nsync:‹P›\nEOF\nls\n",
        "useradd -m -p '‹P›' sync\n",
        "net user sync ‹P› /add /domain\n",
        "net use Z: \\\\files\\crm ‹P› /user:ACME\\sync\n",
        "zip -r -P ‹P› out.zip crm/\n",
        "7z a -p‹P› -mhe=on out.7z crm\n",
        "plink -ssh sync@host.example.com -pw ‹P› uptime\n",
        "smbclient //files/crm -U sync%‹P› -c 'ls'\n",
        "mosquitto_pub -h mq -u sync -P ‹P› -t hub/contacts -m hi\n",
        "rabbitmqctl add_user sync ‹P›\n",
        "gcloud secrets create crm-prod --data-file=- <<< '‹P›'\n",
        "echo -n '‹P›' | gcloud secrets versions add crm --data-file=-\n",
    ]);
    let hashed = "usermod -p '$6$Zk1x9Qw2$h0Jr8sT3uVw4xYz5Ab6Cd7Ef8Gh9' sync\n";
    assert_eq!(Redactor::new().text(hashed), "usermod -p '«password#1»' sync\n");
    assert_kept(&[
        "net user sync /delete\nnet user\nnet use Z: /delete\n",
        "zip -r out.zip crm/ && unzip -p out.zip a.csv\n7z l out.7z\n",
        "plink -P 22 -batch host ls\nmosquitto_pub -h mq -p 8883 -t a -m b\n",
        "rabbitmqctl delete_user sync\nuseradd -m -s /bin/bash sync\nchpasswd < users.txt\n",
        "zip -P \"$ZIP_PASSWORD\" out.zip crm\nsmbclient -U \"$U%$P\" //f/c\n",
    ]);
}

#[test]
fn a_client_secret_is_found_in_more_calls_that_take_it() {
    assert_gone(&[
        "new HubSpotProvider(\"‹I›\", \"‹S›\", \"https://app.example.com/cb\")",
        "passport.use(new OAuth2Strategy(\"‹I›\", \"‹S›\", verify));",
        "oauth2.Config{\"‹I›\", \"‹S›\", endpoint}",
        "&oauth2.Config{ClientID: \"‹I›\", ClientSecret: \"‹S›\"}",
        "ClientCredentialsProvider::new(\"‹I›\", \"‹S›\")",
        "NewHubspotAuthenticator(\"‹I›\", \"‹S›\")",
        "HubspotStrategy.new(\n  '‹I›',\n  '‹S›'\n)",
        "HubSpot->exchange('‹T›', '‹S›')",
    ]);
    assert_kept(&[
        "rows.getProvider(\"‹I›\", \"‹S›\")",
        "strategy.merge(\"‹I›\", \"‹S›\")",
        "orders.exchange(\"‹I›\", \"‹S›\")",
    ]);
}
