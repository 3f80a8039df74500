//! Workflows of n8n.

use super::{check, json};
use crate::request::{Form, NoteKind};

/// A node with these parameters, in each form in which people have it.
fn node(kind: &str, version: &str, parameters: &str, more: &str) -> [String; 3] {
    let node = format!(
        r#"{{"parameters":{parameters},"type":"{kind}","typeVersion":{version},"position":[450,300],"id":"a1","name":"Call"{more}}}"#
    );
    [
        format!(
            r#"{{"name":"flow","nodes":[{{"parameters":{{}},"name":"Start","type":"n8n-nodes-base.manualTrigger","typeVersion":1}},{node}],"connections":{{}},"pinData":{{"Call":[{{"json":{{"nodes":[]}}}}]}}}}"#
        ),
        format!(
            r#"{{"nodes":[{node}],"connections":{{"Call":{{"main":[[]]}}}},"meta":{{"instanceId":"x"}}}}"#
        ),
        node,
    ]
}

type Row<'a> = (&'a str, &'a str, &'a str, &'a [&'a str]);

fn rows(kind: &str, rows: &[Row<'_>]) {
    for (version, parameters, more, expected) in rows {
        for text in node(kind, version, parameters, more) {
            check(Form::N8n, &[(&text, expected)]);
        }
    }
}

#[test]
fn the_http_node_is_read_in_its_present_versions() {
    let form_type = "Content-Type: application/x-www-form-urlencoded";
    rows(
        "n8n-nodes-base.httpRequest",
        &[
            (
                "4.2",
                r#"{"url":"https://api.hubapi.com/crm/v3/owners","options":{}}"#,
                "",
                &["GET https://api.hubapi.com/crm/v3/owners"],
            ),
            (
                "4.2",
                r#"{"method":"PATCH","url":"=https://api.hubapi.com/crm/v3/objects/contacts/{{ $json.id }}","authentication":"predefinedCredentialType","nodeCredentialType":"hubspotAppToken",
                "sendBody":true,"specifyBody":"json","jsonBody":"={\n \"properties\": {\"email\": \"{{ $json.email }}\"}\n}","options":{}}"#,
                r#","credentials":{"hubspotAppToken":{"id":"9","name":"Portal"}}"#,
                &[
                    "PATCH https://api.hubapi.com/crm/v3/objects/contacts/‹{{ $json.id }}›",
                    "Content-Type: application/json",
                    "text {\n \"properties\": {\"email\": \"‹{{ $json.email }}›\"}\n}",
                    "! stored hubspotAppToken",
                ],
            ),
            (
                "3",
                r#"{"url":"https://x.example/a","sendQuery":true,"queryParameters":{"parameters":[{"name":"limit","value":"100"},{"name":"after","value":"={{ $json.after }}"}]},
                "sendHeaders":true,"headerParameters":{"parameters":[{"name":"Authorization","value":"=Bearer {{$credentials.key}}"}]}}"#,
                "",
                &[
                    "GET https://x.example/a",
                    "? limit=100",
                    "? after=‹{{ $json.after }}›",
                    "Authorization: Bearer ‹{{$credentials.key}}›",
                ],
            ),
            (
                "4",
                r#"{"method":"POST","url":"https://x.example/a","sendBody":true,"bodyParameters":{"parameters":[{"name":"email","value":"={{ $json.email }}"},{"name":"na\"me","value":"ü\n"}]}}"#,
                "",
                &[
                    "POST https://x.example/a",
                    "Content-Type: application/json",
                    r#"json {"email":"‹{{ $json.email }}›","na\"me":"ü\n"}"#,
                ],
            ),
            (
                "4.1",
                r#"{"method":"POST","url":"https://x.example/t","sendBody":true,"contentType":"form-urlencoded","bodyParameters":{"parameters":[{"name":"grant_type","value":"refresh_token"}]}}"#,
                "",
                &["POST https://x.example/t", form_type, "form grant_type=refresh_token"],
            ),
            (
                "4.1",
                r#"{"method":"POST","url":"https://x.example/t","sendBody":true,"contentType":"form-urlencoded","specifyBody":"string","body":"a=1&b=2"}"#,
                "",
                &["POST https://x.example/t", form_type, "text a=1&b=2"],
            ),
            (
                "4.1",
                r#"{"method":"POST","url":"https://x.example/f","sendBody":true,"contentType":"multipart-form-data","bodyParameters":{"parameters":[{"parameterType":"formBinaryData","name":"file","inputDataFieldName":"data"},{"name":"folderPath","value":"/a"}]}}"#,
                "",
                &["POST https://x.example/f", "multipart file=data & folderPath=/a", "~ file data"],
            ),
            (
                "4.1",
                r#"{"method":"POST","url":"https://x.example/r","sendBody":true,"contentType":"raw","rawContentType":"text/csv","body":"a,b"}"#,
                "",
                &["POST https://x.example/r", "Content-Type: text/csv", "text a,b"],
            ),
            (
                "4.2",
                r#"{"url":"https://x.example/a","sendHeaders":true,"specifyHeaders":"json","jsonHeaders":"{\"Accept\": \"*/*\", \"X-Id\": \"1\"}","sendQuery":true,"specifyQuery":"json","jsonQuery":"={\"q\": \"{{ $json.q }}\"}"}"#,
                "",
                &["GET https://x.example/a", "? q=‹{{ $json.q }}›", "Accept: */*", "X-Id: 1"],
            ),
            (
                "4.2",
                r#"{"url":"https://x.example/{{ $json.id }}","queryParameters":{"parameters":[{"name":"limit","value":"1"}]},"headerParameters":{"parameters":[{}]},"jsonBody":"{}"}"#,
                r#","credentials":{"hubspotAppToken":{"id":"9","name":"Portal"}}"#,
                &[
                    "GET https://x.example/{{ $json.id }}",
                    "~ without effect queryParameters",
                    "~ without effect jsonBody",
                    "~ without effect credentials",
                ],
            ),
            (
                "4.2",
                r#"{"method":"={{ $json.method }}","url":"={{ $json.url }}","authentication":"genericCredentialType","genericAuthType":"httpHeaderAuth"}"#,
                "",
                &["‹{{ $json.method }}› ‹{{ $json.url }}›", "! stored httpHeaderAuth"],
            ),
        ],
    );
}

#[test]
fn the_http_node_is_read_in_its_first_versions() {
    rows(
        "n8n-nodes-base.httpRequest",
        &[
            (
                "2",
                r#"{"authentication":"headerAuth","url":"=https://api.hubapi.com/crm/v3/objects/deals?limit=5&since={{$moment().toISOString()}}","responseFormat":"json","options":{},
                "headerParametersUi":{"parameter":[{"name":"Authorization","value":"={{'Bearer ' + $credentials.key}}"}]},"queryParametersUi":{"parameter":[{"name":"archived","value":"false"}]}}"#,
                r#","credentials":{"httpHeaderAuth":{"id":"17","name":"key"}}"#,
                &[
                    "GET https://api.hubapi.com/crm/v3/objects/deals?limit=5&since=‹{{$moment().toISOString()}}›",
                    "? archived=false",
                    "Authorization: ‹{{'Bearer ' + $credentials.key}}›",
                    "! stored httpHeaderAuth",
                ],
            ),
            (
                "1",
                r#"{"requestMethod":"POST","url":"https://x.example/a","jsonParameters":true,"options":{},"bodyParametersJson":"={\"id\": \"{{$json[\"id\"]}}\"}","headerParametersJson":"{\"X-Id\":\"1\"}"}"#,
                "",
                &[
                    "POST https://x.example/a",
                    "X-Id: 1",
                    "Content-Type: application/json",
                    r#"text {"id": "‹{{$json["id"]}}›"}"#,
                ],
            ),
            (
                "1",
                r#"{"requestMethod":"POST","url":"https://x.example/t","options":{"bodyContentType":"form-urlencoded"},"bodyParametersUi":{"parameter":[{"name":"code","value":"c"}]}}"#,
                "",
                &[
                    "POST https://x.example/t",
                    "Content-Type: application/x-www-form-urlencoded",
                    "form code=c",
                ],
            ),
            (
                "1",
                r#"{"requestMethod":"PUT","url":"https://x.example/a","authentication":"predefinedCredentialType","nodeCredentialType":"hubspotApi","bodyParametersUi":{"parameter":[{"name":"a","value":"1"}]}}"#,
                "",
                &[
                    "PUT https://x.example/a",
                    "Content-Type: application/json",
                    r#"json {"a":"1"}"#,
                    "! stored hubspotApi",
                ],
            ),
        ],
    );
}

#[test]
fn the_tool_of_agents_is_read() {
    rows(
        "@n8n/n8n-nodes-langchain.toolHttpRequest",
        &[
            (
                "1.1",
                r#"{"toolDescription":"finds","method":"POST","url":"https://x.example/{object}/search","sendBody":true,"specifyBody":"json","jsonBody":"{\"query\": \"{text}\"}","placeholderDefinitions":{"values":[{"name":"text"}]}}"#,
                "",
                &[
                    "POST https://x.example/‹{object}›/search",
                    "Content-Type: application/json",
                    r#"text {"query": "‹{text}›"}"#,
                ],
            ),
            (
                "1.1",
                r#"{"url":"=https://x.example/a/{{ $json.id }}","sendQuery":true,"parametersQuery":{"values":[{"name":"q","valueProvider":"modelRequired"}]},"sendHeaders":true,"parametersHeaders":{"values":[{"name":"A","valueProvider":"fieldValue","value":"{b}"}]}}"#,
                "",
                &["GET https://x.example/a/‹{{ $json.id }}›", "? q=", "A: ‹{b}›"],
            ),
        ],
    );
    // Written by hand, with a body that no switch sends.
    let text = r#"[{"name":"lookup","type":"toolHttpRequest","parameters":{"method":"GET","url":"=https://x.example/search","authentication":"predefinedCredentialType","nodeCredentialType":"hubspotApi","body":{"filterGroups":[]}}}]"#;
    check(
        Form::N8n,
        &[(text, &["GET https://x.example/search", "! stored hubspotApi", "~ without effect body"])],
    );
}

#[test]
fn the_hubspot_node_is_read_where_its_request_is_known() {
    rows(
        "n8n-nodes-base.hubspot",
        &[
            (
                "2",
                r#"{"email":"={{ $json.email }}","additionalFields":{}}"#,
                "",
                &[
                    "POST https://api.hubapi.com/contacts/v1/contact/createOrUpdate/email/‹{{ $json.email }}›",
                    "Content-Type: application/json",
                    "unknown body",
                    "! stored hubspotApi",
                ],
            ),
            (
                "2.1",
                r#"{"resource":"deal","operation":"get","authentication":"oAuth2","dealId":{"__rl":true,"mode":"id","value":"=12{{ $json.id }}"},"filters":{}}"#,
                "",
                &["GET https://api.hubapi.com/deals/v1/deal/12‹{{ $json.id }}›", "! stored hubspotOAuth2Api"],
            ),
            (
                "2",
                r#"{"resource":"company","operation":"searchByDomain","authentication":"appToken","domain":"example.com"}"#,
                "",
                &[
                    "POST https://api.hubapi.com/companies/v2/domains/example.com/companies",
                    "Content-Type: application/json",
                    "unknown body",
                    "! stored hubspotAppToken",
                ],
            ),
        ],
    );
    let [text, ..] = node("n8n-nodes-base.hubspot", "2", r#"{"resource":"form","operation":"submit"}"#, "");
    let reading = json(&text, Form::N8n);
    assert_eq!((reading.requests.len(), reading.problems[0].name.as_deref()), (0, Some("Call")));
}

#[test]
fn disabled_nodes_and_nodes_without_a_url_are_told() {
    let [text, ..] =
        node("n8n-nodes-base.httpRequest", "4.2", r#"{"url":"https://x.example"}"#, r#","disabled":true"#);
    assert_eq!(json(&text, Form::N8n).requests[0].notes[0].kind, NoteKind::Disabled);
    let [text, ..] = node("n8n-nodes-base.httpRequest", "4.2", r#"{"method":"POST"}"#, "");
    assert_eq!(json(&text, Form::N8n).problems[0].message, "this node has no URL");
}
