//! The values of expressions.

use super::builtins;
use super::run::{Call, Run};
use super::syntax::{Arg, Entry, Expr, Kind, Lang, Op, Piece};
use super::value::{V, Val, append, put};
use crate::request::{Span, Value};

impl Run<'_> {
    // --- expressions

    pub(super) fn eval(&mut self, expr: &Expr) -> Val {
        if !self.spend(1) {
            return Val::unknown(expr.span.clone());
        }
        let span = expr.span.clone();
        match &expr.kind {
            Kind::Text(pieces) => self.string(pieces, span),
            Kind::Number(number) => Val::new(V::Number(number.clone()), span),
            Kind::Bool(is) => Val::new(V::Bool(*is), span),
            Kind::Null => Val::new(V::Null, span),
            Kind::Name(name) => self.name(name, span),
            Kind::List(items) => {
                let items = self.args(items).into_iter().map(|(_, value)| value).collect();
                Val::list(items, span)
            }
            Kind::Map(entries) => {
                let entries = self.entries(entries);
                Val::map(entries, span)
            }
            Kind::Member(of, name) => {
                let of = self.eval(of);
                self.member(&of, name, span)
            }
            Kind::Index(of, key) => {
                let of = self.eval(of);
                let key = self.eval(key);
                Self::index(&of, &key, span)
            }
            Kind::Call(callee, args) => self.call(callee, args, span),
            Kind::New(class, args, set) => {
                let args = self.args(args);
                let set = self.entries(set);
                let name = match self.eval(class).v {
                    V::Path(name) => name,
                    _ => self.source[class.span.clone()].to_owned(),
                };
                let target = Val::unknown(span.clone());
                self.called(Call { target, name, args, set, is_new: true, span })
            }
            Kind::Chain(first, rest) => self.chain(first, rest, span),
            Kind::Assign(target, adds, value) => {
                let value = self.eval(value);
                self.assign(target, *adds, value.clone());
                value
            }
            Kind::Function(body) | Kind::Unknown(body) => {
                self.all(body);
                Val::unknown(span)
            }
        }
    }

    pub(super) fn string(&mut self, pieces: &[Piece], span: Span) -> Val {
        if let [Piece::Plain(text, place)] = pieces {
            self.spend(text.len());
            return Val::text(Value::at(text.clone(), place.clone()), span);
        }
        let mut text = Value::default();
        for piece in pieces {
            let part = match piece {
                Piece::Plain(part, _) => Value::implied(part.clone()),
                Piece::Code { whole, .. } => self.open(whole),
                Piece::Value { whole, value } => {
                    let value = self.eval(value);
                    self.text_at(&value, whole)
                }
            };
            append(&mut text, &part);
        }
        self.spend(text.text.len());
        let place = |piece: &Piece| match piece {
            Piece::Plain(_, place) | Piece::Code { whole: place, .. } | Piece::Value { whole: place, .. } => {
                place.clone()
            }
        };
        text.span =
            pieces.first().zip(pieces.last()).map(|(first, last)| place(first).start..place(last).end);
        Val::text(text, span)
    }

    pub(super) fn name(&mut self, name: &str, span: Span) -> Val {
        match self.var(name) {
            Some(Val { v: V::Unknown, .. }) => Val::unknown(span),
            Some(Val { v: V::Path(path), .. }) => Val::new(V::Path(path.clone()), span),
            Some(val) => val.clone(),
            None => Val::new(V::Path(name.to_owned()), span),
        }
    }

    pub(super) fn args(&mut self, args: &[Arg]) -> Vec<(Option<String>, Val)> {
        let mut list = Vec::with_capacity(args.len());
        for arg in args {
            let value = self.eval(&arg.value);
            match (&value.v, arg.spread) {
                (V::List(items), true) => list.extend(items.iter().map(|item| (None, item.clone()))),
                (V::Map(entries), true) => {
                    let is_lower = self.lang == Lang::PowerShell;
                    let name = |key: &str| if is_lower { key.to_ascii_lowercase() } else { key.to_owned() };
                    let named = entries
                        .iter()
                        .filter_map(|(key, item)| Some((Some(name(key.plain()?)), item.clone())));
                    list.extend(named);
                }
                _ => list.push((arg.name.clone(), value)),
            }
            if !self.spend(list.len() / 8) {
                break;
            }
        }
        list
    }

    pub(super) fn entries(&mut self, entries: &[Entry]) -> Vec<(Val, Val)> {
        let mut list = Vec::with_capacity(entries.len());
        for entry in entries {
            let value = self.eval(&entry.value);
            if let Some(key) = &entry.key {
                let key = self.key(key);
                put(&mut list, key, value);
            } else {
                if !self.spend(value.entries().len()) {
                    break;
                }
                for (key, value) in value.entries() {
                    put(&mut list, key.clone(), value.clone());
                }
                if !matches!(value.v, V::Map(_) | V::Null) {
                    list.push((Val::unknown(value.span.clone()), value));
                }
            }
        }
        list
    }

    pub(super) fn key(&mut self, key: &Expr) -> Val {
        let val = self.eval(key);
        match &val.v {
            V::Path(path) if matches!(self.lang, Lang::Go | Lang::CSharp | Lang::PowerShell) => {
                let text = Value::at(path.clone(), key.span.clone());
                Val::text(text, key.span.clone())
            }
            V::Text(_) => val,
            _ => {
                let text = self.text_at(&val, &key.span);
                Val::text(text, key.span.clone())
            }
        }
    }

    pub(super) fn member(&mut self, of: &Val, name: &str, span: Span) -> Val {
        match &of.v {
            V::Object(object) => {
                let known = self.field(*object, name);
                known.unwrap_or_else(|| Val::new(V::Member(*object, name.to_owned()), span))
            }
            V::Member(object, path) if path.len() < 300 => {
                Val::new(V::Member(*object, format!("{path}.{name}")), span)
            }
            V::Path(path) if path.len() < 300 => {
                let full = format!("{path}.{name}");
                // What the class itself declares: `self::BASE`, `this.base`, `$this->base`.
                let is_own = matches!(path.as_str(), "self" | "static" | "this" | "$this" | "cls")
                    && !self.vars.contains_key(&full);
                let declared = [name.to_owned(), format!("${name}")]
                    .into_iter()
                    .filter(|_| is_own)
                    .find(|name| self.var(name).is_some() && self.assigned.contains(name));
                self.name(declared.as_deref().unwrap_or(&full), span)
            }
            // Ruby calls without brackets.
            V::Map(_) | V::List(_) | V::Text(_) if self.lang == Lang::Ruby => {
                let target = of.clone();
                self.called(Call {
                    target,
                    name: name.to_owned(),
                    args: Vec::new(),
                    set: Vec::new(),
                    is_new: false,
                    span,
                })
            }
            V::Map(_) => of.get(name).cloned().unwrap_or_else(|| Val::unknown(span)),
            _ => Val::unknown(span),
        }
    }

    pub(super) fn index(of: &Val, key: &Val, span: Span) -> Val {
        let at = match (&of.v, &key.v) {
            (V::List(items), V::Number(at)) => at.parse().ok().and_then(|at: usize| items.get(at)),
            (V::Map(_), V::Text(_)) => key.plain().and_then(|key| of.get(key)),
            _ => None,
        };
        at.cloned().unwrap_or_else(|| Val::unknown(span))
    }

    pub(super) fn chain(&mut self, first: &Expr, rest: &[(Op, Expr)], span: Span) -> Val {
        let mut parts = vec![(self.eval(first), first.span.clone())];
        for (op, expr) in rest {
            let value = self.eval(expr);
            match (op, parts.last_mut()) {
                (Op::Format, Some((format, place))) if format.as_text().is_some() => {
                    *format = super::format::percent(self, format, &value, place);
                    place.end = expr.span.end.max(place.end);
                }
                (Op::Format, _) => return Val::unknown(span),
                (Op::Join, _) => parts.push((value, expr.span.clone())),
            }
        }
        if let [(value, _)] = parts.as_slice() {
            return Val { span, ..value.clone() };
        }
        if parts.iter().all(|(part, _)| matches!(part.v, V::List(_))) {
            let items: Vec<Val> = parts.iter().flat_map(|(part, _)| part.items().iter().cloned()).collect();
            return if self.spend(items.len()) { Val::list(items, span) } else { Val::unknown(span) };
        }
        if !parts.iter().any(|(part, _)| matches!(part.v, V::Text(_))) {
            return Val::unknown(span);
        }
        let mut text = Value::default();
        for (part, place) in &parts {
            let part = self.text_at(part, place);
            append(&mut text, &part);
            if text.text.len() > self.longest() {
                return Val::unknown(span);
            }
        }
        text.span = Some(span.clone());
        Val::text(text, span)
    }

    // --- calls

    pub(super) fn call(&mut self, callee: &Expr, args: &[Arg], span: Span) -> Val {
        let (mut target, name) = if let Kind::Member(of, name) = &callee.kind {
            let of = self.eval(of);
            match &of.v {
                V::Path(path) => {
                    let full = format!("{path}.{name}");
                    (Val::unknown(callee.span.clone()), self.path_of(&full))
                }
                V::Member(_, path) => {
                    let full = format!("{path}.{name}");
                    (of, full)
                }
                _ => (of, name.clone()),
            }
        } else {
            let callee = self.eval(callee);
            match callee.v {
                V::Path(path) => (Val::unknown(callee.span), path),
                V::Member(object, path) => (Val::new(V::Object(object), callee.span), path),
                _ => (callee, String::new()),
            }
        };
        let args = self.args(args);
        if let Kind::Member(of, method) = &callee.kind
            && self.mutated(of, &mut target, method, &args)
        {
            return target;
        }
        self.called(Call { target, name, args, set: Vec::new(), is_new: false, span })
    }

    /// `headers.update({…})`, `headers.put(k, v)`, `list.append(x)`: the map or list is set anew where it is kept.
    pub(super) fn mutated(
        &mut self,
        of: &Expr,
        target: &mut Val,
        method: &str,
        args: &[(Option<String>, Val)],
    ) -> bool {
        let is_map = matches!(target.v, V::Map(_));
        let is_list = matches!(target.v, V::List(_));
        let is_kept = match &target.v {
            V::Member(_, field) => !field.contains('.') || field.ends_with(".update"),
            _ => is_map || is_list,
        };
        let values: Vec<&Val> = args.iter().map(|(_, value)| value).collect();
        match (method, values.as_slice()) {
            _ if !is_kept => false,
            ("update" | "merge!" | "putAll" | "update!", [more])
                if matches!(more.v, V::Map(_)) && self.spend(more.entries().len()) =>
            {
                target.v = V::Unknown;
                for (key, value) in more.entries() {
                    self.set_entry(of, key.clone(), value.clone());
                }
                true
            }
            ("put" | "Add" | "add" | "set" | "store", [key, value]) if is_map => {
                // Held by its name alone, the map is changed and not copied.
                target.v = V::Unknown;
                self.set_entry(of, (*key).clone(), (*value).clone());
                true
            }
            ("append" | "push" | "add" | "Add", [value]) if is_list => {
                target.v = V::Unknown;
                let end = value.span.end;
                self.set_entry(of, Val::unknown(end..end), (*value).clone());
                true
            }
            _ => false,
        }
    }

    pub(super) fn path_of(&mut self, full: &str) -> String {
        match self.var(full) {
            Some(Val { v: V::Path(path), .. }) => path.clone(),
            _ => full.to_owned(),
        }
    }

    pub(super) fn called(&mut self, call: Call) -> Val {
        if !self.spend(4) {
            return Val::unknown(call.span);
        }
        if let Some(value) = (self.library)(self, &call) {
            return value;
        }
        builtins::call(self, &call).unwrap_or(Val::unknown(call.span))
    }
}
