//! What a cURL command calls. A list of calls takes its method and path alone; headers and bodies are passed over there.

use super::is_api_host;
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
    headers: Vec<String>,
    data: Vec<String>,
}

/// A call as a pasted cURL command or URL makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastedCall {
    pub method: String,
    /// Of HubSpot's API, or of a demo portal on this computer; the whole URL where it is another host's.
    pub path: String,
    /// As it stands behind the `?`.
    pub query: String,
    /// `Name: value`, in their order.
    pub headers: Vec<String>,
    /// `None` also where the body stands in a file.
    pub body: Option<String>,
}

impl PastedCall {
    /// `None` where the text is neither a cURL command nor a URL.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let words = words(&text.replace("\\\r\n", " ").replace("\\\n", " "));
        let command = match words.iter().position(|word| is_curl(word)) {
            Some(at) if at < 4 => read(&words[at + 1..]),
            _ if words.len() == 1 => Command { url: words.into_iter().next(), ..Command::default() },
            _ => return None,
        };
        command.into_call()
    }
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
            command.data.extend(glued.or_else(|| words.next()).map(str::to_owned));
        } else if WITH_VALUE.contains(&option) {
            let value = glued.or_else(|| words.next()).map(str::to_owned);
            command.headers.extend(value.filter(|_| option == "-H" || option == "--header"));
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
        } else if let Some(header) = option.strip_prefix("-H") {
            self.headers.push(header.to_owned());
        } else if let Some(data) = option.strip_prefix("-d").or_else(|| option.strip_prefix("-F")) {
            self.imply(Implied::Post);
            self.data.push(data.to_owned());
        } else if option == "--get" || (short && option.contains('G')) {
            self.imply(Implied::Get);
        } else if option == "--head" || (short && option.contains('I')) {
            self.imply(Implied::Head);
        }
    }

    /// Data goes into the query with `-G`; a body in a file (`@name`) is not known.
    fn into_call(self) -> Option<PastedCall> {
        let url = self.url.as_deref()?;
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let query = query.split('#').next().unwrap_or_default();
        let (host, path) = tokens::address(address)?;
        let is_api = host.as_deref().is_none_or(is_api_host);
        let data: Vec<&str> =
            self.data.iter().map(String::as_str).filter(|data| !data.starts_with('@')).collect();
        let data = Some(data.join("&")).filter(|data| !data.is_empty());
        let is_query = self.implied == Some(Implied::Get);
        let parts = [Some(query), data.as_deref().filter(|_| is_query)];
        let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        Some(PastedCall {
            method: self.method(),
            path: if is_api { path } else { address.to_owned() },
            query: parts.join("&"),
            body: data.filter(|_| !is_query),
            headers: self.headers,
        })
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

#[cfg(test)]
mod tests {
    use super::PastedCall;

    fn read(text: &str) -> PastedCall {
        PastedCall::read(text).expect("a call")
    }

    #[test]
    fn a_command_over_several_lines_is_taken_apart() {
        let call = read(
            "curl --request POST \\\n  --url 'https://api.hubapi.com/crm/v3/objects/contacts/search?a=1&b=x%20y' \\\n  \
             --header 'authorization: Bearer SECRET' -H'content-type: application/json' \\\n  --data '{\n  \"limit\": 1\n}'",
        );
        assert_eq!((call.method.as_str(), call.path.as_str()), ("POST", "/crm/v3/objects/contacts/search"));
        assert_eq!(call.query, "a=1&b=x%20y");
        assert_eq!(call.headers, ["authorization: Bearer SECRET", "content-type: application/json"]);
        assert_eq!(call.body.as_deref(), Some("{\n  \"limit\": 1\n}"));
    }

    #[test]
    fn data_goes_into_the_query_with_get_and_a_file_is_no_body() {
        let call = read("curl -G https://api.hubapi.com/crm/v3/owners?limit=1 -d email=a -d'b=c'");
        assert_eq!((call.method.as_str(), call.query.as_str()), ("GET", "limit=1&email=a&b=c"));
        assert_eq!(call.body, None);
        assert_eq!(read("curl -d @new.json https://api.hubapi.com/x").body, None);
    }

    #[test]
    fn a_url_is_read_and_another_host_stays_visible() {
        let call = read("https://api-eu1.hubapi.com/crm/v3/owners?limit=1#top");
        assert_eq!(
            (call.method.as_str(), call.path.as_str(), call.query.as_str()),
            ("GET", "/crm/v3/owners", "limit=1")
        );
        assert_eq!(read("curl https://example.com/crm/v3/owners").path, "https://example.com/crm/v3/owners");
        assert_eq!(PastedCall::read("two words"), None);
        assert_eq!(PastedCall::read("curl -X POST"), None);
    }
}
