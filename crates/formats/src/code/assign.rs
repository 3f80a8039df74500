//! Assignments: what names, fields and entries get.

use super::run::Run;
use super::syntax::{Expr, Kind, Lang, Piece};
use super::value::{V, Val, append};
use crate::request::Value;

impl Run<'_> {
    // --- assignments

    pub fn assign(&mut self, target: &Expr, adds: bool, value: Val) {
        let value = if adds { self.added(target, value) } else { value };
        match &target.kind {
            Kind::Name(name) => {
                self.assigned.insert(name.clone());
                self.vars.insert(name.clone(), value);
            }
            Kind::Member(of, name) => {
                let of_val = self.eval(of);
                match &of_val.v {
                    V::Object(object) => self.objects[*object].set(name, value),
                    V::Path(path) => {
                        self.assigned.insert(format!("{path}.{name}"));
                        self.vars.insert(format!("{path}.{name}"), value);
                    }
                    V::Member(object, path) => {
                        let field = format!("{path}.{name}");
                        self.objects[*object].set(&field, value);
                    }
                    // `uri.query = …` of Ruby.
                    V::Text(address) if name == "query" && self.lang == Lang::Ruby => {
                        let mut text = address.clone();
                        text.text.push('?');
                        let query = self.text(&value);
                        append(&mut text, &query);
                        self.assign(of, false, Val::text(text, value.span.clone()));
                    }
                    V::Text(_) => {}
                    _ => {
                        let key =
                            Val::text(Value::at(name.clone(), target.span.clone()), target.span.clone());
                        self.set_entry(of, key, value);
                    }
                }
            }
            Kind::Index(of, key) => {
                let key = self.eval(key);
                self.set_entry(of, key, value);
            }
            // `const { a, b } = x`
            Kind::Map(entries) => {
                for entry in entries {
                    if let (Some(Expr { kind: Kind::Text(pieces), .. }), Kind::Name(local)) =
                        (&entry.key, &entry.value.kind)
                        && let [Piece::Plain(name, _)] = pieces.as_slice()
                    {
                        let part = self.member(&value, name, value.span.clone());
                        self.assigned.insert(local.clone());
                        self.vars.insert(local.clone(), part);
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn added(&mut self, target: &Expr, value: Val) -> Val {
        let old = self.eval(target);
        let (Some(_), true) =
            (old.as_text(), matches!(value.v, V::Text(_) | V::Number(_) | V::Path(_) | V::Unknown))
        else {
            return value;
        };
        let span = old.span.start.min(value.span.start)..value.span.end.max(old.span.end);
        let mut text = self.text(&old);
        let more = self.text(&value);
        append(&mut text, &more);
        text.span = Some(span.clone());
        Val::text(text, span)
    }

    pub(super) fn set_entry(&mut self, of: &Expr, key: Val, value: Val) {
        let pushes = matches!(key.v, V::Unknown) && key.span.is_empty();
        let change = |map: &mut Val| {
            if pushes { map.push(value.clone()) } else { map.set(key.clone(), value.clone()) }
        };
        match &of.kind {
            Kind::Name(name) => match self.vars.get_mut(name) {
                Some(Val { v: V::Object(object), .. }) => {
                    let object = *object;
                    self.objects[object].set_in("[]", key, value);
                }
                Some(map) => change(map),
                None => {
                    let mut map = Val::map(Vec::new(), value.span.clone());
                    change(&mut map);
                    self.vars.insert(name.clone(), map);
                }
            },
            Kind::Member(owner, field) => {
                let owner = self.eval(owner);
                match owner.v {
                    V::Object(object) => self.objects[object].set_in(field, key, value),
                    V::Member(object, path) => {
                        self.objects[object].set_in(&format!("{path}.{field}"), key, value);
                    }
                    V::Path(path) => {
                        let map = self.vars.entry(format!("{path}.{field}"));
                        change(map.or_insert_with(|| Val::map(Vec::new(), value.span.clone())));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
