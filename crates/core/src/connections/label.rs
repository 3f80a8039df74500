//! A person's own name and color for a connection.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::{Error, Result};

/// In characters; longer ones do not fit the list of portals.
const LONGEST_NAME: usize = 60;
/// A person's own name and color for a connection. They are shown in the window and change nothing at HubSpot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionLabel {
    /// Shown in place of the portal's name. `None`: the portal's name is shown.
    pub name: Option<String>,
    /// `None`: no color.
    pub color: Option<LabelColor>,
}

/// A color to tell connections apart by. None of them stands for a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LabelColor {
    /// Cyan.
    Cyan,
    /// Lime.
    Lime,
    /// Orange.
    Orange,
    /// Pink.
    Pink,
    /// Brown.
    Brown,
}

impl ConnectionLabel {
    /// Without white space around the name; an empty name is none.
    pub(super) fn checked(self) -> Result<Self> {
        let name = self.name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        match &name {
            Some(name) if name.chars().count() > LONGEST_NAME => Err(Error::SettingsInvalid(format!(
                "A name of your own has at most {LONGEST_NAME} characters."
            ))),
            _ => Ok(Self { name, ..self }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ConnectionLabel;

    #[test]
    fn a_name_of_white_space_is_none_and_one_that_is_too_long_is_refused() {
        let named = |name: &str| ConnectionLabel { name: Some(name.to_owned()), color: None }.checked();
        assert_eq!(named("  ").unwrap().name, None);
        assert_eq!(named(" Ours ").unwrap().name.as_deref(), Some("Ours"));
        assert!(named(&"é".repeat(60)).is_ok());
        assert!(named(&"é".repeat(61)).is_err());
    }
}
