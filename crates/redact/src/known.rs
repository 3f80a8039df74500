//! The secrets the app holds, by value. Kept in zeroized memory and never listed.

use std::fmt;

use zeroize::Zeroizing;

const SHORTEST_SECRET: usize = 8;

/// What stands in a secret's place: `«access-token#1»`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretLabel(String);

impl SecretLabel {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SecretLabel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

struct Known {
    value: Zeroizing<String>,
    label: SecretLabel,
}

#[derive(Default)]
pub(crate) struct KnownSecrets {
    /// Longest first, so that a secret that contains another is replaced whole.
    secrets: Vec<Known>,
}

impl KnownSecrets {
    pub(crate) fn learn(&mut self, kind: &str, value: &str) -> SecretLabel {
        if let Some(known) = self.secrets.iter().find(|known| *known.value == value) {
            return known.label.clone();
        }
        let prefix = format!("«{kind}#");
        let number = 1 + self.secrets.iter().filter(|known| known.label.0.starts_with(&prefix)).count();
        let label = SecretLabel(format!("{prefix}{number}»"));
        if value.len() >= SHORTEST_SECRET {
            let place = self.secrets.partition_point(|known| known.value.len() >= value.len());
            self.secrets
                .insert(place, Known { value: Zeroizing::new(value.to_owned()), label: label.clone() });
        }
        label
    }

    pub(crate) fn replace(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for known in &self.secrets {
            if clean.contains(known.value.as_str()) {
                clean = clean.replace(known.value.as_str(), known.label.as_str());
            }
        }
        clean
    }
}
