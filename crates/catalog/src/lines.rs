//! The form that all text files of the catalogue share: lines with content, comments, alternatives of scopes, and the
//! error that names a line.

use std::collections::HashMap;
use std::sync::Arc;

use crate::requirement::AnyOf;

/// A line of a data file that cannot be parsed. The file is at fault, not the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError {
    /// The name of the file, or `update` for an imported one.
    pub file: String,
    /// Counted from one.
    pub line: usize,
    /// What is wrong with the line.
    pub what: String,
}

impl DataError {
    pub(crate) fn new(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into() }
    }
}

impl std::fmt::Display for DataError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} line {}: {}", self.file, self.line, self.what)
    }
}

impl std::error::Error for DataError {}

/// Lines with content, numbered from one.
pub(crate) fn content_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// `a|b+c`: `a`, or `b` together with `c`.
pub(crate) fn parse_any_of(text: &str) -> Result<AnyOf, String> {
    let any_of: AnyOf = text.split('|').map(|all| all.split('+').map(str::to_owned).collect()).collect();
    if any_of.iter().flatten().any(String::is_empty) {
        return Err(format!("`{text}` has an empty scope"));
    }
    Ok(any_of)
}

/// Scope sets by name, as `$properties-read = a|b`, shared by all operations that require them.
#[derive(Debug, Default)]
pub(crate) struct ScopeSets(HashMap<String, Arc<AnyOf>>);

impl ScopeSets {
    /// Reads the lines that begin with `$`. Other lines are for `data::parse_operations`.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for (number, line) in content_lines(text).filter(|(_, line)| line.starts_with('$')) {
            let fault = |what: String| DataError::new(file, number, what);
            let (name, set) =
                line.split_once(" = ").ok_or_else(|| fault("`$name = scopes` is wanted".into()))?;
            self.0.insert(name.to_owned(), Arc::new(parse_any_of(set).map_err(fault)?));
        }
        Ok(())
    }

    /// A set by its name, or one written out, which the next operation with the same text shares.
    pub fn get(&mut self, text: &str) -> Result<Arc<AnyOf>, String> {
        if let Some(known) = self.0.get(text) {
            return Ok(Arc::clone(known));
        }
        if text.starts_with('$') {
            return Err(format!("no scope set is called `{text}`"));
        }
        let set = Arc::new(parse_any_of(text)?);
        self.0.insert(text.to_owned(), Arc::clone(&set));
        Ok(set)
    }
}
