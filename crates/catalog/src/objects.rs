//! The CRM's object types: how a path may name one, and what its records and its schema require.
//!
//! The table is `data/objects.txt`. Custom objects are recognized by the form of their name (`2-123`, `p_car`, `p26_car`).

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::bundle;
use crate::edit_distance::edit_distance;
use crate::lines::{DataError, content_lines, parse_any_of};
use crate::operation::{Effect, Narrowing};
use crate::requirement::AnyOf;

/// One object type. A requirement is `None` if no scope is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectType {
    /// The name in paths, as `line_items`.
    pub name: String,
    /// The id in paths, as `0-8`; not known for every type.
    pub type_id: Option<String>,
    read: Option<AnyOf>,
    write: Option<AnyOf>,
    schema_read: Option<AnyOf>,
    schema_write: Option<AnyOf>,
}

impl ObjectType {
    /// Every scope that its requirements name.
    pub(crate) fn scopes(&self) -> impl Iterator<Item = &String> {
        [&self.read, &self.write, &self.schema_read, &self.schema_write]
            .into_iter()
            .flatten()
            .flatten()
            .flatten()
    }

    /// The alternatives for reading or writing records, or the schema and pipelines. `None`: not known.
    pub fn requirement(&self, narrowing: Narrowing, effect: Effect) -> Option<&AnyOf> {
        let schema = matches!(narrowing, Narrowing::Schema | Narrowing::Pipeline);
        match (schema, effect.is_write()) {
            (false, false) => self.read.as_ref(),
            (false, true) => self.write.as_ref(),
            (true, false) => self.schema_read.as_ref(),
            (true, true) => self.schema_write.as_ref(),
        }
    }
}

/// All object types, found by any of their names.
#[derive(Clone, Debug, Default)]
pub struct ObjectTypes {
    types: Vec<ObjectType>,
    by_name: HashMap<String, usize>,
}

impl ObjectTypes {
    /// The table in `data/`, parsed once.
    pub fn bundled() -> &'static ObjectTypes {
        static TYPES: OnceLock<ObjectTypes> = OnceLock::new();
        TYPES.get_or_init(|| {
            Self::parse(bundle::text("objects.txt")).expect("BUG: a test parses the bundled object types")
        })
    }

    /// Reads the table.
    pub(crate) fn parse(text: &str) -> Result<Self, DataError> {
        let mut objects = Self::default();
        for (number, line) in content_lines(text) {
            objects.add_line(line).map_err(|what| DataError::new("objects.txt", number, what))?;
        }
        Ok(objects)
    }

    fn add_line(&mut self, line: &str) -> Result<(), String> {
        let mut words = line.split_whitespace();
        let (Some(name), Some(type_id), Some(other_names)) = (words.next(), words.next(), words.next())
        else {
            return Err("a name, a type id and other names are wanted".to_owned());
        };
        let mut object = ObjectType { name: name.to_owned(), ..ObjectType::default() };
        object.type_id = (type_id != "-").then(|| type_id.to_owned());
        for word in words {
            set_requirement(&mut object, word)?;
        }
        let index = self.types.len();
        let names = [name, type_id].into_iter().chain(other_names.split(',')).filter(|name| *name != "-");
        self.by_name.extend(names.map(|name| (name.to_owned(), index)));
        self.types.push(object);
        Ok(())
    }

    /// The type that a path segment names: by name, singular, type id, or the form of a custom object's name.
    pub fn find(&self, segment: &str) -> Option<&ObjectType> {
        let name = if is_custom_object(segment) { "custom" } else { segment };
        let index = match self.by_name.get(name) {
            None if name.bytes().any(|b| b.is_ascii_uppercase()) => {
                self.by_name.get(&name.to_ascii_lowercase())
            }
            found => found,
        };
        index.map(|index| &self.types[*index])
    }

    /// The type whose name is at an edit distance of at most two, or one for short names.
    pub(crate) fn nearest(&self, segment: &str) -> Option<&ObjectType> {
        let asked = segment.to_ascii_lowercase();
        let most = if asked.len() < 6 { 1 } else { 2 };
        let names = self.by_name.iter().filter(|(name, _)| name.bytes().all(|b| !b.is_ascii_digit()));
        let distances = names.filter_map(|(name, index)| Some((edit_distance(&asked, name)?, name, *index)));
        let (_, _, index) = distances.filter(|(distance, ..)| *distance <= most).min()?;
        Some(&self.types[index])
    }

    /// All types, in the table's order.
    pub fn all(&self) -> &[ObjectType] {
        &self.types
    }
}

fn set_requirement(object: &mut ObjectType, word: &str) -> Result<(), String> {
    let (key, value) = word.split_once('=').ok_or_else(|| format!("`{word}` is not key=requirement"))?;
    if key == "stem" {
        return set_by_stem(object, value);
    }
    let requirement = if value == "?" { None } else { Some(parse_any_of(value)?) };
    match key {
        "read" => object.read = requirement,
        "write" => object.write = requirement,
        "schema-read" => object.schema_read = requirement,
        "schema-write" => object.schema_write = requirement,
        _ => return Err(format!("`{key}` is no requirement's name")),
    }
    Ok(())
}

fn set_by_stem(object: &mut ObjectType, stem: &str) -> Result<(), String> {
    object.read = Some(parse_any_of(&format!("crm.objects.{stem}.read"))?);
    object.write = Some(parse_any_of(&format!("crm.objects.{stem}.write"))?);
    object.schema_read = Some(parse_any_of(&format!("crm.schemas.{stem}.read|crm.objects.{stem}.read"))?);
    object.schema_write = Some(parse_any_of(&format!("crm.schemas.{stem}.write"))?);
    Ok(())
}

/// `2-123`, `p_car` and `p26041877_car` are custom objects.
fn is_custom_object(segment: &str) -> bool {
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(number) = segment.strip_prefix("2-") {
        return all_digits(number);
    }
    segment
        .strip_prefix('p')
        .and_then(|rest| rest.split_once('_'))
        .is_some_and(|(portal, name)| (portal.is_empty() || all_digits(portal)) && !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_found_by_name_singular_and_type_id() {
        let objects = ObjectTypes::bundled();
        for name in ["deals", "deal", "0-3", "Deals"] {
            assert_eq!(objects.find(name).map(|object| object.name.as_str()), Some("deals"), "{name}");
        }
    }

    #[test]
    fn a_typo_is_near_the_type_that_was_meant() {
        let near = |name: &str| ObjectTypes::bundled().nearest(name).map(|object| object.name.as_str());
        assert_eq!(near("contcats"), Some("contacts"));
        assert_eq!(near("Companys"), Some("companies"));
        assert_eq!(near("line_itmes"), Some("line_items"));
        assert_eq!(near("dela"), Some("deals"));
        for name in ["unicorns", "vans", "0-4", "2x", ""] {
            assert_eq!(near(name), None, "{name}");
        }
    }

    #[test]
    fn custom_objects_are_recognized_by_the_form_of_their_name() {
        let objects = ObjectTypes::bundled();
        for name in ["2-123", "p_car", "p26041877_car"] {
            assert_eq!(objects.find(name).map(|object| object.name.as_str()), Some("custom"), "{name}");
        }
        for name in ["2-", "p_", "postal", "partner", "pan_da", "3-12"] {
            assert_eq!(objects.find(name), None, "{name}");
        }
    }

    #[test]
    fn emails_require_both_scopes_and_products_require_either() {
        let objects = ObjectTypes::bundled();
        let read = |name: &str| {
            objects.find(name).and_then(|o| o.requirement(Narrowing::Record, Effect::Read)).cloned()
        };
        assert_eq!(read("emails"), parse_any_of("crm.objects.contacts.read+sales-email-read").ok());
        assert_eq!(read("0-7"), parse_any_of("crm.objects.products.read|e-commerce").ok());
    }
}
