//! The values of pairs, each judged once for all names of a kind in its reach: where no bracket parts them, each of many
//! pairs in a row is within the reach of many names.

use std::ops::Range;

use super::element::VALUES;
use super::pairs::{MAX_FIELD, fields, values_in};
use super::text::Text;
use super::value::{Joiner, Value, behind};
use super::words::{Name, Role};

/// The values of the object that was read last.
#[derive(Default)]
pub(super) struct Pairs {
    object: Range<usize>,
    reach: usize,
    values: Vec<Pair>,
}

struct Pair {
    /// Where the name of its field ends.
    at: usize,
    value: Value,
    /// As what it was judged.
    judged: Vec<Name>,
}

impl Pairs {
    /// The values in an object that were not judged as what this name says.
    pub(super) fn values(&mut self, text: Text<'_>, object: Range<usize>, known: Name) -> Vec<Value> {
        if text.get(object.start) == Some(&b'<') {
            return values_in(text, object);
        }
        self.read(text, object);
        let new = self.values.iter_mut().filter_map(|pair| {
            // What names of headers and text between tags are depends on the name's place, too.
            if known.role == Role::Field && pair.value.joiner != Joiner::Tag {
                if pair.judged.contains(&known) {
                    return None;
                }
                pair.judged.push(known);
            }
            Some(pair.value.clone())
        });
        new.collect()
    }

    /// Reads what was not read of the object, most often its end.
    fn read(&mut self, text: Text<'_>, object: Range<usize>) {
        let is_next = self.reach == text.reach
            && (self.object.start..=self.object.end).contains(&object.start)
            && object.end >= self.object.end;
        if !is_next {
            self.values.clear();
            self.object = object.start..object.start;
        }
        // A field at the beginning may be cut there.
        let sure = if object.start == self.object.start { object.start } else { object.start + MAX_FIELD };
        let read = self.object.end.max(object.start);
        let mut values = Vec::new();
        add(text, object.start..sure.min(object.end), 0, &mut values);
        for pair in &mut values {
            let same = self.values.iter_mut().find(|old| old.at == pair.at && old.value == pair.value);
            pair.judged = same.map(|old| std::mem::take(&mut old.judged)).unwrap_or_default();
        }
        values.extend(self.values.drain(..).filter(|pair| pair.at > sure));
        let from = read.max(sure.min(object.end));
        add(text, object.start.max(from.saturating_sub(MAX_FIELD))..object.end, from, &mut values);
        *self = Self { object, reach: text.reach, values };
    }
}

/// The values in a range whose fields end behind a place.
fn add(text: Text<'_>, range: Range<usize>, from: usize, values: &mut Vec<Pair>) {
    let ends = fields(text, range, VALUES).filter(|field| field.end > from);
    values.extend(
        ends.filter_map(|field| {
            Some(Pair { at: field.end, value: behind(text, &field)?, judged: Vec::new() })
        }),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::kind;
    use crate::names::words::Weight;

    const SECRET: Name = Name { kind: kind::SECRET, weight: Weight::Strong, role: Role::Field };

    #[test]
    fn each_value_is_handed_out_once_and_none_is_missed_wherever_the_reach_ends() {
        let bytes = "\"name\":\"token\",xvalue=\"a1\",\"value\":\"b2\" ".repeat(9);
        let text = Text { bytes: bytes.as_bytes(), reach: 96 };
        for length in [40, 90, 130] {
            let (mut pairs, mut handed) = (Pairs::default(), Vec::new());
            for start in (0..bytes.len() - length).step_by(7) {
                let object = start..start + length;
                let all = values_in(text, object.clone());
                let new = pairs.values(text, object.clone(), SECRET);
                assert!(new.iter().all(|value| all.contains(value) && !handed.contains(value)));
                handed.extend(new);
                assert!(all.iter().all(|value| handed.contains(value)), "{object:?}");
                assert!(pairs.values(text, object, SECRET).is_empty());
            }
        }
    }

    #[test]
    fn a_value_is_judged_again_as_what_another_name_says() {
        let text = Text { bytes: b"\"value\":\"b2\"", reach: 96 };
        let mut pairs = Pairs::default();
        for known in [SECRET, Name { weight: Weight::Unsure, ..SECRET }] {
            assert_eq!(pairs.values(text, 0..12, known).len(), 1);
        }
    }
}
