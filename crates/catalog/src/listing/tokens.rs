//! Finds paths, URLs and methods in one line of text, whatever surrounds them.

/// A path or URL that a line names, with the method that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// In capitals; `None` where the line names none.
    pub method: Option<String>,
    pub host: Option<String>,
    pub path: String,
}

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// Whether a line is a comment, a heading, a code fence, or a separator row of a table.
pub(super) fn is_ignored(line: &str) -> bool {
    let comment = line.starts_with('#') || line.starts_with("//") || line.starts_with("<!--");
    let drawing =
        line.chars().all(|c| matches!(c, '-' | '|' | ':' | '=' | '+' | '*' | '`' | '~') || c.is_whitespace());
    comment || drawing || line.starts_with("```") || is_header(line)
}

/// A first row such as `method,path,title`.
fn is_header(line: &str) -> bool {
    let cell = |cell: &str| cell.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    let cells: Vec<String> = line.split(['|', ',', ';', '\t']).map(cell).collect();
    let names = ["method", "verb", "path", "url", "endpoint"];
    cells.len() > 1 && cells.iter().filter(|cell| names.contains(&cell.as_str())).count() > 1
}

/// Every path and URL of a line. A method before a path counts for it, else the one after it, else the line's only one.
pub(super) fn mentions(line: &str) -> Vec<Mention> {
    let line = angle_parameters(line);
    let words: Vec<&str> = line.split(is_separator).map(bare).filter(|word| !word.is_empty()).collect();
    let has_capitals = words.iter().any(|word| METHODS.contains(word));
    let mut found: Vec<Mention> = Vec::new();
    let mut method: Option<String> = None;
    for word in words {
        if let Some(named) = method_of(word, has_capitals) {
            match found.last_mut().filter(|last| last.method.is_none() && method.is_none()) {
                Some(last) => last.method = Some(named),
                None => method = Some(named),
            }
        } else if let Some((host, path)) = address(word) {
            found.push(Mention { method: method.take(), host, path });
        }
    }
    share_only_method(&mut found);
    found
}

/// `GET /a, /b`: the only method of a line applies to all its paths.
fn share_only_method(found: &mut [Mention]) {
    let mut named = found.iter().filter_map(|mention| mention.method.clone());
    let (Some(only), None) = (named.next(), named.next()) else { return };
    for mention in found.iter_mut() {
        mention.method.get_or_insert_with(|| only.clone());
    }
}

/// A lower-case method is a word of a sentence if the line has one in capitals.
fn method_of(word: &str, has_capitals: bool) -> Option<String> {
    let word = word.trim_end_matches(':');
    let known = METHODS.iter().find(|method| method.eq_ignore_ascii_case(word))?;
    (!has_capitals || *known == word).then(|| (*known).to_owned())
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '|' | ',' | ';' | '(' | ')' | '[' | ']' | '<' | '>' | '"' | '\'' | '`' | '*')
}

/// Without the punctuation of a sentence around it.
fn bare(word: &str) -> &str {
    word.trim_end_matches(['.', ':', '!'])
}

/// Host and path of a URL, of `host/path`, of a path, or of a path behind a variable for the host.
pub(super) fn address(word: &str) -> Option<(Option<String>, String)> {
    if let Some((scheme, rest)) = word.split_once("://") {
        let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
        return web.then(|| split_host(rest));
    }
    if word.starts_with("//") {
        return None;
    }
    if let Some(rest) = word.strip_prefix('/') {
        let says = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '{');
        return says.then(|| (None, parameters(word)));
    }
    let (start, rest) = word.split_once('/')?;
    let variable = start.starts_with("{{") || start.starts_with('$') || start.starts_with('%');
    if variable {
        return Some((None, parameters(&format!("/{rest}"))));
    }
    let name = start.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let host = [".hubapi.com", ".hubspot.com"].iter().any(|end| name.ends_with(end)) || name == "localhost";
    host.then(|| split_host(word))
}

fn split_host(rest: &str) -> (Option<String>, String) {
    let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(at);
    // Before an @ there are a user name and a password.
    let host = authority.rsplit('@').next().unwrap_or_default();
    (Some(host.to_owned()), parameters(path))
}

/// `:id` and `{{id}}` as `{id}`.
fn parameters(path: &str) -> String {
    let end = path.find(['?', '#']).unwrap_or(path.len());
    let segment = |segment: &str| match segment.strip_prefix(':') {
        Some(name) if !name.is_empty() => format!("{{{name}}}"),
        _ => segment.replace("{{", "{").replace("}}", "}"),
    };
    path[..end].split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// `/contacts/<id>` as `/contacts/{id}`. Elsewhere angle brackets are only decoration.
fn angle_parameters(line: &str) -> String {
    let mut parts = line.split("/<");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('>') {
            Some((name, rest)) if !name.is_empty() && !name.contains(char::is_whitespace) => {
                text.extend(["/{", name, "}", rest]);
            }
            _ => text.extend(["/<", part]),
        }
    }
    text
}
