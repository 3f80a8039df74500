//! What may have been meant by a path that HubSpot does not know: the same path in other letters, or with its version
//! elsewhere.
//!
//! Misspelt and missing words are not looked for.

use crate::catalog::Catalog;
use crate::operation::Operation;
use crate::paths::{Capitals, called_version};
use crate::segments::{joined, path_only, segments};
use crate::versions::{is_numbered, is_version};

/// A path that HubSpot knows, one slip away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Its template, under the version of the path.
    pub template: String,
    /// What is different.
    pub slip: Slip,
}

/// How a path differs from one that HubSpot knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// It has capitals where HubSpot has small letters, or the other way round.
    Capitals,
    /// Its date is elsewhere: a dated path has one form.
    PlaceOfDate,
    /// Its version from `v1` to `v4` is elsewhere.
    PlaceOfVersion,
}

impl Near {
    /// One plain question. It contains no value of the path.
    pub fn sentence(&self) -> String {
        let why = match self.slip {
            Slip::Capitals => "HubSpot tells capitals from small letters in a path",
            Slip::PlaceOfDate => "A path with a date has one form",
            Slip::PlaceOfVersion => "The version is in another place",
        };
        format!("{why}: did you mean `{}`?", self.template)
    }
}

impl Catalog {
    /// What may have been meant by a path that the catalogue does not know under any method.
    pub fn near(&self, method: &str, path_or_url: &str) -> Option<Near> {
        let path = path_only(path_or_url);
        self.other_letters(method, path).or_else(|| self.other_place(method, path))
    }

    fn other_letters(&self, method: &str, path: &str) -> Option<Near> {
        let template = self.template_at(method, path, Capitals::Ignored)?;
        Some(Near { template, slip: Slip::Capitals })
    }

    fn other_place(&self, method: &str, path: &str) -> Option<Near> {
        let mut parts: Vec<&str> = segments(path).collect();
        let at = parts.iter().position(|segment| is_version(segment))?;
        let version = parts.remove(at);
        let slip = if is_numbered(version) { Slip::PlaceOfVersion } else { Slip::PlaceOfDate };
        (0..=parts.len()).filter(|place| *place != at).find_map(|place| {
            let mut moved = parts.clone();
            moved.insert(place, version);
            let template = self.template_at(method, &joined(&moved), Capitals::Count)?;
            // A parameter may have taken the version for a value.
            let has_version = segments(&template).any(|segment| segment == version);
            has_version.then_some(Near { template, slip })
        })
    }

    /// The template of this method, or of any.
    fn template_at(&self, method: &str, path: &str, capitals: Capitals) -> Option<String> {
        let found: Vec<(&Operation, &str)> = self.at(path, capitals).collect();
        let same = found.iter().find(|(operation, _)| operation.method.eq_ignore_ascii_case(method));
        let (operation, template) = same.or(found.first())?;
        Some(template.replace(operation.version, called_version(operation, path)))
    }
}
