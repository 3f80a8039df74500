//! Commands of wget and `HTTPie`: read into requests.

mod find;
mod httpie;
mod item;
#[cfg(test)]
mod tests;
mod wget;

use crate::request::{Form, Problem, Reading, Request, Value};
use crate::shell::{self, Shell, Split, Variables, Word};

/// Commands of one text that are read.
const MAX_COMMANDS: usize = 1_000;
/// What may be read of commands of which no end is found, besides the text once, in bytes.
const MAX_FAILED_BYTES: usize = 50_000;

/// How far an address is looked for behind a command that is not closed, in bytes.
const LOOKED_AT: usize = 2_000;

/// A program that sends requests.
struct Client {
    form: Form,
    names: &'static [&'static str],
    /// The request of the words behind the name. `None`: they are words of a sentence.
    request: fn(&Split) -> Option<Request>,
}

const CLIENTS: [Client; 2] = [
    Client { form: Form::Wget, names: &["wget", "wget.exe"], request: wget::request },
    Client { form: Form::Httpie, names: &["http", "https"], request: httpie::request },
];

/// The requests of a text, of the first client that it has a command of.
pub(crate) fn read(text: &str) -> Option<Reading> {
    CLIENTS.iter().find_map(|client| read_all(text, client))
}

fn read_all(text: &str, client: &Client) -> Option<Reading> {
    let mut commands = find::Commands::of(text, client.names);
    let mut next = commands.next(0)?;
    let shell = shell::candidates(text).first().map_or(Shell::Posix, |candidate| candidate.shell);
    let variables = Variables::of(text, shell);
    let mut reading = Reading { form: client.form, requests: Vec::new(), problems: Vec::new() };
    let mut failed = 0;
    for _ in 0..MAX_COMMANDS {
        let split = shell::split(text, next.at, shell, next.closer, &variables);
        let mut from = split.end.max(next.end);
        if let Some(error) = &split.error {
            failed += split.end - next.at;
            from = next.end;
            let behind = &text[next.end..text.floor_char_boundary(text.len().min(next.end + LOOKED_AT))];
            if behind.lines().next().is_some_and(|line| line.contains("://")) {
                let message = format!("The command cannot be read whole: {error}.");
                reading.problems.push(Problem { name: None, span: error.span(), message });
            }
        } else if let Some(mut request) = (client.request)(&split) {
            let end = split.words.last().map_or(next.end, |word| word.span.end);
            request.span = next.at..end.max(next.end);
            reading.requests.push(request);
        }
        match commands.next(from) {
            Some(start) if failed <= text.len() + MAX_FAILED_BYTES => next = start,
            _ => break,
        }
    }
    (!reading.requests.is_empty() || !reading.problems.is_empty()).then_some(reading)
}

/// Whether a word can be meant for an address only.
fn is_address(word: &Word) -> bool {
    word.text.contains("://") || crate::curl::is_like_address(&word.value())
}

/// An address with the scheme that the client adds to it.
fn with_scheme(mut address: Value, scheme: &str) -> Value {
    let names_host = address.text.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    if names_host && !address.text.contains("://") {
        address.prepend(&format!("{scheme}://"));
    }
    address.mark_templates();
    address
}
