//! Parses a pasted command and ignores the text around it.

use super::options::{long_name, long_takes_value, short_takes_value};
use super::{CurlCommand, CurlError, Skipped};
use crate::shell::{self, Split, Word};

/// Words that may precede `curl` in its line: a prompt, `sudo`, a list's bullet, `NAME=value`.
const MAX_WORDS_BEFORE: usize = 4;
/// Options whose value is or refers to a credential.
const CREDENTIALS: [&str; 7] = ["cookie", "user", "oauth2-bearer", "cert", "key", "pass", "aws-sigv4"];

/// Parses the first cURL command of a text. `None`: there is none.
///
/// # Errors
/// The command cannot be parsed completely.
pub fn read(text: &str) -> Option<Result<CurlCommand, CurlError>> {
    let mut first_error = None;
    for start in commands(text) {
        match read_at(&text[start..]) {
            Ok(mut command) => {
                // An earlier failed parse: a sentence that only mentions curl has no URL.
                if first_error.is_some_and(|error| error != CurlError::NoAddress) {
                    command.skipped.push(Skipped::OtherCommand);
                }
                return Some(Ok(command));
            }
            Err(error) => {
                first_error = first_error.filter(|error| *error != CurlError::NoAddress).or(Some(error));
            }
        }
    }
    first_error.map(Err)
}

/// The method and URL of a command, as far as they can be found: a line of a list may contain only its beginning.
pub fn find_call(line: &str) -> Option<(String, String)> {
    let start = commands(line).next()?;
    let split = shell::split(&line[start..]);
    let request = Request::of(&split.words[1..]).ok()?;
    Some((request.method(), request.address?))
}

fn read_at(text: &str) -> Result<CurlCommand, CurlError> {
    let Split { words, end, error } = shell::split(text);
    if let Some(error) = error {
        return Err(error.into());
    }
    let mut request = Request::of(&words[1..])?;
    if commands(&text[end..]).next().is_some() {
        request.skipped.push(Skipped::OtherCommand);
    }
    request.into_command()
}

/// The offsets where commands begin, in bytes.
fn commands(text: &str) -> impl Iterator<Item = usize> {
    let mut line_start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = line_start;
        line_start += line.len();
        command_in(line).map(|at| start + at)
    })
}

fn command_in(line: &str) -> Option<usize> {
    let mut at = 0;
    for _ in 0..=MAX_WORDS_BEFORE {
        let rest = &line[at..];
        let word_start = at + rest.find(|c: char| !c.is_whitespace())?;
        let word = line[word_start..].split_whitespace().next()?;
        let bare = word.trim_start_matches(['`', '(', '"', '\'', '$', '>', '%', '#', '*', '•']);
        if is_curl(bare) {
            return Some(word_start + word.len() - bare.len());
        }
        at = word_start + word.len();
    }
    None
}

fn is_curl(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let name = word.rsplit(['/', '\\']).next().unwrap_or_default();
    matches!(name, "curl" | "curl.exe")
}

/// The method implied by other options, in order of precedence: `-G` moves data into the query.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Implied {
    Get,
    Head,
    Put,
    Post,
}

#[derive(Default)]
struct Request {
    method: Option<String>,
    address: Option<String>,
    implied: Option<Implied>,
    headers: Vec<String>,
    /// The body of `-d` and similar options, as sent.
    body: Option<String>,
    is_form: bool,
    query: Vec<String>,
    skipped: Vec<Skipped>,
}

impl Request {
    fn of(words: &[Word]) -> Result<Self, CurlError> {
        let mut request = Self::default();
        let mut words = words.iter();
        let mut only_addresses = false;
        while let Some(word) = words.next() {
            let text = word.text.as_str();
            if text == "--" && !only_addresses {
                only_addresses = true;
            } else if let Some(name) = text.strip_prefix("--").filter(|_| !only_addresses) {
                if name == "next" {
                    request.skipped.push(Skipped::OtherCommand);
                    break;
                }
                request.take_long(name, word, &mut words)?;
            } else if text.len() > 1 && text.starts_with('-') && !only_addresses {
                if !request.take_short(word, &mut words)? {
                    break;
                }
            } else {
                request.take_address(word);
            }
        }
        Ok(request)
    }

    fn take_long<'a>(
        &mut self,
        name: &str,
        word: &'a Word,
        words: &mut impl Iterator<Item = &'a Word>,
    ) -> Result<(), CurlError> {
        // curl does not accept `--name=value`, but people write it and its meaning is clear.
        if let Some((name, value)) = name.split_once('=').filter(|(name, _)| long_takes_value(name)) {
            let value = Word { text: value.to_owned(), expansions: word.expansions.clone() };
            self.take(name, &value);
        } else if long_takes_value(name) {
            let value = words.next().ok_or_else(|| CurlError::NoValue(format!("--{name}")))?;
            self.take(name, value);
        } else {
            self.take_flag(name);
        }
        Ok(())
    }

    /// `-sSLXPOST`: flags, the last of which may take the rest of the word as its value. `false` ends the request.
    fn take_short<'a>(
        &mut self,
        word: &'a Word,
        words: &mut impl Iterator<Item = &'a Word>,
    ) -> Result<bool, CurlError> {
        for (at, short) in word.text.char_indices().skip(1) {
            let name = long_name(short);
            if name == Some("next") {
                self.skipped.push(Skipped::OtherCommand);
                return Ok(false);
            }
            if !short_takes_value(short) {
                if let Some(name) = name {
                    self.take_flag(name);
                }
                continue;
            }
            let glued = &word.text[at + short.len_utf8()..];
            let value = if glued.is_empty() {
                words.next().ok_or_else(|| CurlError::NoValue(format!("-{short}")))?.clone()
            } else {
                Word { text: glued.to_owned(), expansions: word.expansions.clone() }
            };
            if let Some(name) = name {
                self.take(name, &value);
            }
            return Ok(true);
        }
        Ok(true)
    }

    fn take_flag(&mut self, name: &str) {
        match name {
            "get" => self.imply(Implied::Get),
            "head" => self.imply(Implied::Head),
            _ if is_flag(name) => {}
            _ => self.skipped.push(Skipped::UnknownOption(format!("--{name}"))),
        }
    }

    fn take(&mut self, name: &str, value: &Word) {
        let text = value.text.as_str();
        match name {
            "request" => self.method = Some(text.to_ascii_uppercase()),
            "url" => self.take_address(value),
            "header" => self.headers.push(text.to_owned()),
            "user-agent" => self.headers.push(format!("User-Agent: {text}")),
            "referer" => self.headers.push(format!("Referer: {text}")),
            "data" | "data-ascii" | "data-binary" => self.take_data(value, Join::Ampersand),
            "data-raw" => self.add_data(value, text.to_owned(), Join::Ampersand),
            "json" => {
                self.take_data(value, Join::Nothing);
                self.add_header_unless_given("Content-Type: application/json");
            }
            "data-urlencode" => self.take_url_encoded(value),
            "url-query" => self.query.push(url_encoded(text).unwrap_or_else(|| text.to_owned())),
            "form" | "form-string" => {
                self.imply(Implied::Post);
                let field = text.split('=').next().unwrap_or_default();
                self.skipped.push(Skipped::FormPart(field.to_owned()));
            }
            "upload-file" => {
                self.imply(Implied::Put);
                self.skipped.push(Skipped::File(text.to_owned()));
            }
            "config" => self.skipped.push(Skipped::OptionsFile(text.to_owned())),
            name if CREDENTIALS.contains(&name) => self.skipped.push(Skipped::Credential(name.to_owned())),
            // Output, proxy and timeout options do not affect the request.
            _ => {}
        }
    }

    fn take_address(&mut self, word: &Word) {
        if self.address.is_some() {
            self.skipped.push(Skipped::OtherAddress);
            return;
        }
        // Brackets and quotes around it in the text, such as `<https://…>`.
        let address = word.text.trim_matches(['<', '>', '`']);
        // A variable in place of the host is replaced by the connection's host.
        let query = address.split_once('?').map_or("", |(_, query)| query);
        self.note_expansions(word, |expansion| query.contains(expansion));
        self.address = Some(address.to_owned());
    }

    fn take_data(&mut self, value: &Word, join: Join) {
        match value.text.strip_prefix('@') {
            Some(file) => {
                self.imply(Implied::Post);
                self.skipped.push(Skipped::File(file.to_owned()));
            }
            None => self.add_data(value, value.text.clone(), join),
        }
    }

    fn take_url_encoded(&mut self, value: &Word) {
        if let Some(encoded) = url_encoded(&value.text) {
            self.add_data(value, encoded, Join::Ampersand);
        } else {
            self.imply(Implied::Post);
            let file = value.text.split_once('@').map_or("", |(_, file)| file);
            self.skipped.push(Skipped::File(file.to_owned()));
        }
        self.is_form = true;
    }

    fn add_data(&mut self, value: &Word, text: String, join: Join) {
        self.imply(Implied::Post);
        self.note_expansions(value, |_| true);
        match (&mut self.body, join) {
            (Some(body), Join::Ampersand) => body.extend(["&", &text]),
            (Some(body), Join::Nothing) => body.push_str(&text),
            (None, _) => self.body = Some(text),
        }
    }

    fn note_expansions(&mut self, value: &Word, matters: impl Fn(&str) -> bool) {
        let noted = value.expansions.iter().filter(|expansion| matters(expansion));
        self.skipped.extend(noted.cloned().map(Skipped::Expansion));
    }

    fn add_header_unless_given(&mut self, line: &str) {
        let name = line.split(':').next().unwrap_or_default();
        if !self.has_header(name) {
            self.headers.push(line.to_owned());
        }
    }

    fn has_header(&self, name: &str) -> bool {
        let named =
            |line: &String| line.split(':').next().is_some_and(|own| own.trim().eq_ignore_ascii_case(name));
        self.headers.iter().any(named)
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

    fn into_command(mut self) -> Result<CurlCommand, CurlError> {
        let url = self.address.take().filter(|url| is_like_address(url)).ok_or(CurlError::NoAddress)?;
        let url = url.split('#').next().unwrap_or_default();
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let mut parts = vec![query.to_owned()];
        parts.append(&mut self.query);
        let mut body = self.body.take();
        if self.implied == Some(Implied::Get) {
            parts.extend(body.take());
        } else if let Some(body) = &body {
            // curl's default content type for data. JSON is sent as JSON instead.
            if self.is_form || serde_json::from_str::<serde_json::Value>(body).is_err() && is_form(body) {
                self.add_header_unless_given("Content-Type: application/x-www-form-urlencoded");
            }
        }
        parts.retain(|part| !part.is_empty());
        Ok(CurlCommand {
            method: self.method(),
            address: address.to_owned(),
            query: parts.join("&"),
            headers: self.headers,
            body,
            skipped: self.skipped,
        })
    }
}

/// Not a word of a sentence.
fn is_like_address(word: &str) -> bool {
    word.contains(['/', '.', '$', '%', '{']) || word.starts_with("localhost")
}

/// How parts of the data are joined.
#[derive(Clone, Copy)]
enum Join {
    Ampersand,
    Nothing,
}

/// `name=value&…` without braces or spaces, so that a body that is broken JSON is not one.
fn is_form(body: &str) -> bool {
    body.contains('=') && !body.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '[' | '"'))
}

/// `content`, `=content` and `name=content` of `--data-urlencode`; `None`: the content is in a file.
fn url_encoded(text: &str) -> Option<String> {
    let encode = |text: &str| {
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
    };
    let equals = text.find('=');
    if text.find('@').is_some_and(|at| equals.is_none_or(|equals| at < equals)) {
        return None;
    }
    Some(match text.split_once('=') {
        Some(("", content)) => encode(content),
        Some((name, content)) => format!("{name}={}", encode(content)),
        None => encode(text),
    })
}

/// Flags that do not affect what is sent to HubSpot.
fn is_flag(name: &str) -> bool {
    const FLAGS: &str = "anyauth append basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest \
        disable disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure fail fail-early \
        fail-with-body false-start form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc \
        ftp-ssl-control globoff haproxy-protocol help http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 \
        http3-only ignore-content-length include insecure ipv4 ipv6 junk-session-cookies list-only location \
        location-trusted mail-rcpt-allowfails manual metalink negotiate netrc netrc-optional next no-alpn no-buffer \
        no-clobber no-keepalive no-npn no-progress-meter no-sessionid ntlm ntlm-wb parallel parallel-immediate \
        path-as-is post301 post302 post303 progress-bar proxy-anyauth proxy-basic proxy-ca-native proxy-digest \
        proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert \
        proxy-tlsv1 proxytunnel raw remote-header-name remote-name remote-name-all remote-time remove-on-error \
        retry-all-errors retry-connrefused sasl-ir show-error show-headers silent skip-existing socks5-basic \
        socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd \
        ssl-revoke-best-effort sslv2 sslv3 styled-output suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options \
        tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time use-ascii verbose version xattr";
    FLAGS.split_ascii_whitespace().any(|flag| flag == name)
        || name
            .strip_prefix("no-")
            .is_some_and(|name| FLAGS.split_ascii_whitespace().any(|flag| flag == name))
}

#[cfg(test)]
mod tests {
    use super::super::{CurlCommand, CurlError, Skipped};
    use super::{find_call, read};
    use crate::shell::WordsError;

    fn command(text: &str) -> CurlCommand {
        read(text).expect("a command").expect("one that can be read")
    }

    #[test]
    fn chromes_copies_are_read_whole() {
        let bash = "curl 'https://api.hubapi.com/crm/v3/objects/notes?a=1' \\\n  -X 'POST' \\\n  -H 'content-type: application/json' \\\n  \
             --data-raw $'{\"hs_note_body\":\"It\\'s \\u00fcber \\u0021\"}'";
        let cmd = "curl ^\"https://api.hubapi.com/crm/v3/objects/notes?a=1^\" ^\r\n  -X ^\"POST^\" ^\r\n  -H ^\"content-type: application/json^\" ^\r\n  \
             --data-raw ^\"^{^\\^\"hs_note_body^\\^\":^\\^\"It's über ^!^\\^\"^}^\"";
        for text in [bash, cmd] {
            let command = command(text);
            assert_eq!(command.body.as_deref(), Some("{\"hs_note_body\":\"It's über !\"}"), "{text}");
            assert_eq!((command.method.as_str(), command.query.as_str()), ("POST", "a=1"));
            assert_eq!(command.headers, ["content-type: application/json"]);
            assert_eq!(command.skipped, []);
        }
    }

    #[test]
    fn what_stands_around_a_command_does_not_matter() {
        for text in [
            "$ curl https://x/a",
            "sudo curl https://x/a",
            "# All contacts of the portal, as I call them\n$ curl https://x/a",
            "Hello,\n\nI use curl as you said:\n\n    curl https://x/a\n\nand it fails.",
            "```sh\ncurl https://x/a\n```",
            "`curl https://x/a`",
            "user@host:~$ /usr/bin/curl https://x/a | jq .",
            "C:\\Users\\me> curl.exe https://x/a",
            "TOKEN=abc LANG=C time curl https://x/a",
            "curl https://x/a # why",
            "curl -- https://x/a",
        ] {
            let command = command(text);
            assert_eq!((command.address.as_str(), command.skipped.len()), ("https://x/a", 0), "{text}");
        }
        assert_eq!(read("no command here"), None);
        assert_eq!(read("Use curl for it."), Some(Err(CurlError::NoAddress)));
    }

    #[test]
    fn options_keep_their_values_however_they_are_written() {
        for text in [
            "curl -X POST -H 'a: b' -d x=1 https://x/a",
            "curl -XPOST -H'a: b' -dx=1 https://x/a",
            "curl -sSLkX POST --header='a: b' --data=x=1 --max-time 5 -o out.json https://x/a",
            "curl --cacert ca.pem --resolve x:1:2 --url https://x/a -w '%{http_code}' -H 'a: b' -d x=1",
        ] {
            let command = command(text);
            let read = (command.method.as_str(), command.address.as_str(), command.body.as_deref());
            assert_eq!(read, ("POST", "https://x/a", Some("x=1")), "{text}");
            assert_eq!(command.headers, ["a: b", "Content-Type: application/x-www-form-urlencoded"]);
        }
    }

    #[test]
    fn data_is_sent_as_curl_sends_it() {
        let query =
            command("curl -G https://x/a?limit=1 -d email=a --data-urlencode 'q=b c&d' --url-query z=1");
        assert_eq!((query.method.as_str(), query.query.as_str()), ("GET", "limit=1&z=1&email=a&q=b%20c%26d"));
        assert_eq!(query.body, None);
        let json = command("curl https://x/a --json '{\"a\":' --json '1}'");
        assert_eq!((json.body.as_deref(), json.method.as_str()), (Some("{\"a\":1}"), "POST"));
        assert_eq!(json.headers, ["Content-Type: application/json"]);
        let raw = command("curl https://x/a --data-raw '@not-a-file' -H 'Content-type:text/plain'");
        assert_eq!((raw.body.as_deref(), raw.headers.len()), (Some("@not-a-file"), 1));
        assert_eq!(command("curl https://x/a -d '{\"a\": 1,}'").headers.len(), 0, "JSON with a slip");
        assert_eq!(command("curl -I https://x/a").method, "HEAD");
    }

    #[test]
    fn skipped_parts_are_reported() {
        let told = |text: &str| command(text).skipped;
        let file = || Skipped::File("new.json".to_owned());
        assert_eq!(told("curl -d @new.json https://x/a"), [file()]);
        assert_eq!(told("curl --data-urlencode q@new.json https://x/a"), [file()]);
        assert_eq!(told("curl -T new.json https://x/a"), [file()]);
        assert_eq!(told("curl -F file=@a.png https://x/a"), [Skipped::FormPart("file".to_owned())]);
        assert_eq!(told("curl -u me:pw https://x/a"), [Skipped::Credential("user".to_owned())]);
        assert_eq!(told("curl https://x/a -d \"{$X}\""), [Skipped::Expansion("$X".to_owned())]);
        assert_eq!(told("curl -H \"Authorization: Bearer $T\" \"$BASE/crm\""), []);
        assert_eq!(told("curl --nonsense https://x/a"), [Skipped::UnknownOption("--nonsense".to_owned())]);
        assert_eq!(told("curl -K curl.cfg https://x/a"), [Skipped::OptionsFile("curl.cfg".to_owned())]);
        assert_eq!(told("curl https://x/a https://x/b"), [Skipped::OtherAddress]);
        for text in [
            "curl https://x/a; curl https://x/b",
            "curl https://x/a --next https://x/b",
            "curl https://x/a\n\ncurl https://x/b",
        ] {
            assert_eq!(told(text), [Skipped::OtherCommand], "{text}");
        }
    }

    #[test]
    fn a_command_that_cannot_be_read_whole_is_refused() {
        let open = WordsError::OpenQuote { quote: "'", at: 21 };
        assert_eq!(read("curl https://x/a -d '{").unwrap(), Err(open.into()));
        assert_eq!(read("curl https://x/a -d").unwrap(), Err(CurlError::NoValue("-d".to_owned())));
        assert_eq!(read("curl -X POST").unwrap(), Err(CurlError::NoAddress));
    }

    #[test]
    fn the_beginning_of_a_command_tells_its_call() {
        let call = |line: &str| find_call(line).map(|(method, address)| format!("{method} {address}"));
        assert_eq!(call("1. curl -X PATCH https://x/a -d '{").as_deref(), Some("PATCH https://x/a"));
        assert_eq!(call("GET /x"), None);
    }
}
