//! Ways to write a secret, a class each: what the syntax means tells the secret, not the words of one document. `§` is a
//! secret whose form says nothing, `¶` a password, `‡` a client's id, which has to stay.

use portalscope_redact::Redactor;

const SECRET: &str = "7c1e09b4-52ad-4f3b-9e60-d2a8413f7b95";
const PASSWORD: &str = "jnlkh!g5c22uc7";
const CLIENT_ID: &str = "51fe38c2-4824-48aa-a56c-378571871d77";

fn shows(text: &str, secret: &str) -> bool {
    secret.as_bytes().windows(8).any(|window| text.as_bytes().windows(8).any(|other| other == window))
}

/// Redacts the text, in which no secret may be left, and everything else of `kept`.
#[track_caller]
fn assert_hidden(text: &str, kept: &[&str]) {
    let written = text.replace('§', SECRET).replace('¶', PASSWORD).replace('‡', CLIENT_ID);
    let clean = Redactor::new().text(&written);
    assert!(!shows(&clean, SECRET) && !shows(&clean, PASSWORD), "{written}\nbecame {clean}");
    assert!(!text.contains('‡') || clean.contains(CLIENT_ID), "{written}\nlost its id: {clean}");
    for part in kept {
        assert!(clean.contains(part), "{written}\nlost {part}: {clean}");
    }
    assert_eq!(Redactor::new().text(&clean), clean, "redacting twice changes nothing");
    if serde_json::from_str::<serde_json::Value>(&written).is_ok() {
        assert!(serde_json::from_str::<serde_json::Value>(&clean).is_ok(), "no JSON any more: {clean}");
    }
}

#[track_caller]
fn assert_all_hidden(texts: &[&str]) {
    for text in texts {
        assert_hidden(text, &[]);
    }
}

#[track_caller]
fn assert_kept(texts: &[&str]) {
    for text in texts {
        let text = text.replace('‡', CLIENT_ID);
        assert_eq!(Redactor::new().text(&text), text);
    }
}

#[test]
fn a_block_of_terraform_gives_the_value_of_the_path_that_it_names() {
    assert_all_hidden(&[
        "resource \"aws_ssm_parameter\" \"hubspot\" {\n  name  = \"/crm/hubspot/client-secret\"\n  type  = \"SecureString\"\n  value = \"§\"\n}",
        "resource \"aws_ssm_parameter\" \"x\" {\n  value = \"¶\"\n  tags = {\n    team = \"crm\"\n  }\n  name  = \"hubspot/client_secret\"\n}",
        "  + resource \"aws_ssm_parameter\" \"x\" {\n      + name  = \"prod:hubspot:client-secret\"\n      + value = \"§\"\n    }",
        r#"{"attributes":{"name":"/crm/hubspot/client-secret","type":"SecureString","value":"§","version":3}}"#,
        "set_sensitive {\n  name  = \"hubspot.apiKey\"\n  value = \"¶\"\n}",
    ]);
}

#[test]
fn both_values_of_a_change_in_a_plan_are_found() {
    assert_hidden("  ~ client_secret = \"§\" -> \"¶\"\n", &["\" -> \""]);
    assert_hidden("  ~ client_secret = \"¶\"->\"§\"\n", &["\"->\""]);
    assert_hidden("  - client_secret = \"§\" -> null\n", &["-> null"]);
    assert_hidden(
        "  ~ resource \"x\" \"y\" {\n        name  = \"client-secret\"\n      ~ value = \"§\" -> \"¶\"\n    }\n",
        &["\" -> \""],
    );
}

#[test]
fn what_terraform_calls_sensitive_is_found_whatever_its_name_is() {
    assert_hidden("output \"x\" {\n  value     = \"§\"\n  sensitive = true\n}\n", &["sensitive = true"]);
    assert_hidden("variable \"hs\" {\n  sensitive = true\n  default   = \"¶\"\n}\n", &["sensitive = true"]);
    assert_hidden(r#"{"outputs":{"hs":{"value":"§","type":"string","sensitive":true}}}"#, &["\"string\""]);
    assert_hidden(r#"{"outputs":{"hs":{"sensitive":true,"type":"string","value":"¶"}}}"#, &["\"string\""]);
    assert_hidden(
        r#"{"type":"random_password","name":"db","instances":[{"attributes":{"length":16,"result":"¶"}}]}"#,
        &["\"length\":16"],
    );
    assert_kept(&[
        "variable \"region\" {\n  sensitive = false\n  default = \"eu-central-1a2b3c\"\n}\n",
        "variable \"hs\" {\n  sensitive = true\n  default = null\n}\n",
        r#"{"id":{"value":"‡","sensitive":false}}"#,
    ]);
}

#[test]
fn an_attribute_gives_the_value_of_the_name_that_another_one_has() {
    assert_all_hidden(&[
        r#"<add key="HubSpot:ClientSecret" value="§"/>"#,
        r#"<add value="§" key="HubSpot:ClientSecret"/>"#,
        "<add\n  key=\"HubSpot.ClientSecret\"\n  value=\"¶\" />",
        "<add key='HubSpot__Password' value='¶'/>",
        r#"<variable name="clientSecret" setting="¶"/>"#,
        r#"<item parameter="client_secret" initial="§"/>"#,
    ]);
    assert_hidden(
        r#"<input name="client_secret" id="client-secret-field-1a2b" value="¶">"#,
        &["client-secret-field-1a2b"],
    );
    assert_kept(&[
        r#"<add key="HubSpot:PortalId" value="4920755351"/><add key="HubSpot:ClientId" value="‡"/>"#,
        r#"<input name="client_secret" id="client-secret-field-1a2b" class="input-9f8e7d6c" required>"#,
        r#"<xs:element name="password" type="xs:string" minOccurs="0"/>"#,
    ]);
}

#[test]
fn an_element_holds_the_value_of_the_name_that_its_attribute_has() {
    assert_all_hidden(&[
        "<setting name=\"HubSpotToken\" serializeAs=\"String\">\n  <value>§</value>\n</setting>",
        "<setting name='ClientSecret'><value>¶</value></setting>",
        "<property name=\"password\"><value>¶</value></property>",
        "<entry key=\"hubspot.password\">¶</entry>",
        "<string name=\"hubspot_client_secret\">§</string>",
        "<parameter name=\"accessToken\" type=\"string\">\n  §\n</parameter>",
    ]);
    assert_hidden(
        "<s name=\"PortalId\"><value>1234</value></s><s name=\"ClientSecret\"><value>¶</value></s><s name=\"Region\"><value>eu</value></s>",
        &["<value>1234</value>", "<value>eu</value>"],
    );
    assert_kept(&[
        "<string name=\"password\">Password</string>",
        "<string name=\"access_token\">Your token has expired</string>",
        "<setting name=\"ClientSecret\"></setting><b>7c1e09b4-52ad-4f3b</b>",
    ]);
}

#[test]
fn a_column_of_a_drawn_table_is_found_below_its_heading() {
    let kept = &["3496544875", "active"];
    for table in [
        "db=# select id, client_secret, status from app;\n id | client_secret | status\n----+---------------+--------\n 3496544875 | § | active\n(1 row)\n",
        "+----+---------------+--------+\n| id | client_secret | status |\n+----+---------------+--------+\n| 3496544875 | § | active |\n+----+----+----+\n1 row in set\n",
        "| id | password | status |\n|---|:---:|---|\n| 3496544875 | ¶ | active |\n",
        "id | client_secret | status\n--- | --- | ---\n3496544875 | § | active\n",
        "┌────┬───────────────┬────────┐\n│ id │ client_secret │ status │\n├────┼───────────────┼────────┤\n│ 3496544875 │ § │ active │\n└────┴───────────────┴────────┘\n",
        "-[ RECORD 1 ]-+----\nid            | 3496544875\nclient_secret | §\nstatus        | active\n",
        "***** 1. row *****\n           id: 3496544875\nclient_secret: ¶\n       status: active\n",
    ] {
        assert_hidden(table, kept);
    }
}

#[test]
fn a_column_that_spaces_make_is_found_below_its_heading() {
    let kept = &["Opaque", "12d"];
    for table in [
        "NAME      TYPE     TOKEN                                  AGE\nhubspot   Opaque   §   12d\nother     Opaque   ¶                         12d\n",
        "TYPE    CLIENT SECRET  AGE\nOpaque  §  12d\n",
        "type    client_secret                         age\n------  ------------------------------------  ---\nOpaque  §  12d\n",
        "type   client_secret                        age\n------ ------------------------------------ ---\nOpaque § 12d\n",
    ] {
        assert_hidden(table, kept);
    }
    assert_kept(&[
        "NAME                  TYPE     DATA   AGE\nhubspot-token-a1b2c   Opaque   3      12d\n",
        "NAME    TOKEN      AGE\nabc     <none>     12d\nd1e2f3  expired    3d\n",
    ]);
}

#[test]
fn a_flag_of_a_program_that_takes_a_password_is_read() {
    assert_all_hidden(&[
        "sshpass -p '¶' scp out.csv crm@10.0.0.4:/in",
        "+ sshpass -p¶ ssh x@host",
        "$ sudo mysql -h 10.0.0.4 -u root -p¶ crm",
        "/usr/bin/mysqldump -u sync -p'¶' crm > x.sql",
        "redis-cli -h r -p 6379 -a ¶ ping",
        "docker login -u sync -p ¶ registry.example.com",
        "podman login -p=¶ registry.example.com",
        "az login --service-principal -u ‡ -p ¶ --tenant x",
        "mongosh db -u sync -p \"¶\"",
        "sqlcmd -S db -U sa -P '¶' -Q 'select 1'",
        "ldapsearch -D cn=x \\\n  -w ¶ -b dc=x",
        "PGPASSWORD=¶ psql -h db crm",
        "http --auth ‡:§ GET api.hubapi.com",
        "http -a ‡:§ GET api.hubapi.com",
    ]);
    assert_kept(&[
        "mysql -u root -p crm_a1b2c3d4e5",
        "ssh -p 2222 x@host-a1b2c3d4",
        "docker run -p 8080:80 img-a1b2c3d4e5",
        "mkdir -p build/a1b2c3d4e5f6",
        "redis-cli -p 6379 get a1b2c3d4e5f6",
        "sshpass -p \"$PASS\" ssh x",
        "sshpass -e ssh -p 2222 x",
    ]);
}

#[test]
fn what_is_piped_into_a_program_that_reads_a_password_is_found() {
    assert_all_hidden(&[
        "echo '¶' | docker login -u sync --password-stdin",
        "printf ¶ | helm registry login r -u x --password-stdin",
        "echo ¶ | sudo -S ls",
        "AUTH=$(echo -n \"‡:§\" | base64)",
    ]);
    assert_kept(&[
        "docker login -u sync --password-stdin < a1b2c3d4e5",
        "echo a1b2c3d4e5f6 | base64",
        "echo a1b2c3d4e5 | sudo tee x",
    ]);
}

const TOKEN: &str = "mmFuUAvN7G1fzRj9plZuqKCZ0ZMYM8zbF7Z92TADZH8YVFQZvqMkcwFX9DnSv";

/// The text as a log breaks it that begins each line so and is so wide.
fn broken(text: &str, prefix: &str, width: usize) -> String {
    let lines =
        text.as_bytes().chunks(width).map(|line| format!("{prefix}{}\n", String::from_utf8_lossy(line)));
    lines.collect::<String>() + prefix + "done\n"
}

#[test]
fn a_token_that_a_log_broke_at_its_width_is_found_behind_what_begins_its_lines() {
    for prefix in [
        "Nov  3 09:12:44 web1 sync[4411]: ",
        "2026-11-03T09:12:44.123Z web1 sync[1]: ",
        "<14>1 2026-11-03T09:12:44.123Z web1 sync 11 - - ",
        "sync-1  | ",
        "[web-1] ",
        "    ",
    ] {
        for width in 32..70 {
            let json = format!(r#"{{"access_token":"{TOKEN}","hub_id":62515}}"#);
            let clean = Redactor::new().text(&broken(&json, prefix, width));
            assert!(!shows(&clean, TOKEN), "{width}: {clean}");
            assert!(clean.ends_with(&format!("{prefix}done\n")), "{clean}");
        }
    }
}

#[test]
fn a_token_without_quotes_that_a_log_broke_is_found() {
    for text in ["refreshed, client_secret=T for it", "Authorization: Bearer T and more", "access_token: T"] {
        let broken = broken(&text.replace('T', TOKEN), "Nov 03 09:12:44 web1 sync[1]: ", 50);
        let clean = Redactor::new().text(&broken);
        assert!(!shows(&clean, TOKEN), "{clean}");
        assert!(clean.ends_with("sync[1]: done\n"), "{clean}");
    }
    let settings = format!("client_secret={SECRET}\nclient_id={CLIENT_ID}\nportal=123\n");
    assert!(Redactor::new().text(&settings).contains("\nclient_id=51fe"), "each line is one of its own");
}

#[test]
fn a_password_is_found_in_the_sentences_of_other_languages() {
    assert_all_hidden(&[
        "Das Passwort lautet ¶",
        "Passwort fürs Portal ist ¶",
        "Kennwort: ¶",
        "mot de passe : ¶",
        "Le mot de passe est ¶",
        "La contraseña es ¶",
        "contraseña: ¶",
        r#"{"text":"contrase\u00f1a: ¶"}"#,
        "A senha é ¶",
        "La password è ¶",
        "Het wachtwoord is ¶",
        "hasło: ¶",
        "lösenord: ¶",
        "parola d'ordine: ¶",
        "Le secret client est §",
        "Le jeton d'accès est §",
        "el token de acceso es §",
        "Der Zugangstoken lautet §",
    ]);
    assert_kept(&[
        "Das Passwort ist falsch",
        "Passwort vergessen?",
        "Le mot de passe est incorrect",
        "La contraseña es obligatoria",
        "A senha deve ter 8 caracteres",
        "Ihr Kennwort ist abgelaufen. Kennwort: vergessen? Der Code: 401.",
    ]);
}

#[test]
fn an_id_beside_a_secret_survives() {
    assert_all_hidden(&[
        "http POST api.hubapi.com/oauth/v1/token --form grant_type=authorization_code client_id=‡ client_secret=§",
        "http POST api.hubapi.com/oauth/v1/token client_id=‡ client_secret=§",
        "TOKEN=$(curl -s -u \"‡:§\" https://api.hubapi.com/oauth/v1/token | jq -r .access_token)",
        "TOKEN=`curl -s -u '‡:§' https://api.hubapi.com/oauth/v1/token`",
        "CLIENT_ID=‡ CLIENT_SECRET=§ npm start",
        "token=$(get --client-id ‡ --portal 1)\nsecret=§\n",
        "secret_string = jsonencode({\n  refresh_token = \"§\"\n  client_id = \"‡\"\n})\n",
    ]);
}

#[test]
fn an_object_in_a_string_keeps_its_names() {
    let kept = &[r#"{\"refresh_token\":\""#];
    assert_hidden(r#"{"secret_string":"{\"refresh_token\":\"§\",\"client_id\":\"‡\"}"}"#, kept);
    assert_hidden(
        r#"{"arn":"arn:aws:secretsmanager:eu:1:secret:hubspot-AbCdEf","secret_string":"{\"refresh_token\":\"§\"}"}"#,
        kept,
    );
    assert_hidden(r#"{"sensitive":true,"secret_string":"{\"refresh_token\":\"§\"}"}"#, kept);
    assert_hidden(r#"{"token":"[{\"refresh_token\":\"§\"}]"}"#, kept);
    assert_hidden(r#"{"SecretString":"{\n  \"password\": \"¶\"\n}"}"#, &[r#"{\n  \"password\": \""#]);
}
