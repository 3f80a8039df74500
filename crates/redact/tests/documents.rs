//! Documents of the kinds that people hand over, in which names and values are joined in ways of their own.

#![allow(clippy::unwrap_used)]

use portalscope_redact::Redactor;

const SECRET: &str = "7c1e09b4-52ad-4f3b-9e60-d2a8413f7b95";
const CLIENT_ID: &str = "51fe38c2-4824-48aa-a56c-378571871d77";

fn clean(text: &str) -> String {
    let clean = Redactor::new().text(text);
    assert_eq!(Redactor::new().text(&clean), clean, "redacting twice changes nothing");
    clean
}

#[test]
fn a_client_secret_is_found_by_its_place_in_the_call_that_exchanges_a_code() {
    for call in [
        format!(
            "createToken(\n  'authorization_code',\n  $code,\n  'https://a.example/cb',\n  '{CLIENT_ID}',\n  '{SECRET}'\n);"
        ),
        format!("create(\"refresh_token\", undefined, undefined, \"{CLIENT_ID}\", \"{SECRET}\", token)"),
    ] {
        let clean = clean(&call);
        assert!(!clean.contains(&SECRET[..8]) && clean.contains(CLIENT_ID), "{clean}");
    }
}

#[test]
fn a_secret_that_an_object_describes_is_found() {
    let text = format!(
        r#"{{"hubspot_client_secret":{{"value":"{SECRET}","type":"string","sensitive":true}},"serial":31}}"#
    );
    assert_eq!(
        clean(&text),
        r#"{"hubspot_client_secret":{"value":"«client-secret#1»","type":"string","sensitive":true},"serial":31}"#
    );
}

#[test]
fn a_personal_access_key_is_found_with_the_signs_of_base64_in_it() {
    let key = "CiRIZO+hGu3FQGBMqRHb4n+Dus6GpLC6Ua+vuxuW104sm8y45JIwHsa3zuj5hmHJJY8xBxIpyTd6TQcGE+ekMA8AsmYMYGQNKgo/D7YoicDj8DX9M0uAAEaUYVnZC==";
    for text in [format!("hs auth --pak=\"{key}\" --account=prod"), format!("the key is {key} now")] {
        let clean = clean(&text);
        assert!(clean.contains("«personal-access-key#1»") && !clean.contains("IZO+hGu3"), "{clean}");
    }
}

#[test]
fn a_token_that_a_mail_wrapped_is_found_behind_the_marks_of_its_quoted_lines() {
    let text = "> > curl -H \"Authorization: Bearer CNdoXtMhIAhIDShYzVOAEsDKouTvH9GhjRf8S\n> > wxIj3-uk6FKP0tkGj-JpDFLNx8B7099rdC3O7lVzKXl\" https://api.hubapi.com/\n> > and the answer was INVALID_AUTHENTICATION";
    let clean = clean(text);
    assert!(!clean.contains("wxIj3-uk") && !clean.contains("CNdoXtMh"), "{clean}");
    assert!(
        clean.contains("https://api.hubapi.com/\n> > and the answer was INVALID_AUTHENTICATION"),
        "{clean}"
    );
}

#[test]
fn a_secret_is_found_where_it_is_given_in_german() {
    assert_eq!(
        clean(&format!("Das Client-Secret lautet {SECRET}")),
        "Das Client-Secret lautet «client-secret#1»"
    );
}

#[test]
fn a_state_of_two_letters_makes_no_callback() {
    let text = "GET /orders?code=SUMMER2026SALE&state=CA HTTP/1.1";
    assert_eq!(clean(text), text);
    let callback = clean("GET /back?code=SUMMER2026SALE&state=a1b2c3d4 HTTP/1.1");
    assert!(!callback.contains("SUMMER"), "{callback}");
}
