//! In which language a program is most likely written, so that its reader is asked first.
//!
//! Calls of HubSpot's clients look alike in several languages; what surrounds them does not.

use super::{csharp, go, java, javascript, php, powershell, python, ruby};
use crate::request::Reading;

type Reader = fn(&str) -> Option<Reading>;

/// Readers with words that few programs of another language have.
const LANGUAGES: &[(Reader, &[&str])] = &[
    (powershell::read, &["Invoke-", "-Uri", "irm ", "iwr ", "@{", "$env:", "ConvertTo-Json", "-Headers"]),
    (
        python::read,
        &[
            "import requests",
            "import os",
            "import httpx",
            "import json",
            "requests.",
            "httpx.",
            "os.environ",
            "print(",
            "def ",
            "elif ",
            "None",
            "True",
            "f\"",
            "f'",
            "urllib",
            "from hubspot",
            "import hubspot",
            "aiohttp",
            "HubSpot(",
            "api_client",
        ],
    ),
    (
        javascript::read,
        &[
            "const ",
            "let ",
            "await ",
            "=> {",
            "require(",
            "process.env",
            "console.",
            "JSON.stringify",
            "fetch(",
            "axios",
            "new Client(",
            "from \"",
            "from '",
            "===",
            "function ",
            "async ",
            "XMLHttpRequest",
            "UrlFetchApp",
            "$.ajax",
        ],
    ),
    (
        php::read,
        &["<?php", "$", "->", "curl_", "getenv(", "array(", "' => ", "\" => ", "\\GuzzleHttp", "use "],
    ),
    (
        csharp::read,
        &[
            "using System",
            "HttpClient",
            "new HttpRequestMessage",
            "RestRequest",
            "RestClient(",
            "var ",
            "Async(",
            "HttpMethod.",
        ],
    ),
    (
        java::read,
        &[
            "import java",
            "HttpRequest.newBuilder",
            "OkHttp",
            "Request.Builder",
            "System.getenv",
            "public class",
            "String ",
        ],
    ),
    (
        go::read,
        &[
            "package main",
            ":=",
            "http.NewRequest",
            "func ",
            "os.Getenv",
            "defer ",
            "strings.NewReader",
            "\"net/http\"",
        ],
    ),
    (
        ruby::read,
        &[
            "require '",
            "require \"",
            "Net::HTTP",
            "Faraday",
            "HTTParty",
            "ENV[",
            "ENV.fetch",
            "puts ",
            "\nend",
            "do |",
        ],
    ),
];

/// The requests of a program. `None`: it has none, in any language that is known.
pub(crate) fn read(text: &str) -> Option<Reading> {
    let score = |words: &[&str]| words.iter().filter(|word| text.contains(*word)).count();
    let mut ranked: Vec<_> = LANGUAGES.iter().map(|(reader, words)| (score(words), reader)).collect();
    ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let mut without_requests = None;
    for (_, reader) in ranked {
        match reader(text) {
            Some(reading) if !reading.requests.is_empty() => return Some(reading),
            other => without_requests = without_requests.or(other),
        }
    }
    without_requests
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::request::Form;

    #[test]
    fn a_call_that_looks_alike_in_two_languages_is_read_in_the_one_of_its_program() {
        let node = "import { Client } from \"@hubspot/api-client\";\nconst client = new Client({ accessToken: process.env.T });\n\
            await client.apiRequest({ method: \"GET\", path: \"/crm/v3/owners?limit=1\" });";
        let python = "import os\nfrom hubspot import HubSpot\nclient = HubSpot(access_token=os.environ[\"T\"])\n\
            client.api_request({\"method\": \"GET\", \"path\": \"/crm/v3/owners?limit=1\"})";
        for (text, form) in [(node, Form::JavaScript), (python, Form::Python)] {
            let reading = read(text).expect("a request");
            assert_eq!(reading.form, form);
            assert_eq!(reading.requests[0].url.text, "https://api.hubapi.com/crm/v3/owners?limit=1");
        }
    }
}
