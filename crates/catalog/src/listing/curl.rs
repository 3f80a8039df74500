//! Method and URL of a cURL command. Headers and bodies are passed over, whatever stands in them.

use super::tokens::{self, Mention};

/// Options whose next word is a value of theirs.
const WITH_VALUE: [&str; 24] = [
    "-H",
    "--header",
    "-u",
    "--user",
    "-A",
    "--user-agent",
    "-e",
    "--referer",
    "-o",
    "--output",
    "-b",
    "--cookie",
    "-c",
    "--cookie-jar",
    "-x",
    "--proxy",
    "-m",
    "--max-time",
    "--connect-timeout",
    "--retry",
    "-w",
    "--write-out",
    "--cacert",
    "--oauth2-bearer",
];
/// Options that send a body, and so make it a POST.
const WITH_BODY: [&str; 9] = [
    "-d",
    "--data",
    "--data-raw",
    "--data-binary",
    "--data-ascii",
    "--data-urlencode",
    "--json",
    "-F",
    "--form",
];

#[derive(Default)]
struct Command {
    method: Option<String>,
    url: Option<String>,
    implied: Option<Implied>,
}

/// The method that other options make it, the one that wins first: `-G` puts data into the query.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Implied {
    Get,
    Head,
    Put,
    Post,
}

/// What a line that holds a cURL command calls; `None` for any other line.
pub(super) fn mention(line: &str) -> Option<Mention> {
    let words = words(line);
    let at = words.iter().take(4).position(|word| is_curl(word))?;
    let command = read(&words[at + 1..]);
    let (host, path) = tokens::address(command.url.as_deref()?)?;
    Some(Mention { method: Some(command.method()), host, path })
}

fn is_curl(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    word == "curl" || word == "curl.exe" || word.ends_with("/curl")
}

fn read(words: &[String]) -> Command {
    let mut command = Command::default();
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        let (option, glued) = match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option, Some(value)),
            _ => (word, None),
        };
        if option == "-X" || option == "--request" {
            command.method = glued.or_else(|| words.next()).map(str::to_ascii_uppercase);
        } else if option == "--url" {
            command.url = glued.or_else(|| words.next()).map(str::to_owned);
        } else if WITH_BODY.contains(&option) {
            command.imply(Implied::Post);
            if glued.is_none() {
                words.next();
            }
        } else if WITH_VALUE.contains(&option) {
            if glued.is_none() {
                words.next();
            }
        } else if option.starts_with('-') {
            command.take_flag(option, &mut words);
        } else if command.url.is_none() {
            command.url = Some(word.to_owned());
        }
    }
    command
}

impl Command {
    fn take_flag<'a>(&mut self, option: &str, words: &mut impl Iterator<Item = &'a str>) {
        let short = !option.starts_with("--");
        if let Some(method) = option.strip_prefix("-X") {
            self.method = Some(method.to_ascii_uppercase());
        } else if option == "-T" || option == "--upload-file" {
            self.imply(Implied::Put);
            words.next();
        } else if option.starts_with("-d") || option.starts_with("-F") {
            self.imply(Implied::Post);
        } else if option == "--get" || (short && option.contains('G')) {
            self.imply(Implied::Get);
        } else if option == "--head" || (short && option.contains('I')) {
            self.imply(Implied::Head);
        }
    }

    fn imply(&mut self, method: Implied) {
        self.implied = Some(self.implied.map_or(method, |implied| implied.min(method)));
    }

    fn method(&self) -> String {
        let implied = match self.implied {
            None | Some(Implied::Get) => "GET",
            Some(Implied::Head) => "HEAD",
            Some(Implied::Put) => "PUT",
            Some(Implied::Post) => "POST",
        };
        self.method.clone().unwrap_or_else(|| implied.to_owned())
    }
}

/// Words as a shell splits them: quotes keep spaces, a backslash keeps the next character.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some('\''), c) => word.get_or_insert_default().push(c),
            (_, '\\') => word.get_or_insert_default().extend(chars.next()),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
