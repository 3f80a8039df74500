//! Goes through a program from top to bottom and notes the requests that it would send. Nothing is executed: names get
//! the literals that are assigned to them, and what is not a literal stays open.

use std::collections::{HashMap, HashSet};

use super::syntax::{Expr, Lang};
use super::value::{V, Val, open_text};
use crate::request::{Problem, Request, Span, Value};

/// A library's object: a client, a session, a request that is being built.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub class: &'static str,
    pub fields: Vec<(String, Val)>,
    pub span: Span,
    /// Whether its request is among those of the run already.
    pub sent: bool,
}

impl Object {
    pub fn get(&self, name: &str) -> Option<&Val> {
        self.fields.iter().rev().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    pub fn set(&mut self, name: &str, value: Val) {
        match self.fields.iter_mut().find(|(field, _)| field == name) {
            Some((_, old)) => *old = value,
            None => self.fields.push((name.to_owned(), value)),
        }
    }

    /// Sets an entry of the map in a field.
    pub fn set_in(&mut self, field: &str, key: Val, value: Val) {
        let span = value.span.clone();
        if !self.fields.iter().any(|(name, _)| name == field) {
            self.set(field, Val::map(Vec::new(), span));
        }
        if let Some((_, map)) = self.fields.iter_mut().find(|(name, _)| name == field) {
            map.set(key, value);
        }
    }
}

/// A call, with the values of its arguments.
pub(super) struct Call {
    /// What it is asked of, if that is a value.
    pub target: Val,
    /// The method; of names that are not defined the whole path: `requests.get`.
    pub name: String,
    pub args: Vec<(Option<String>, Val)>,
    /// What is set on a new object.
    pub set: Vec<(Val, Val)>,
    pub is_new: bool,
    pub span: Span,
}

impl Call {
    pub fn object(&self) -> Option<usize> {
        match self.target.v {
            V::Object(object) | V::Member(object, _) => Some(object),
            _ => None,
        }
    }

    /// The argument with this name, or the one at this place.
    pub fn arg(&self, place: usize, name: &str) -> Option<&Val> {
        self.named(name).or_else(|| self.place(place))
    }

    pub fn named(&self, name: &str) -> Option<&Val> {
        self.args.iter().find(|(given, _)| given.as_deref() == Some(name)).map(|(_, value)| value)
    }

    pub fn place(&self, place: usize) -> Option<&Val> {
        self.args.iter().filter(|(name, _)| name.is_none()).nth(place).map(|(_, value)| value)
    }

    /// The last part of the name.
    pub fn last(&self) -> &str {
        self.name.rsplit(['.', '\\']).next().unwrap_or_default()
    }

    /// Whether the name is this path, or ends with it.
    pub fn is(&self, path: &str) -> bool {
        // Most names are refused by their last letter.
        self.name.as_bytes().last() == path.as_bytes().last()
            && self
                .name
                .strip_suffix(path)
                .is_some_and(|before| before.is_empty() || before.ends_with(['.', '\\']))
    }
}

/// What a library makes of a call. `None`: the call is none of its own.
pub(super) type Library = fn(&mut Run, &Call) -> Option<Val>;

pub(super) struct Run<'a> {
    pub source: &'a str,
    pub lang: Lang,
    pub vars: HashMap<String, Val>,
    pub objects: Vec<Object>,
    pub requests: Vec<Request>,
    pub problems: Vec<Problem>,
    /// Names that are assigned as a whole, not by their parts only.
    pub(super) assigned: HashSet<String>,
    /// Names that were looked up before they were assigned.
    missed: HashSet<String>,
    pub(super) library: Library,
    /// Bytes and steps that may still be spent: values that double with each line come to an end.
    budget: usize,
}

impl<'a> Run<'a> {
    pub fn new(source: &'a str, lang: Lang, library: Library) -> Self {
        Self {
            source,
            lang,
            vars: HashMap::new(),
            objects: Vec::new(),
            requests: Vec::new(),
            problems: Vec::new(),
            assigned: HashSet::new(),
            missed: HashSet::new(),
            library,
            budget: 8 * source.len() + 50_000,
        }
    }

    pub fn all(&mut self, statements: &[Expr]) {
        for statement in statements {
            self.eval(statement);
        }
    }

    /// Begins with the names and objects that another pass over the same text has found.
    pub fn after(first: Self) -> Self {
        let mut run = Self::new(first.source, first.lang, first.library);
        run.objects = first.objects;
        for object in &mut run.objects {
            object.sent = true;
        }
        run.vars = first.vars;
        run.vars.retain(|name, _| first.assigned.contains(name));
        run
    }

    /// The value of a name, as far as it is assigned yet.
    pub fn var(&mut self, name: &str) -> Option<&Val> {
        let value = self.vars.get(name);
        if value.is_none() && !self.missed.contains(name) {
            self.missed.insert(name.to_owned());
        }
        value
    }

    /// Whether a name was used above its assignment, as functions do: another pass finds its value.
    pub fn has_late_names(&self) -> bool {
        self.missed.iter().any(|name| self.assigned.contains(name))
    }

    /// No text that is made of others is longer: one that doubles with each line is none to send.
    pub fn longest(&self) -> usize {
        2 * self.source.len() + 20_000
    }

    /// Whether the program was not read to its end.
    pub fn is_spent(&self) -> bool {
        self.budget == 0
    }

    /// Whether this much may be spent.
    pub fn spend(&mut self, amount: usize) -> bool {
        let is_left = self.budget > amount;
        self.budget = self.budget.saturating_sub(amount);
        is_left
    }

    pub fn object(&mut self, class: &'static str, fields: Vec<(String, Val)>, span: Span) -> Val {
        self.objects.push(Object { class, fields, span: span.clone(), sent: false });
        Val::new(V::Object(self.objects.len() - 1), span)
    }

    pub fn class_of(&self, val: &Val) -> Option<&'static str> {
        match val.v {
            V::Object(object) | V::Member(object, _) => self.objects.get(object).map(|object| object.class),
            _ => None,
        }
    }

    pub fn field(&self, object: usize, name: &str) -> Option<Val> {
        self.objects.get(object)?.get(name).cloned()
    }

    // --- texts

    /// What the program puts in itself, as written.
    pub fn open(&mut self, written: &Span) -> Value {
        let whole = &self.source[written.clone()];
        let text: String = whole.chars().take(160).collect();
        if !self.spend(text.len()) {
            return open_text("…".to_owned(), written.clone());
        }
        open_text(text, written.clone())
    }
}
