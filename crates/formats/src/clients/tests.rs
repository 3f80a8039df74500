//! What each command sends.

use std::fmt::Write as _;

use crate::request::{Body, Credential, Field, Form, Request};

fn add(line: &mut String, name: &str, fields: &[Field]) {
    for field in fields {
        write!(line, " | {name} {}: {}", field.name.text, field.value.text).expect("a string takes all");
    }
}

/// Method, address, query, headers, credentials and body in one line.
fn line(request: &Request) -> String {
    let mut line = format!("{} {}", request.method.text, request.url.text);
    add(&mut line, "q", &request.query);
    add(&mut line, "h", &request.headers);
    for credential in &request.credentials {
        let (name, value) = match credential {
            Credential::Basic(value) => ("basic", value.text.as_str()),
            Credential::Bearer(value) => ("bearer", value.text.as_str()),
            _ => ("other", ""),
        };
        write!(line, " | {name} {value}").expect("a string takes all");
    }
    let (name, value) = match &request.body {
        Body::None => return line,
        Body::Form(parts) | Body::Multipart(parts) => {
            let name = if matches!(request.body, Body::Form(_)) { "f" } else { "p" };
            add(&mut line, name, parts);
            return line;
        }
        Body::Text(value) => ("text", value.text.as_str()),
        Body::Json(value) => ("json", value.text.as_str()),
        Body::File(value) => ("file", value.text.as_str()),
        Body::Unknown => ("unknown", ""),
    };
    line + " | " + name + " " + value
}

fn check(form: Form, rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        let reading = crate::read(text).unwrap_or_else(|| panic!("nothing is read of {text}"));
        assert_eq!(reading.form, form, "{text}");
        assert_eq!(reading.requests.iter().map(line).collect::<Vec<_>>().join("\n"), *expected, "{text}");
        for request in &reading.requests {
            assert!(text.get(request.span.clone()).is_some_and(|part| !part.is_empty()), "{text}");
        }
    }
}

#[test]
fn wget_sends_what_its_options_say() {
    check(
        Form::Wget,
        &[
            ("wget https://api.hubapi.com/crm/v3/owners", "GET https://api.hubapi.com/crm/v3/owners"),
            ("wget api.hubapi.com/crm/v3/owners", "GET http://api.hubapi.com/crm/v3/owners"),
            ("$ wget -qO- 'https://x.test/a?b=1&c=2'", "GET https://x.test/a?b=1&c=2"),
            ("wget -O out.json https://x.test/a", "GET https://x.test/a"),
            ("wget https://x.test/a -O - -q", "GET https://x.test/a"),
            (
                "wget --header=\"Authorization: Bearer pat-na1-1\" https://x.test/a",
                "GET https://x.test/a | h Authorization: Bearer pat-na1-1",
            ),
            (
                "wget --header 'A: b' --header 'C: d' https://x.test/a",
                "GET https://x.test/a | h A: b | h C: d",
            ),
            ("wget --header 'A: b' --header 'a: c' https://x.test/a", "GET https://x.test/a | h a: c"),
            ("wget --header 'A: b' --header '' https://x.test/a", "GET https://x.test/a"),
            (
                "wget --post-data='a=1&b=2' https://x.test/a",
                "POST https://x.test/a | h Content-Type: application/x-www-form-urlencoded | text a=1&b=2",
            ),
            (
                "wget --post-data '{\"a\":1}' --header 'Content-Type: application/json' https://x.test/a",
                "POST https://x.test/a | h Content-Type: application/json | text {\"a\":1}",
            ),
            (
                "wget --post-file=body.json https://x.test/a",
                "POST https://x.test/a | h Content-Type: application/x-www-form-urlencoded | file body.json",
            ),
            (
                "wget --method=PATCH --body-data='{}' --header='Content-Type: application/json' https://x.test/a",
                "PATCH https://x.test/a | h Content-Type: application/json | text {}",
            ),
            (
                "wget --method PUT --body-file=f.json https://x.test/a",
                "PUT https://x.test/a | h Content-Type: application/x-www-form-urlencoded | file f.json",
            ),
            ("wget --method=delete https://x.test/a", "DELETE https://x.test/a"),
            ("wget --spider https://x.test/a", "HEAD https://x.test/a"),
            ("wget --user me --password pw https://x.test/a", "GET https://x.test/a | basic me:pw"),
            ("wget --http-user=me --http-password=pw https://x.test/a", "GET https://x.test/a | basic me:pw"),
            ("wget -U agent https://x.test/a", "GET https://x.test/a | h User-Agent: agent"),
            ("wget --user-agent=agent https://x.test/a", "GET https://x.test/a | h User-Agent: agent"),
            (
                "wget --referer=https://y.test https://x.test/a",
                "GET https://x.test/a | h Referer: https://y.test",
            ),
            ("wget -S --no-check-certificate -t 3 -T 10 https://x.test/a", "GET https://x.test/a"),
            ("wget --timeout=10 --tries 2 https://x.test/a", "GET https://x.test/a"),
            ("wget -q \\\n  --header 'A: b' \\\n  https://x.test/a", "GET https://x.test/a | h A: b"),
            (
                "TOKEN=pat-na1-1\nwget --header \"Authorization: Bearer $TOKEN\" https://x.test/a",
                "GET https://x.test/a | h Authorization: Bearer pat-na1-1",
            ),
            (
                "sudo wget https://x.test/a\nwget https://x.test/b",
                "GET https://x.test/a\nGET https://x.test/b",
            ),
            ("a=$(wget -qO- https://x.test/a)", "GET https://x.test/a"),
            ("Run `wget -q https://x.test/a` and wait.", "GET https://x.test/a"),
            ("```sh\nwget -q https://x.test/a\n```", "GET https://x.test/a"),
            ("wget -i urls.txt https://x.test/a", "GET https://x.test/a"),
        ],
    );
}

const JSON: &str = " | h Content-Type: application/json | h Accept: application/json, */*;q=0.5";
const FORM: &str = " | h Content-Type: application/x-www-form-urlencoded; charset=utf-8";

#[test]
fn httpie_sends_what_its_items_say() {
    let json = |head: &str, body: &str| format!("{head}{JSON} | json {body}");
    let form = |head: &str, body: &str| format!("{head}{FORM}{body}");
    let rows: Vec<(&str, String)> = vec![
        ("http https://x.test/a", "GET https://x.test/a".into()),
        ("http x.test/a", "GET http://x.test/a".into()),
        ("https x.test/a", "GET https://x.test/a".into()),
        ("http GET https://x.test/a", "GET https://x.test/a".into()),
        ("http DELETE https://x.test/a", "DELETE https://x.test/a".into()),
        ("http :3000/a", "GET http://localhost:3000/a".into()),
        ("http :/a", "GET http://localhost/a".into()),
        ("http --default-scheme=https x.test/a", "GET https://x.test/a".into()),
        ("http x.test/a A:b", "GET http://x.test/a | h A: b".into()),
        (
            "http GET https://x.test/a 'Authorization: Bearer pat-na1-1'",
            "GET https://x.test/a | h Authorization: Bearer pat-na1-1".into(),
        ),
        ("http https://x.test/a limit==10 after==5", "GET https://x.test/a | q limit: 10 | q after: 5".into()),
        ("http POST https://x.test/a b=c", json("POST https://x.test/a", "{\"b\":\"c\"}")),
        ("http https://x.test/a b=c", json("POST https://x.test/a", "{\"b\":\"c\"}")),
        ("http PATCH https://x.test/a n:=1 t:=true", json("PATCH https://x.test/a", "{\"n\":1,\"t\":true}")),
        ("http POST https://x.test/a l:='[1,2]'", json("POST https://x.test/a", "{\"l\":[1,2]}")),
        (
            "http POST https://x.test/a 'properties[email]=me@x.test' 'properties[n]:=2'",
            json("POST https://x.test/a", "{\"properties\":{\"email\":\"me@x.test\",\"n\":2}}"),
        ),
        (
            "http POST https://x.test/a 'inputs[0][id]=7' 'inputs[1][id]=8'",
            json("POST https://x.test/a", "{\"inputs\":[{\"id\":\"7\"},{\"id\":\"8\"}]}"),
        ),
        ("http POST https://x.test/a 'a[]=b' 'a[]=c'", json("POST https://x.test/a", "{\"a\":[\"b\",\"c\"]}")),
        ("http POST https://x.test/a u=https://y.test/b", json("POST https://x.test/a", "{\"u\":\"https://y.test/b\"}")),
        ("http -f POST https://x.test/a b=c d=e", form("POST https://x.test/a", " | f b: c | f d: e")),
        ("http --form https://x.test/a b=c", form("POST https://x.test/a", " | f b: c")),
        (
            "http -f POST https://x.test/a b=c f@a.csv",
            "POST https://x.test/a | h Content-Type: multipart/form-data | p b: c | p f: a.csv".into(),
        ),
        (
            "http --multipart https://x.test/a b=c",
            "POST https://x.test/a | h Content-Type: multipart/form-data | p b: c".into(),
        ),
        ("http -a me:pw https://x.test/a", "GET https://x.test/a | basic me:pw".into()),
        ("http -A bearer -a pat-na1-1 https://x.test/a", "GET https://x.test/a | bearer pat-na1-1".into()),
        ("http --auth-type=bearer --auth=t https://x.test/a", "GET https://x.test/a | bearer t".into()),
        (
            "http POST https://x.test/a --raw '{\"b\":1}'",
            format!("POST https://x.test/a{JSON} | text {{\"b\":1}}"),
        ),
        ("http POST https://x.test/a < b.json", format!("POST https://x.test/a{JSON} | file b.json")),
        (
            "http POST https://x.test/a Content-Type:application/xml --raw '<a/>'",
            "POST https://x.test/a | h Content-Type: application/xml | h Accept: application/json, */*;q=0.5 | text <a/>"
                .into(),
        ),
        ("http -v --follow --timeout 5 https://x.test/a X:1", "GET https://x.test/a | h X: 1".into()),
        ("http post https://x.test/a \\\n  b=c", json("POST https://x.test/a", "{\"b\":\"c\"}")),
        ("T=t\nhttp https://x.test/a \"Authorization:Bearer $T\"", "GET https://x.test/a | h Authorization: Bearer t".into()),
        ("$ http https://x.test/a 'X-E;'", "GET https://x.test/a | h X-E: ".into()),
        ("http x.test/a 'a\\:b=c'", json("POST http://x.test/a", "{\"a:b\":\"c\"}")),
    ];
    let rows: Vec<(&str, &str)> = rows.iter().map(|(text, line)| (*text, line.as_str())).collect();
    check(Form::Httpie, &rows);
}

#[test]
fn what_is_not_in_the_command_is_noted() {
    use crate::request::NoteKind::{File, OptionsFile};
    for (text, note) in [
        ("wget --post-file=body.json https://x.test/a", File("body.json".into())),
        ("wget -i urls.txt https://x.test/a", OptionsFile("urls.txt".into())),
        ("http POST https://x.test/a b=@text.txt", File("text.txt".into())),
        ("http https://x.test/a --session=me", OptionsFile("me".into())),
    ] {
        let reading = crate::read(text).expect(text);
        assert!(reading.requests[0].notes.iter().any(|own| own.kind == note), "{text}");
    }
    let open = crate::read("wget --header 'A: b https://x.test/a").expect("a problem");
    assert_eq!((open.requests.len(), open.problems.len()), (0, 1));
}

#[test]
fn sentences_about_http_and_wget_are_no_commands() {
    for text in [
        "http is a protocol",
        "wget is a tool, and so is curl",
        "http requests are sent by api.hubapi.com",
        "The server speaks http and https only.",
        "wget fails here\nhttp GET requests too",
        "http api.hubapi.com is the host",
        "http {\n  server { listen 80; }\n}",
        "Use wget or http from the shell.",
    ] {
        let form = crate::read(text).map(|reading| reading.form);
        assert!(!matches!(form, Some(Form::Wget | Form::Httpie)), "{text}: {form:?}");
    }
}

#[test]
fn a_variable_of_the_same_length_as_its_value_has_no_parts_in_the_text() {
    let text = "VVV=x:yz\nwget --header \"$VVV\" https://x.test/a";
    let reading = crate::read(text).expect("a command");
    let header = &reading.requests[0].headers[0];
    assert_eq!((header.name.text.as_str(), header.value.text.as_str()), ("x", "yz"));
    assert_eq!(header.name.span.clone().map(|span| &text[span]), Some("$VVV"));
}
