//! Requests in the code of a program.
//!
//! A tokenizer and a reader of expressions for all languages find the literals and follow the names that they are
//! assigned to; one module for each language knows what its libraries send. Nothing is executed.

mod assign;
mod brackets;
mod builtins;
mod client;
mod draft;
mod eval;
mod format;
mod guess;
mod import;
mod join;
mod json;
mod lex;
mod names;
mod operand;
mod parse;
mod primary;
mod run;
mod sdk;
mod strings;
mod syntax;
mod texts;
mod value;

mod csharp;
mod go;
mod java;
mod javascript;
mod php;
mod powershell;
mod python;
mod ruby;

#[cfg(test)]
mod tests;

pub(crate) use guess::{Left, read};

use crate::request::{Form, Problem, Reading};
use parse::Program;
use run::{Library, Run};
use syntax::Lang;

/// The requests of a program. `None`: it has none.
fn reading(text: &str, lang: Lang, form: Form, library: Library) -> Option<Reading> {
    of_program(text, &parse::program(text, lang), lang, form, library)
}

fn of_program(text: &str, program: &Program, lang: Lang, form: Form, library: Library) -> Option<Reading> {
    let mut run = Run::new(text, lang, library);
    run.all(&program.statements);
    // Functions may use what is assigned below them: then the first pass was for the names only.
    if run.has_late_names() {
        run = Run::after(run);
        run.all(&program.statements);
    }
    let is_cut = program.is_cut || run.is_spent();
    finish(&mut run);
    let mut requests = run.requests;
    requests.sort_by_key(|request| request.span.start);
    let mut problems = run.problems;
    if is_cut {
        problems.push(Problem {
            name: None,
            span: text.len()..text.len(),
            message: "The program is too large, or its values are, to be read to its end.".into(),
        });
    }
    (!requests.is_empty() || !problems.is_empty()).then_some(Reading { form, requests, problems })
}

/// Requests that were built and are not sent within the text.
fn finish(run: &mut Run) {
    for object in 0..run.objects.len() {
        match run.objects[object].class {
            "urllib" => python::finish(run, object),
            "xhr" | "node" => javascript::finish(run, object),
            "curl" => php::finish(run, object),
            "net_http" => ruby::finish(run, object),
            "go_request" => go::finish(run, object),
            "http_request" | "rest_request" | "configuration" => csharp::finish(run, object),
            "java_request" => java::finish(run, object),
            _ => {}
        }
    }
}
