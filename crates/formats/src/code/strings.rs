//! String literals of all languages: quotes, escapes, and the expressions that they take in.

use super::syntax::{Lang, Piece};
use crate::request::Span;

/// How a string is written.
#[expect(clippy::struct_excessive_bools, reason = "each is a rule of quoting of its own")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// Backslashes escape.
    pub escapes: bool,
    /// Only the quote and the backslash are escaped.
    pub few_escapes: bool,
    /// How expressions are taken in.
    pub holes: Holes,
    /// A quote written twice is one.
    pub doubles: bool,
    /// Ends at the line if it is not closed.
    pub one_line: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holes {
    None,
    /// `${x}`
    Dollar,
    /// `{x}`, and `{{` for a brace
    Brace,
    /// `#{x}`
    Hash,
    /// `$x`, `$x->y`, `$x[y]`, `{$x}`
    Php,
}

impl Style {
    pub const PLAIN: Self =
        Self { escapes: true, few_escapes: false, holes: Holes::None, doubles: false, one_line: true };
    pub const RAW: Self = Self { escapes: false, one_line: false, ..Self::PLAIN };

    pub fn with(self, holes: Holes) -> Self {
        Self { holes, ..self }
    }
}

/// The pieces of the text in `range`, where the quote has been passed, and where the text goes on. A string that is
/// never closed ends with its line or with the text. `unclosed` is how many expressions that do not end are still
/// looked for.
pub(super) fn read(
    text: &str,
    range: Span,
    quote: &str,
    style: Style,
    unclosed: &mut u8,
) -> (Vec<Piece>, usize) {
    let Span { start, end } = range;
    let mut reader = Reader {
        text,
        end,
        at: start,
        pieces: Vec::new(),
        plain: String::new(),
        from: start,
        style,
        no_hole_before: 0,
        unclosed,
    };
    let next = reader.run(quote);
    (reader.pieces, next)
}

/// The pieces of a text whose borders are known, such as a here-document.
pub(super) fn read_range(text: &str, range: Span, style: Style, unclosed: &mut u8) -> Vec<Piece> {
    read(text, range, "", Style { one_line: false, ..style }, unclosed).0
}

struct Reader<'a> {
    text: &'a str,
    end: usize,
    at: usize,
    pieces: Vec<Piece>,
    plain: String,
    from: usize,
    style: Style,
    /// Before this place no expression begins: a brace before it was looked up, and is never closed.
    no_hole_before: usize,
    unclosed: &'a mut u8,
}

impl Reader<'_> {
    fn run(&mut self, quote: &str) -> usize {
        while self.at < self.end {
            let rest = &self.text[self.at..self.end];
            if !quote.is_empty() && rest.starts_with(quote) {
                if self.style.doubles && rest[quote.len()..].starts_with(quote) {
                    self.plain.push_str(quote);
                    self.at += 2 * quote.len();
                    continue;
                }
                self.flush();
                return self.at + quote.len();
            }
            if self.style.one_line && rest.starts_with('\n') {
                self.flush();
                return self.at;
            }
            if self.style.escapes && rest.starts_with('\\') {
                self.escape();
                continue;
            }
            if let Some((whole, inner)) = self.hole() {
                self.flush();
                self.at += whole;
                self.from = self.at;
                let from = self.at - whole;
                self.pieces
                    .push(Piece::Code { whole: from..self.at, inner: from + inner.start..from + inner.end });
                continue;
            }
            let Some(next) = rest.chars().next() else { break };
            self.plain.push(next);
            self.at += next.len_utf8();
            if self.style.holes == Holes::Brace
                && matches!(next, '{' | '}')
                && self.text[self.at..self.end].starts_with(next)
            {
                self.at += 1;
            }
        }
        self.flush();
        self.end
    }

    fn flush(&mut self) {
        if !self.plain.is_empty() || self.pieces.is_empty() {
            self.pieces.push(Piece::Plain(std::mem::take(&mut self.plain), self.from..self.at));
        }
        self.from = self.at;
    }

    /// The length of an expression that begins here, and the place of its inner part within.
    fn hole(&mut self) -> Option<(usize, Span)> {
        let rest = &self.text[self.at..self.end];
        let (at, barred, unclosed) = (self.at, &mut self.no_hole_before, &mut *self.unclosed);
        let mut opened = |prefix: usize| {
            if at < *barred || *unclosed == 0 {
                return None;
            }
            let close = matching_brace(rest, prefix);
            if close.is_none() {
                *barred = at + LONGEST_HOLE;
                *unclosed -= 1;
            }
            close.map(|close| (close + 1, prefix..close))
        };
        match self.style.holes {
            Holes::Dollar if rest.starts_with("${") => opened(2),
            Holes::Hash if rest.starts_with("#{") => opened(2),
            Holes::Brace if rest.starts_with('{') && !rest.starts_with("{{") => {
                let (whole, inner) = opened(1)?;
                Some((whole, 1..1 + format_border(&rest[inner])))
            }
            Holes::Php if rest.starts_with("{$") => opened(1),
            Holes::Php if rest.starts_with('$') => {
                let length = php_variable(rest)?;
                Some((length, 0..length))
            }
            _ => None,
        }
    }

    fn escape(&mut self) {
        let rest = &self.text[self.at + 1..self.end];
        let Some(next) = rest.chars().next() else {
            self.plain.push('\\');
            self.at = self.end;
            return;
        };
        if self.style.few_escapes {
            if !matches!(next, '\\' | '\'') {
                self.plain.push('\\');
            }
            self.plain.push(next);
            self.at += 1 + next.len_utf8();
            return;
        }
        let (character, length) = escaped(rest, next);
        if let Some(character) = character {
            self.plain.push(character);
        }
        self.at += 1 + length;
    }
}

/// The character of an escape without its backslash, and its length. `None`: a line that goes on.
fn escaped(rest: &str, next: char) -> (Option<char>, usize) {
    let simple = match next {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0' if !rest[1..].starts_with(|c: char| c.is_ascii_digit()) => '\0',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        'e' => '\u{1b}',
        '\n' => return (None, 1),
        '\r' if rest[1..].starts_with('\n') => return (None, 2),
        'x' => return hex(rest, 2).unwrap_or((Some('x'), 1)),
        'u' => return unicode(rest).unwrap_or((Some('u'), 1)),
        'U' => return hex(rest, 8).unwrap_or((Some('U'), 1)),
        other => other,
    };
    (Some(simple), next.len_utf8())
}

fn hex(rest: &str, digits: usize) -> Option<(Option<char>, usize)> {
    let number = u32::from_str_radix(rest.get(1..=digits)?, 16).ok()?;
    Some((Some(char::from_u32(number)?), 1 + digits))
}

/// `u00e9`, `u{1f600}`, and two surrogates one after the other.
fn unicode(rest: &str) -> Option<(Option<char>, usize)> {
    if let Some(inner) = rest.strip_prefix("u{") {
        let end = inner.bytes().take(8).position(|b| b == b'}')?;
        let number = u32::from_str_radix(&inner[..end], 16).ok()?;
        return Some((Some(char::from_u32(number)?), end + 3));
    }
    let high = u32::from_str_radix(rest.get(1..5)?, 16).ok()?;
    if let Some(character) = char::from_u32(high) {
        return Some((Some(character), 5));
    }
    let low = rest.get(5..11)?.strip_prefix("\\u").and_then(|low| u32::from_str_radix(low, 16).ok())?;
    let pair = 0x10000 + ((high.checked_sub(0xd800)?) << 10) + low.checked_sub(0xdc00)?;
    Some((Some(char::from_u32(pair)?), 11))
}

/// No expression within a string is longer.
const LONGEST_HOLE: usize = 2000;

/// Where the brace that was opened just before `from` is closed; strings within may hold braces.
fn matching_brace(text: &str, from: usize) -> Option<usize> {
    let mut depth = 1;
    let mut quote = None;
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len().min(from + LONGEST_HOLE) {
        match (bytes[at], quote) {
            (b'\\', _) => at += 1,
            (byte, Some(open)) if byte == open => quote = None,
            (byte @ (b'"' | b'\'' | b'`'), None) => quote = Some(byte),
            (b'{', None) => depth += 1,
            (b'}', None) => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where `!r`, `:.2f` or `=` of an f-string begin.
fn format_border(inner: &str) -> usize {
    let mut depth = 0_i32;
    let mut quote = None;
    for (at, byte) in inner.bytes().enumerate() {
        match (byte, quote) {
            (byte, Some(open)) if byte == open => quote = None,
            (b'"' | b'\'', None) => quote = Some(byte),
            (b'(' | b'[' | b'{', None) => depth += 1,
            (b')' | b']' | b'}', None) => depth -= 1,
            (b':', None) if depth == 0 => return at,
            (b'!', None) if depth == 0 && !inner[at + 1..].starts_with('=') => return at,
            _ => {}
        }
    }
    inner.trim_end().strip_suffix('=').map_or(inner.len(), str::len)
}

/// `$name`, with one `->name` or `[key]` after it.
fn php_variable(rest: &str) -> Option<usize> {
    let name = name_length(&rest[1..])?;
    let after = &rest[1 + name..];
    if let Some(member) = after.strip_prefix("->").and_then(name_length) {
        return Some(1 + name + 2 + member);
    }
    if after.starts_with('[') {
        let close = after.bytes().take(80).position(|b| b == b']')?;
        return Some(1 + name + close + 1);
    }
    Some(1 + name)
}

fn name_length(text: &str) -> Option<usize> {
    if !text.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return None;
    }
    Some(text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len()))
}

/// The style of a string that begins at `rest`, the length of its opening, and its closing quote.
pub(super) fn opening(rest: &str, lang: Lang) -> Option<(Style, usize, &'static str)> {
    match lang {
        Lang::Python => python(rest),
        Lang::CSharp => csharp(rest),
        _ => simple(rest, lang),
    }
}

fn simple(rest: &str, lang: Lang) -> Option<(Style, usize, &'static str)> {
    let multiline = Style { one_line: false, ..Style::PLAIN };
    Some(match (lang, rest.as_bytes().first()?) {
        (Lang::Java, b'"') if rest.starts_with("\"\"\"") => (multiline, 3, "\"\"\""),
        (Lang::JavaScript, b'`') => (multiline.with(Holes::Dollar), 1, "`"),
        (Lang::Go, b'`') => (Style::RAW, 1, "`"),
        (Lang::Php, b'"') => (multiline.with(Holes::Php), 1, "\""),
        (Lang::Ruby, b'"') => (multiline.with(Holes::Hash), 1, "\""),
        (Lang::Php | Lang::Ruby, b'\'') => (Style { few_escapes: true, ..multiline }, 1, "'"),
        (_, b'"') => (Style::PLAIN, 1, "\""),
        (_, b'\'') => (Style::PLAIN, 1, "'"),
        _ => return None,
    })
}

fn python(rest: &str) -> Option<(Style, usize, &'static str)> {
    let prefix = rest.bytes().take(2).take_while(|b| b"rRbBuUfFtT".contains(b)).count();
    let quotes = &rest[prefix..];
    let (length, quote) = if quotes.starts_with("\"\"\"") {
        (3, "\"\"\"")
    } else if quotes.starts_with("'''") {
        (3, "'''")
    } else if quotes.starts_with('"') {
        (1, "\"")
    } else if quotes.starts_with('\'') {
        (1, "'")
    } else {
        return None;
    };
    let has = |letter: char| rest[..prefix].to_ascii_lowercase().contains(letter);
    let style = Style {
        escapes: !has('r'),
        holes: if has('f') || has('t') { Holes::Brace } else { Holes::None },
        one_line: length == 1,
        ..Style::PLAIN
    };
    Some((style, prefix + length, quote))
}

fn csharp(rest: &str) -> Option<(Style, usize, &'static str)> {
    let prefix = rest.bytes().take(3).take_while(|b| b"$@".contains(b)).count();
    let holes = if rest[..prefix].contains('$') { Holes::Brace } else { Holes::None };
    let quotes = &rest[prefix..];
    if quotes.starts_with("\"\"\"") {
        return Some((Style::RAW.with(holes), prefix + 3, "\"\"\""));
    }
    if rest[..prefix].contains('@') && quotes.starts_with('"') {
        return Some((Style { doubles: true, ..Style::RAW.with(holes) }, prefix + 1, "\""));
    }
    let quote = if quotes.starts_with('"') { "\"" } else { "'" };
    quotes.starts_with(quote).then_some((Style::PLAIN.with(holes), prefix + 1, quote))
}
