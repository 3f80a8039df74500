//! What holds for every text.

use proptest::prelude::*;

use super::super::http;
use super::{spans_hold, values};
use crate::request::Reading;

fn readings(text: &str) -> Vec<Reading> {
    [super::super::read(text), http::read(text)].into_iter().flatten().collect()
}

fn holds(text: &str) {
    for reading in readings(text) {
        reading.requests.iter().for_each(|request| spans_hold(text, request));
        for problem in &reading.problems {
            assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
        }
    }
}

/// Documents of each form, to be cut and changed.
const DOCUMENTS: [&str; 8] = [
    r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://x.example/ü","headers":[{"name":"A","value":"\u00fc"}],"queryString":[],"postData":{"mimeType":"a/b","text":"{}"}},"response":{"status":200}}]}}"#,
    r#"{"info":{"schema":"v2.1.0"},"item":[{"name":"f","item":[{"name":"ü","request":{"method":"POST","header":[{"key":"A","value":"{{b}}"}],"auth":{"type":"basic","basic":[{"key":"username","value":"ü"}]},"body":{"mode":"urlencoded","urlencoded":[{"key":"a","value":"b"}]},"url":{"raw":"x","host":["{{h}}"],"path":[":id"],"query":[{"key":"{{a","value":"b}}"}],"variable":[{"key":"id","value":"ü"}]}}}]}],"variable":[{"key":"h","value":"{{b}}é"}]}"#,
    r#"{"nodes":[{"type":"n8n-nodes-base.httpRequest","typeVersion":4,"parameters":{"method":"POST","url":"=https://x/{{ 1 }}","sendHeaders":true,"specifyHeaders":"json","jsonHeaders":"={\"ä\": \"{{ 2 }}\"}","sendBody":true,"bodyParameters":{"parameters":[{"name":"ü","value":"={{ 3 }}"}]}}}]}"#,
    r#"{"nodes":[{"type":"toolHttpRequest","parameters":{"url":"=x/{{ a }}/{b}{ü}","sendBody":true,"specifyBody":"json","jsonBody":"{\"a\":\"{b}\"}"}}]}"#,
    r#"{"flow":[{"module":"hubspotcrm:MakeAPICall","mapper":{"url":"/é{{1.a}}","method":"{{2.b}}","headers":[{"key":"A","value":"{{3}}"}],"body":"{{4}}"}}]}"#,
    r#"{"zaps":[{"nodes":{"1":{"selected_api":"WebHookCLIAPI@1","action":"post","params":{"url":"https://é","auth":"ü|{{1}}","data":{"a":["{{1}}",null]}}}}}]}"#,
    r#"{"method":"post","url":"https://é","headers":"A: é\r\nB:{{c}}","body":{"a":"\ud83d"},"auth":{"user":"é"}}"#,
    "@a = é{{b}}\n### ü\n# @name é\nPOST https://x/{{a}}\n  &q=é\nAuthorization: Basic é {{b}}\nA: é\n\n< ü.json\n\n> {% %}\nHTTP/1.1 200 OK\n",
];

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(?s)[\\[\\]{}:,\"\\\\/u0-9a-f \n\r\u{a0}é#@<>=?&%]{0,120}") {
        holds(&text);
    }

    #[test]
    fn a_document_that_was_cut_or_changed_is_read_or_refused(
        document in 0..DOCUMENTS.len(), cut in 0..400_usize, length in 0..40_usize, put in "(?s)[\\[\\]{}:,\"\\\\/\n é]{0,4}",
    ) {
        let text = DOCUMENTS[document];
        let borders: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let from = borders[cut % borders.len()];
        let to = borders[(cut % borders.len() + length).min(borders.len() - 1)];
        holds(&format!("{}{put}{}", &text[..from], &text[to..]));
        holds(&text[..from]);
    }

    #[test]
    fn a_value_without_escapes_stands_in_its_place(value in "Z[a-zA-Z0-9 ü.=|-]{0,20}Z") {
        for document in [
            r#"{"method":"POST","url":"https://VALUE","headers":{"A":"VALUE"},"body":"VALUE"}"#,
            r#"{"request":{"method":"POST","url":"https://VALUE","headers":[{"name":"A","value":"VALUE"}],"queryString":[],"postData":{"mimeType":"a/b","text":"VALUE"}}}"#,
            r#"[{"type":"httpRequest","typeVersion":4,"parameters":{"url":"=https://VALUE","sendQuery":true,"queryParameters":{"parameters":[{"name":"q","value":"=VALUE"}]}}}]"#,
            r#"{"module":"http:ActionSendData","mapper":{"url":"https://VALUE","method":"post","data":"VALUE"}}"#,
            "POST https://x/VALUE HTTP/1.1\nA: x\n\nVALUE!",
        ] {
            let text = document.replace("VALUE", &value);
            for request in readings(&text).into_iter().flat_map(|reading| reading.requests) {
                for own in values(&request).into_iter().filter(|own| own.text.contains(value.trim())) {
                    let place = own.span.clone().map(|span| text[span].to_owned());
                    prop_assert!(place.as_ref().is_none_or(|place| place.contains(&own.text)), "{:?} {:?}", own, place);
                }
            }
        }
    }
}
