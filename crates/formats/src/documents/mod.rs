//! Requests in the files of tools: archives, collections, workflows, scenarios, and requests as HTTP has them.
//!
//! [`read`] takes everything that is JSON, [`http::read`] the rest.

mod faults;
mod har;
pub(crate) mod http;
mod json;
mod make;
mod n8n;
mod object;
mod parts;
mod postman;
#[cfg(test)]
mod tests;
mod variables;
mod zapier;

use json::Json;
pub(crate) use parts::Joined;

use crate::request::{Form, Problem, Reading, Request};

/// What a reader finds in one document.
#[derive(Default)]
struct Found {
    requests: Vec<Request>,
    problems: Vec<Problem>,
}

impl Found {
    fn problem(&mut self, json: Json<'_>, name: Option<String>, message: &str) {
        self.problems.push(Problem { name, span: json.span(), message: message.to_owned() });
    }
}

type Reader = fn(Json<'_>, &mut Found) -> bool;

/// The most telling forms first; a reader answers whether the document is of its form.
const READERS: [(Form, Reader); 6] = [
    (Form::Postman, postman::read),
    (Form::Har, har::read),
    (Form::N8n, n8n::read),
    (Form::Make, make::read),
    (Form::Zapier, zapier::read),
    (Form::Json, object::read),
];

/// Parts of a file whose form is looked for; what is none in so many parts is none further on.
const MOST_UNKNOWN: usize = 100;

/// Reads JSON of any form that is known here: a whole file or a part of one.
pub(crate) fn read(text: &str) -> Option<Reading> {
    let first = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').chars().next();
    // A file may begin with a comment.
    if !matches!(first, Some('{' | '[' | '/')) {
        return None;
    }
    let checked = faults::check(text);
    let mut form = None;
    let mut found = Found::default();
    for (index, &root) in checked.roots.iter().enumerate() {
        if form.is_none() && index >= MOST_UNKNOWN {
            break;
        }
        let json = Json::at(&text[..checked.limit], root);
        let known = READERS.iter().filter(|(own, _)| form.is_none_or(|form| form == *own));
        form = form.or(known.into_iter().find(|(_, read)| read(json, &mut found)).map(|(form, _)| *form));
    }
    found.problems.extend(checked.problems(text));
    Some(Reading { form: form?, requests: found.requests, problems: found.problems })
}
