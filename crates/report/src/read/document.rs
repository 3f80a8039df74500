//! The JSON of a report or a HAR file, read value by value: what is not needed is passed over, and no more of what is
//! needed is in memory than one call.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Limits, MORE_BYTES, ReadError, har};
use crate::call::Call;
use crate::{FORMAT, VERSION};

/// How many bytes may be read until the value that is being read ends.
#[derive(Clone)]
pub(super) struct Allowance(Rc<Cell<u64>>);

impl Allowance {
    pub fn new(bytes: u64) -> Self {
        Self(Rc::new(Cell::new(bytes)))
    }
}

/// Refuses to read on when the allowance is used up.
pub(super) struct Bounded<R> {
    pub from: R,
    pub left: u64,
    pub allowance: Allowance,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        let bytes = read as u64;
        let allowed = self.allowance.0.get();
        if bytes > self.left {
            return Err(io::Error::other(ReadError::TooLarge(MORE_BYTES)));
        }
        if bytes > allowed {
            return Err(io::Error::other(ReadError::TooLarge("a single call in it has more than 64 MB")));
        }
        self.left -= bytes;
        self.allowance.0.set(allowed - bytes);
        Ok(read)
    }
}

/// Is handed each call.
pub(super) type Take<'a> = &'a mut dyn FnMut(Call) -> Result<(), ReadError>;

/// What a document was.
#[derive(Default)]
pub(super) struct Found {
    format: Option<String>,
    version: Option<u64>,
    /// All of a report but its calls.
    pub facts: Map<String, Value>,
    pub has_calls: bool,
    pub is_har: bool,
    /// What wrote a HAR file.
    pub creator: Option<String>,
    pub calls: u32,
    /// Why it was left, where that was not for its JSON.
    pub refused: Option<ReadError>,
}

/// Reads a whole document into `found`.
pub(super) struct Document<'a, 'take> {
    pub found: &'a mut Found,
    pub take: Take<'take>,
    pub limits: &'a Limits,
    pub allowance: Allowance,
}

impl Document<'_, '_> {
    fn refuse<E: serde::de::Error>(&mut self, why: ReadError) -> E {
        self.found.refused = Some(why);
        E::custom("refused")
    }

    /// The next value may have so many bytes.
    fn allow(&self, bytes: u64) {
        self.allowance.0.set(bytes);
    }

    fn check_version<E: serde::de::Error>(&mut self) -> Result<(), E> {
        match (self.found.format.as_deref(), self.found.version) {
            (Some(FORMAT), Some(version)) if version <= u64::from(VERSION) => Ok(()),
            (Some(FORMAT), Some(version)) => Err(self.refuse(ReadError::Newer(version))),
            _ => Err(self.refuse(ReadError::NotKnown)),
        }
    }

    fn hand_on<E: serde::de::Error>(&mut self, call: Call) -> Result<(), E> {
        self.found.calls += 1;
        if self.found.calls > self.limits.calls {
            return Err(self.refuse(ReadError::TooLarge("it has too many calls")));
        }
        (self.take)(call).map_err(|why| self.refuse(why))
    }
}

impl<'de> DeserializeSeed<'de> for Document<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a report or a HAR file")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.allow(self.limits.value_bytes);
        while let Some(name) = map.next_key::<String>()? {
            let is_log = name == "log";
            match name.as_str() {
                "format" => self.found.format = map.next_value::<Value>()?.as_str().map(str::to_owned),
                "version" => self.found.version = map.next_value::<Value>()?.as_u64(),
                "calls" => {
                    // Both stand before the calls, so that nothing of an unknown form is read.
                    self.check_version()?;
                    self.found.has_calls = true;
                    map.next_value_seed(List { of: &mut self, is_har: false })?;
                }
                "log" => {
                    self.found.is_har = true;
                    map.next_value_seed(Log { of: &mut self })?;
                }
                _ if self.found.has_calls => {
                    let value = map.next_value::<Value>()?;
                    self.found.facts.insert(name, value);
                }
                _ => {
                    self.allow(u64::MAX);
                    map.next_value::<IgnoredAny>()?;
                }
            }
            // All facts together have one allowance: what was passed over before them does not count.
            if is_log || self.found.facts.is_empty() {
                self.allow(self.limits.value_bytes);
            }
        }
        if self.found.has_calls || self.found.is_har { Ok(()) } else { Err(self.refuse(ReadError::NotKnown)) }
    }
}

/// The inside of a HAR file.
struct Log<'a, 'b, 'take> {
    of: &'a mut Document<'b, 'take>,
}

impl<'de> DeserializeSeed<'de> for Log<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Log<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the log of a HAR file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut has_entries = false;
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "entries" => {
                    has_entries = true;
                    map.next_value_seed(List { of: &mut *self.of, is_har: true })?;
                }
                "creator" => {
                    self.of.allow(self.of.limits.value_bytes);
                    let creator = map.next_value::<Value>()?;
                    self.of.found.creator = har::creator(&creator);
                }
                _ => {
                    self.of.allow(u64::MAX);
                    map.next_value::<IgnoredAny>()?;
                }
            }
            self.of.allow(self.of.limits.value_bytes);
        }
        if has_entries { Ok(()) } else { Err(self.of.refuse(ReadError::NotKnown)) }
    }
}

/// The calls of a report, or the entries of a HAR file.
struct List<'a, 'b, 'take> {
    of: &'a mut Document<'b, 'take>,
    is_har: bool,
}

impl<'de> DeserializeSeed<'de> for List<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of calls")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        loop {
            self.of.allow(self.of.limits.value_bytes);
            let call = if self.is_har {
                let Some(entry) = list.next_element::<Value>()? else { return Ok(()) };
                let number = self.of.found.calls + 1;
                har::call(&entry, number).ok_or_else(|| A::Error::custom("an entry that is none"))?
            } else {
                let Some(call) = list.next_element::<Call>()? else { return Ok(()) };
                call
            };
            self.of.hand_on(call)?;
        }
    }
}
