//! JSON as a literal of a language.

use super::json::Json;

/// The longest list or object of plain values that stays on one line, in characters.
const MAX_INLINE: usize = 72;

/// How a language writes lists and objects.
pub(super) struct Syntax {
    pub indentation: &'static str,
    pub object: (&'static str, &'static str),
    pub empty_object: &'static str,
    /// Between the braces and what stands on their line.
    pub padding: &'static str,
    pub trailing_comma: &'static str,
    pub null: &'static str,
    pub truth: (&'static str, &'static str),
    /// A key with what separates it from its value.
    pub key: fn(&str) -> String,
    pub string: fn(&str) -> String,
}

impl Syntax {
    /// The literal, for a place that is this deep.
    pub(super) fn write(&self, json: &Json, depth: usize) -> String {
        match json {
            Json::Null => self.null.to_owned(),
            Json::Bool(true) => self.truth.0.to_owned(),
            Json::Bool(false) => self.truth.1.to_owned(),
            Json::Number(number) => number.clone(),
            Json::String(text) => (self.string)(text),
            Json::List(items) => {
                let lines: Vec<_> = items.iter().map(|item| self.write(item, depth + 1)).collect();
                self.enclosed(&lines, ("[", "]"), "", depth)
            }
            Json::Object(pairs) if pairs.is_empty() => self.empty_object.to_owned(),
            Json::Object(pairs) => {
                let lines = pairs.iter().map(|(key, value)| (self.key)(key) + &self.write(value, depth + 1));
                self.enclosed(&lines.collect::<Vec<_>>(), self.object, self.padding, depth)
            }
        }
    }

    /// Members between brackets, on one line if they are short.
    pub(super) fn enclosed(
        &self,
        members: &[String],
        (open, close): (&str, &str),
        padding: &str,
        depth: usize,
    ) -> String {
        let is_short = members.iter().map(|member| member.chars().count() + 2).sum::<usize>() <= MAX_INLINE;
        let is_plain = !members.iter().any(|member| member.contains('\n') || member.ends_with([']', '}']));
        if members.is_empty() {
            return format!("{open}{close}");
        }
        if is_short && (is_plain || members.len() == 1 && !members[0].contains('\n')) {
            return format!("{open}{padding}{}{padding}{close}", members.join(", "));
        }
        self.lines(members, (open, close), depth)
    }

    /// Members between brackets, each on its line.
    pub(super) fn lines(&self, members: &[String], (open, close): (&str, &str), depth: usize) -> String {
        let outer = self.indentation.repeat(depth);
        let inner = self.indentation.repeat(depth + 1);
        let members = members.join(&format!(",\n{inner}"));
        format!("{open}\n{inner}{members}{}\n{outer}{close}", self.trailing_comma)
    }
}
