//! In which language a program is most likely written, so that its reader is asked first.
//!
//! Calls of HubSpot's clients look alike in several languages; what surrounds them does not.

use super::{csharp, go, java, javascript, php, powershell, python, ruby};
use crate::request::{Form, Problem, Reading};

type Reader = fn(&str) -> Option<Reading>;

struct Language {
    form: Form,
    /// Whether anything in a text is a request of this language, as far as its words tell.
    is_possible: fn(&str) -> bool,
    read: Reader,
    /// Words that few programs of another language have.
    words: &'static [&'static str],
}

const LANGUAGES: &[Language] = &[
    Language {
        form: Form::PowerShell,
        is_possible: powershell::is_possible,
        read: powershell::read,
        words: &["Invoke-", "-Uri", "irm ", "iwr ", "@{", "$env:", "ConvertTo-Json", "-Headers"],
    },
    Language {
        form: Form::Python,
        is_possible: python::is_possible,
        read: python::read,
        words: &[
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
    },
    Language {
        form: Form::JavaScript,
        is_possible: javascript::is_possible,
        read: javascript::read,
        words: &[
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
    },
    Language {
        form: Form::Php,
        is_possible: php::is_possible,
        read: php::read,
        words: &["<?php", "$", "->", "curl_", "getenv(", "array(", "' => ", "\" => ", "\\GuzzleHttp", "use "],
    },
    Language {
        form: Form::CSharp,
        is_possible: csharp::is_possible,
        read: csharp::read,
        words: &[
            "using System",
            "HttpClient",
            "new HttpRequestMessage",
            "RestRequest",
            "RestClient(",
            "var ",
            "Async(",
            "HttpMethod.",
        ],
    },
    Language {
        form: Form::Java,
        is_possible: java::is_possible,
        read: java::read,
        words: &[
            "import java",
            "HttpRequest.newBuilder",
            "OkHttp",
            "Request.Builder",
            "System.getenv",
            "public class",
            "String ",
        ],
    },
    Language {
        form: Form::Go,
        is_possible: go::is_possible,
        read: go::read,
        words: &[
            "package main",
            ":=",
            "http.NewRequest",
            "func ",
            "os.Getenv",
            "defer ",
            "strings.NewReader",
            "\"net/http\"",
        ],
    },
    Language {
        form: Form::Ruby,
        is_possible: ruby::is_possible,
        read: ruby::read,
        words: &[
            "require '",
            "require \"",
            "Net::HTTP",
            "Hubspot::",
            "::Client.new",
            "Faraday",
            "HTTParty",
            "ENV[",
            "ENV.fetch",
            "puts ",
            "\nend",
            "do |",
        ],
    },
];

/// What all readers together may go through of a text and its parts, in bytes: a text that long is asked of its likeliest
/// languages only.
pub(crate) struct Left(usize);

impl Default for Left {
    fn default() -> Self {
        Self(160_000)
    }
}

/// A text with this many words of a language is a program of it.
const CERTAIN: usize = 3;

/// The requests of a program. `None`: it has none, in any language that is known.
pub(crate) fn read(text: &str, left: &mut Left) -> Option<Reading> {
    let score = |language: &&Language| language.words.iter().filter(|word| text.contains(*word)).count();
    let possible = LANGUAGES.iter().filter(|language| (language.is_possible)(text));
    let mut ranked: Vec<_> = possible.map(|language| (score(&language), language)).collect();
    ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let mut without_requests = None;
    for (index, (score, language)) in ranked.into_iter().enumerate() {
        left.0 = left.0.saturating_sub(text.len());
        if left.0 == 0 && index > 0 {
            return without_requests.or_else(|| (score >= CERTAIN).then(|| too_long(text, language.form)));
        }
        match (language.read)(text) {
            Some(reading) if !reading.requests.is_empty() => return Some(reading),
            other => without_requests = without_requests.or(other),
        }
    }
    without_requests
}

fn too_long(text: &str, form: Form) -> Reading {
    let message = "The text is too long to be looked through for programs in every language.".to_owned();
    let problem = Problem { name: None, span: text.len()..text.len(), message };
    Reading { form, requests: Vec::new(), problems: vec![problem] }
}

#[cfg(test)]
mod tests {
    use crate::request::{Form, Reading};

    fn read(text: &str) -> Option<Reading> {
        super::read(text, &mut super::Left::default())
    }

    #[test]
    fn a_text_that_is_too_long_says_so() {
        let request = "import requests\nimport os\nrequests.get(\"https://x.test/a\")\n";
        let long = format!("{request}{}", "print(None)\n".repeat(30_000));
        let reading = read(&long).expect("a request");
        assert_eq!((reading.form, reading.requests.len(), reading.problems.len()), (Form::Python, 1, 1));
        // Words of three languages, and a call of none of the two likeliest.
        let words = "const let await => { require( process.env\nimport os def None True f' urllib\n\
                     package main := func defer http.NewRequest";
        let reading = read(&format!("{words}\n{}", "a b\n".repeat(30_000))).expect("a problem");
        assert_eq!((reading.requests.len(), reading.problems.len()), (0, 1));
    }

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
