//! The words of JSON, read from a stream: strings, numbers, literals. What is not one of them is left as the next byte.

use std::io::{self, Read};

/// Of the text, held in memory at a time.
pub(crate) const BUFFER_BYTES: usize = 64 * 1_024;

/// Why a text has no tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoTree {
    NotJson {
        /// The offset in bytes of what is not JSON; where the text ends too early, its size.
        at: u32,
    },
    TooDeep,
    TooManyValues,
}

/// Why scanning stops before the end. What is not JSON is the next byte.
pub(crate) enum Stop {
    NotJson,
    NoTree(NoTree),
    Read(io::Error),
}

pub(crate) type Scan<T> = Result<T, Stop>;

/// The bytes of a reader, one at a time.
pub(crate) struct Bytes<R> {
    reader: R,
    buffer: Vec<u8>,
    /// How much of the buffer was read.
    length: usize,
    pub next: usize,
    /// Bytes before the buffer.
    before: u32,
}

impl<R: Read> Bytes<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, buffer: vec![0; BUFFER_BYTES], length: 0, next: 0, before: 0 }
    }

    pub(crate) fn offset(&self) -> u32 {
        self.before + narrow(self.next)
    }

    /// The next byte. `None`: the end.
    pub(crate) fn peek(&mut self) -> Scan<Option<u8>> {
        if self.next == self.length {
            self.before += narrow(self.length);
            self.next = 0;
            self.length = self.reader.read(&mut self.buffer).map_err(Stop::Read)?;
        }
        Ok(self.buffer[..self.length].get(self.next).copied())
    }

    /// Goes behind the bytes that are wanted, and returns how many they were.
    pub(crate) fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) -> Scan<u32> {
        let start = self.offset();
        while self.peek()?.is_some_and(&wanted) {
            let rest = &self.buffer[self.next..self.length];
            self.next += rest.iter().position(|byte| !wanted(*byte)).unwrap_or(rest.len());
        }
        Ok(self.offset() - start)
    }

    pub(crate) fn skip_space(&mut self) -> Scan<Option<u8>> {
        self.skip_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'))?;
        self.peek()
    }

    pub(crate) fn expect(&mut self, wanted: u8) -> Scan<()> {
        self.expect_one(|byte| byte == wanted)
    }

    fn expect_one(&mut self, is_wanted: impl Fn(u8) -> bool) -> Scan<()> {
        if !self.peek()?.is_some_and(is_wanted) {
            return Err(Stop::NotJson);
        }
        self.next += 1;
        Ok(())
    }

    pub(crate) fn word(&mut self, word: &str) -> Scan<()> {
        word.bytes().try_for_each(|byte| self.expect(byte))
    }

    pub(crate) fn string(&mut self) -> Scan<()> {
        self.expect(b'"')?;
        loop {
            self.skip_while(|byte| byte >= b' ' && byte != b'"' && byte != b'\\')?;
            if self.peek()? != Some(b'\\') {
                return self.expect(b'"');
            }
            self.escape()?;
        }
    }

    fn escape(&mut self) -> Scan<()> {
        self.expect(b'\\')?;
        if self.peek()? == Some(b'u') {
            self.next += 1;
            return (0..4).try_for_each(|_| self.expect_one(|byte| byte.is_ascii_hexdigit()));
        }
        self.expect_one(|byte| b"\"\\/bfnrt".contains(&byte))
    }

    pub(crate) fn number(&mut self) -> Scan<()> {
        self.next += usize::from(self.peek()? == Some(b'-'));
        if self.peek()? == Some(b'0') {
            self.next += 1;
        } else {
            self.digits()?;
        }
        if self.peek()? == Some(b'.') {
            self.next += 1;
            self.digits()?;
        }
        if matches!(self.peek()?, Some(b'e' | b'E')) {
            self.next += 1;
            self.next += usize::from(matches!(self.peek()?, Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Scan<()> {
        if self.skip_while(|byte| byte.is_ascii_digit())? > 0 { Ok(()) } else { Err(Stop::NotJson) }
    }
}

pub(crate) fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
