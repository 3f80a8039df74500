//! The arguments of a method of the client.

use std::collections::VecDeque;

use super::super::run::{Call, Run};
use super::super::sdk::{self, Content, Rule};
use super::super::syntax::Lang;
use super::super::value::{Repeat, V, Val, open_text};
use crate::request::{Body, Field, NoteKind, Request, Span, Value};

/// The arguments of a method, taken by name or in their order.
pub(super) struct Arguments {
    named: Vec<(String, Val)>,
    placed: VecDeque<Val>,
    written: Span,
}

impl Arguments {
    pub(super) fn of(run: &Run, call: &Call) -> Self {
        let mut named: Vec<_> = call
            .args
            .iter()
            .filter_map(|(name, value)| Some((sdk::snake(name.as_ref()?), value.clone())))
            .collect();
        let mut placed: VecDeque<_> =
            call.args.iter().filter(|(name, _)| name.is_none()).map(|(_, value)| value.clone()).collect();
        // Ruby: `opts: { limit: 10 }`.
        if run.lang == Lang::Ruby
            && let Some(at) = named.iter().position(|(name, _)| name == "opts")
        {
            let (_, options) = named.remove(at);
            let options = options
                .entries()
                .iter()
                .filter_map(|(key, value)| Some((key.plain()?.to_owned(), value.clone())));
            named.extend(options);
        }
        // A function that is handed over at the end is no argument of the API.
        if run.lang == Lang::JavaScript
            && placed.back().is_some_and(|last| matches!(last.v, V::Unknown) && last.span.is_empty())
        {
            placed.pop_back();
        }
        Self { named, placed, written: call.span.clone() }
    }

    pub(super) fn value(&mut self, name: &str) -> Option<Val> {
        let own = self.named.iter().position(|(given, _)| given == name);
        own.map(|at| self.named.remove(at).1).or_else(|| self.placed.pop_front())
    }

    /// A parameter of the path. `id` stands for the name that the object type gives it: `contact_id`.
    pub(super) fn take(&mut self, run: &mut Run, name: &str, in_path: bool) -> Value {
        let wanted = if name == "id" && in_path {
            self.named.iter().map(|(given, _)| given).find(|given| given.ends_with("_id")).cloned()
        } else {
            None
        };
        if let Some(value) = self.value(wanted.as_deref().unwrap_or(name)) {
            run.text(&value)
        } else {
            let text = format!("{{{name}}}");
            open_text(text, self.written.clone())
        }
    }

    pub(super) fn body(&mut self, run: &mut Run, rule: &Rule) -> Body {
        let named = self.named.iter().position(|(name, _)| !rule.query.contains(&name.as_str()));
        let value = named.map(|at| self.named.remove(at).1).or_else(|| self.placed.pop_front());
        match value {
            Some(value) if matches!(value.v, V::Map(_) | V::List(_)) => Body::Json(run.json(&value)),
            Some(value) if run.class_of(&value) == Some("model") => Body::Json(run.json(&value)),
            Some(value) if value.as_text().is_some() => Body::Text(run.text(&value)),
            _ => Body::Unknown,
        }
    }

    pub(super) fn query(&mut self, run: &mut Run, rule: &Rule) -> Vec<Field> {
        let mut fields = Vec::new();
        for name in &rule.query {
            let Some(value) = self.value(name) else { continue };
            if value.is_nothing() {
                continue;
            }
            let wire = if rule.body == Content::Form { (*name).to_owned() } else { sdk::camel(name) };
            let key = Val::text(Value::implied(wire), value.span.clone());
            let value = match (&value.v, run.lang) {
                (V::Bool(is), Lang::Php | Lang::Ruby) => Val::text(
                    Value::at(if *is { "true" } else { "false" }, value.span.clone()),
                    value.span.clone(),
                ),
                _ => value,
            };
            let span = value.span.clone();
            let map = Val::map(vec![(key, value)], span);
            fields.extend(run.fields(&map, Repeat::Same));
        }
        fields
    }

    /// What no parameter takes.
    pub(super) fn rest(&self, request: &mut Request) {
        for (name, value) in &self.named {
            if !name.starts_with('_') && name != "async_req" {
                request.note(NoteKind::UnknownOption(name.clone()), value.span.clone());
            }
        }
    }
}
