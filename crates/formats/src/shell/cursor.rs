//! The characters of a text with lookahead.

#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub text: &'a str,
    /// The position of the next character, in bytes.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    pub fn take(&mut self, prefix: &str) -> bool {
        let is_there = self.rest().starts_with(prefix);
        if is_there {
            self.at += prefix.len();
        }
        is_there
    }

    pub fn take_newline(&mut self) -> bool {
        self.take("\r\n") || self.take("\n")
    }

    pub fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    pub fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.skip_prompt();
    }

    pub fn skip_line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    /// Takes a line break after the continuation character that was just taken. White space between the two is an
    /// accident of copying, and so is the `> ` prompt that a terminal shows before the next line.
    pub fn take_joined_line(&mut self) -> bool {
        let mut ahead = *self;
        ahead.skip_blanks();
        if !ahead.take_newline() {
            return false;
        }
        self.at = ahead.at;
        self.skip_prompt();
        true
    }

    pub fn skip_prompt(&mut self) {
        let mut ahead = *self;
        ahead.skip_blanks();
        if ahead.take("> ") || ahead.take(">> ") {
            self.at = ahead.at;
        }
    }

    /// The length of the name of a variable that comes next.
    pub fn name_len(&self) -> Option<usize> {
        let rest = self.rest();
        let starts = rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        starts.then_some(end)
    }

    /// Whether the command continues after a line break without a continuation character: copying may lose those,
    /// and no command begins with an option or a URL.
    pub fn goes_on(&self) -> bool {
        let rest = self.rest();
        let line = rest.trim_start();
        let line = line.strip_prefix("> ").unwrap_or(line).trim_start();
        let option = line
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'));
        let address = line.trim_start_matches(['\'', '"', '^']);
        if !option {
            return address.starts_with("https://") || address.starts_with("http://");
        }
        let is_rule = line.lines().next().unwrap_or_default().trim_end().chars().all(|c| c == '-');
        !is_rule
    }
}
