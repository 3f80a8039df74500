//! The escapes of `$'…'` (Bash Reference Manual, §3.1.2.4).

use super::cursor::Cursor;

/// Why a `$'…'` cannot be read.
pub(super) enum Fault {
    Open,
    NotText,
}

/// One escape, or one character.
enum Unit {
    Char(char),
    Byte(u8),
    /// A UTF-16 unit or a code point: Chrome writes characters beyond U+FFFF as surrogate pairs.
    Point(u32),
}

/// What stands between the quotes; the cursor is behind the first one, and then behind the last.
pub(super) fn quoted(cursor: &mut Cursor<'_>) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    let mut high: Option<u32> = None;
    loop {
        let unit = match cursor.next() {
            None => return Err(Fault::Open),
            Some('\'') => break,
            Some('\\') => escape(cursor),
            Some(c) => Unit::Char(c),
        };
        match (unit, high.take()) {
            (Unit::Point(low @ 0xDC00..=0xDFFF), Some(high)) => {
                push_char(&mut bytes, char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)));
            }
            (Unit::Point(unit @ 0xD800..=0xDBFF), None) => high = Some(unit),
            (Unit::Point(unit), None) if char::from_u32(unit).is_some() => {
                push_char(&mut bytes, char::from_u32(unit));
            }
            (Unit::Char(c), None) => push_char(&mut bytes, Some(c)),
            (Unit::Byte(byte), None) => bytes.push(byte),
            _ => return Err(Fault::NotText),
        }
    }
    String::from_utf8(bytes).ok().filter(|_| high.is_none()).ok_or(Fault::NotText)
}

/// An unknown escape keeps its backslash.
fn escape(cursor: &mut Cursor<'_>) -> Unit {
    let backslash = *cursor;
    let Some(c) = cursor.next() else { return Unit::Char('\\') };
    let number = |cursor: &mut Cursor<'_>, radix, most| {
        let digits: String = cursor.rest().chars().take(most).take_while(|c| c.is_digit(radix)).collect();
        cursor.at += digits.len();
        u32::from_str_radix(&digits, radix).ok()
    };
    let known = match c {
        'a' => Some(Unit::Char('\x07')),
        'b' => Some(Unit::Char('\x08')),
        'e' | 'E' => Some(Unit::Char('\x1b')),
        'f' => Some(Unit::Char('\x0c')),
        'n' => Some(Unit::Char('\n')),
        'r' => Some(Unit::Char('\r')),
        't' => Some(Unit::Char('\t')),
        'v' => Some(Unit::Char('\x0b')),
        '\\' | '\'' | '"' | '?' => Some(Unit::Char(c)),
        'x' => number(cursor, 16, 2).map(byte),
        'u' => number(cursor, 16, 4).map(Unit::Point),
        'U' => number(cursor, 16, 8).map(Unit::Point),
        '0'..='7' => {
            *cursor = backslash;
            number(cursor, 8, 3).map(byte)
        }
        'c' => cursor.next().map(|control| byte(u32::from(control) & 0x1f)),
        _ => None,
    };
    known.unwrap_or_else(|| {
        *cursor = backslash;
        Unit::Char('\\')
    })
}

fn byte(value: u32) -> Unit {
    Unit::Byte(u8::try_from(value & 0xff).unwrap_or(u8::MAX))
}

fn push_char(bytes: &mut Vec<u8>, c: Option<char>) {
    bytes.extend_from_slice(c.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut [0; 4]).as_bytes());
}
