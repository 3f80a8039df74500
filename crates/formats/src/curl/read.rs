//! Reads the commands of a text and ignores what stands around them.

use super::arguments::Parser;
use super::find::{Finder, Pipes, Start, comment_above};
use super::windows;
use crate::request::{Body, Note, NoteKind, Problem, Reading, Request, Span};
use crate::shell::{self, Shell, Split, Variables, Word};

/// What may be read, besides the text once, of commands of which no end can be found, in bytes.
const MAX_FAILED_BYTES: usize = 50_000;
/// What may be read again for another shell, in bytes: a long text is read for its likeliest shells only.
const MAX_ATTEMPTED_BYTES: usize = 150_000;
/// How much one odd value makes a reading doubtful.
const ODDITY: usize = 2;
/// Addresses of one command: each makes a request with all its words.
const MAX_ADDRESSES: usize = 20;
/// Requests of one text.
const MAX_REQUESTS: usize = 2_000;
/// Commands of one text, whether they make a request or not.
const MAX_COMMANDS: usize = 3_000;
/// Words of all requests of one command: of one that has many only its first addresses are read.
const MAX_WORDS: usize = 5_000;

/// The cURL commands of a text, read for the shell for which they make sense. `None`: it has none.
pub fn read(text: &str) -> Option<Reading> {
    if !text.as_bytes().windows(4).any(|word| word.eq_ignore_ascii_case(b"curl")) {
        return None;
    }
    let mut best: Option<Attempt<'_>> = None;
    let mut signs = 0;
    let attempts = (MAX_ATTEMPTED_BYTES / text.len()).max(1);
    for candidate in shell::candidates(text).into_iter().take(attempts) {
        let attempt = Attempt::new(text, candidate.shell).run();
        let is_better = best.as_ref().is_none_or(|best| {
            // What looks odd in the shell whose signs the text has may be meant; a wrong shell makes more of it.
            let benefit = if candidate.signs < signs { ODDITY * best.requests.len() } else { 0 };
            attempt.doubts + benefit < best.doubts
        });
        if is_better {
            signs = candidate.signs;
            best = Some(attempt);
        }
        if best.as_ref().is_some_and(|best| best.doubts == 0) {
            break;
        }
    }
    let Attempt { shell, requests, problems, .. } = best?;
    let is_empty = requests.is_empty() && problems.is_empty();
    (!is_empty).then(|| Reading { form: shell.form(), requests, problems })
}

/// The method and URL of the first command, as far as they can be found: a line of a list may contain only its
/// beginning.
pub fn find_call(line: &str) -> Option<(String, String)> {
    let start = Finder::of(line).next(0)?;
    let shell = shell::candidates(line).first()?.shell;
    let split = shell::split(line, start.at, shell, start.closer, &Variables::default());
    let (arguments, _) = Parser::parse(split.words.get(1..)?, None);
    // Each address makes a request with all its words, and one is wanted.
    let first = |mut arguments: super::arguments::Arguments| {
        arguments.addresses.truncate(1);
        arguments.into_requests()
    };
    let request = arguments.into_iter().flat_map(first).next()?;
    Some((request.method.text, request.url.text))
}

/// A text read as one shell reads it.
struct Attempt<'a> {
    text: &'a str,
    shell: Shell,
    variables: Variables,
    requests: Vec<Request>,
    problems: Vec<Problem>,
    /// What was read of commands of which no end was found, in bytes.
    failed: usize,
    /// How much of what was read makes no sense.
    doubts: usize,
}

impl<'a> Attempt<'a> {
    fn new(text: &'a str, shell: Shell) -> Self {
        let variables = Variables::of(text, shell);
        Self { text, shell, variables, requests: Vec::new(), problems: Vec::new(), failed: 0, doubts: 0 }
    }

    fn run(mut self) -> Self {
        let mut pipes = Pipes::of(self.text);
        let mut from = 0;
        let mut finder = Finder::of(self.text);
        let mut commands = 0;
        while let Some(start) = finder.next(from) {
            let mut split = shell::split(self.text, start.at, self.shell, start.closer, &self.variables);
            commands += 1;
            // Where one has too many words, all that are read were read.
            let failed = split.error.as_ref().is_some_and(|error| !error.is_length());
            self.failed += if failed { split.end.saturating_sub(start.at) } else { 0 };
            if split.stdin.is_none() && split.error.is_none() {
                split.stdin = pipes.input(self.text, from, &start, self.shell, &self.variables);
            }
            from = if failed { start.end } else { split.end.max(start.end) };
            self.take(&start, split);
            let is_much = self.requests.len() >= MAX_REQUESTS || commands >= MAX_COMMANDS;
            if is_much && from < self.text.len() {
                self.fail(from..self.text.len(), "The text has more requests than are read at once.");
                break;
            }
            if self.failed > self.text.len() + MAX_FAILED_BYTES {
                self.fail(from..self.text.len(), "Too many quotes are never closed: the rest was not read.");
                break;
            }
        }
        self
    }

    fn fail(&mut self, span: Span, message: &str) {
        self.problems.push(Problem { name: None, span, message: message.to_owned() });
    }

    fn take(&mut self, start: &Start, mut split: Split) {
        let is_name_alone = split.words.len() < 2 && split.error.is_none();
        if is_name_alone || windows::is_alias(&split.words) {
            return;
        }
        if let Some(error) = split.error.take() {
            // An apostrophe in a sentence that only mentions curl opens no quote.
            if is_command(split.words.get(1..).unwrap_or_default()) {
                self.doubts += 10;
                self.fail(error.span(), &format!("The command cannot be read whole: {error}."));
            }
            return;
        }
        let version_notes = match self.shell {
            Shell::PowerShell => windows::pass_quotes(&mut split.words),
            _ => Vec::new(),
        };
        let words = split.words.get(1..).unwrap_or_default();
        let (arguments, no_value) = Parser::parse(words, split.stdin.as_ref());
        let before = self.requests.len();
        for (index, mut arguments) in arguments.into_iter().enumerate() {
            if index == 0 {
                arguments.span = start.at..arguments.span.end.max(start.end);
            }
            let most = (MAX_WORDS / words.len().max(1)).clamp(1, MAX_ADDRESSES);
            if let Some(next) = arguments.addresses.get(most) {
                let span = next.span.clone().unwrap_or_default();
                self.fail(span, "The command has more addresses than are read at once.");
                arguments.addresses.truncate(most);
            }
            self.requests.extend(arguments.into_requests());
        }
        let name = comment_above(self.text, start.line);
        let made = &mut self.requests[before..];
        for request in made.iter_mut() {
            request.name.clone_from(&name);
            request.notes.extend(version_notes.iter().cloned());
            place_patterns(self.text, request);
        }
        self.doubts += made.iter().map(doubts).sum::<usize>();
        let is_empty = made.is_empty();
        if let Some(missing) = no_value {
            self.doubts += 4;
            self.requests.truncate(before);
            self.fail(missing.span, &format!("The value of {} is missing.", missing.option));
        } else if is_empty && is_command(words) {
            self.doubts += 4;
            self.fail(start.at..start.end, "The command has no address.");
        }
        for span in std::mem::take(&mut split.typographic) {
            self.doubts += 1;
            self.fail(span, "A typographic quote stands here, which no shell takes for a quote.");
        }
    }
}

/// Patterns whose place cannot be told, as the address has escapes, stand somewhere in the address.
fn place_patterns(text: &str, request: &mut Request) {
    for note in &mut request.notes {
        let NoteKind::Pattern(pattern) = &note.kind else { continue };
        if note.span.clone().is_some_and(|span| text.get(span) != Some(pattern)) {
            note.span.clone_from(&request.url.span);
        }
    }
}

/// Whether these words behind `curl` are more than a sentence.
fn is_command(words: &[Word]) -> bool {
    words.iter().any(|word| {
        let option = word
            .text
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '-'));
        option || word.text.contains("://")
    })
}

fn doubts(request: &Request) -> usize {
    let of_note = |note: &Note| match note.kind {
        NoteKind::UnknownOption(_) | NoteKind::StrayWord => ODDITY,
        NoteKind::WithoutEffect(_) => 1,
        _ => 0,
    };
    let of_body = match &request.body {
        Body::Text(body) if body.open.is_empty() && body.text.trim_start().starts_with(['{', '[']) => {
            ODDITY * usize::from(serde_json::from_str::<serde::de::IgnoredAny>(&body.text).is_err())
        }
        // The quotes of another shell are still around it.
        Body::Text(body) => {
            let is_within = |mark| body.text.starts_with(mark) && body.text.ends_with(mark);
            ODDITY * usize::from(body.text.contains('{') && ['\'', '"', '^'].into_iter().any(is_within))
        }
        _ => 0,
    };
    let of_url = ODDITY * usize::from(request.url.text.starts_with(['\'', '"', '`', '^']));
    request.notes.iter().map(of_note).sum::<usize>() + of_body + of_url
}
