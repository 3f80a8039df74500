//! Who secrets belong to, where they are stored, and the names of their entries.

/// Where secrets are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// In the operating system's keyring.
    Keyring,
    /// In memory, until the app quits.
    Session,
}

/// A connection or an OAuth app in one environment, with the place where its secrets are stored. The environment is
/// part of every entry's name, so a record that was tampered with to name another environment finds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Owner {
    name: String,
    mode: Mode,
}

/// What kind of owner the name of an entry stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnerKind {
    /// A connection to a portal.
    Connection,
    /// An OAuth app.
    App,
    /// The entry is in this app's service, but its name has no known form.
    Unknown,
}

/// The owner of an entry, parsed from its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnerName {
    /// What kind of owner it is.
    pub kind: OwnerKind,
    /// The key of the environment, `hubspot`; empty where the kind is unknown.
    pub environment: String,
    /// The id of the connection or app; the whole name of the entry where the kind is unknown.
    pub id: String,
}

impl Owner {
    /// The connection with this id in the environment with this key.
    pub fn connection(environment: &str, id: &str, mode: Mode) -> Self {
        Self { name: format!("{environment}/connection/{id}"), mode }
    }

    /// The OAuth app with this id in the environment with this key.
    pub fn app(environment: &str, id: &str, mode: Mode) -> Self {
        Self { name: format!("{environment}/app/{id}"), mode }
    }

    /// The owner that an inventory names, in the keyring. `None`: its kind is unknown.
    pub fn named(name: &OwnerName) -> Option<Self> {
        match name.kind {
            OwnerKind::Connection => Some(Self::connection(&name.environment, &name.id, Mode::Keyring)),
            OwnerKind::App => Some(Self::app(&name.environment, &name.id, Mode::Keyring)),
            OwnerKind::Unknown => None,
        }
    }

    pub(crate) fn mode(&self) -> Mode {
        self.mode
    }

    /// The name of the entry for this kind of secret.
    pub(crate) fn entry(&self, word: &str) -> String {
        format!("{}/{word}", self.name)
    }
}

impl OwnerName {
    /// The prefix of all its entries' names.
    pub(crate) fn prefix(&self) -> String {
        let Self { kind, environment, id } = self;
        match kind {
            OwnerKind::Connection => format!("{environment}/connection/{id}/"),
            OwnerKind::App => format!("{environment}/app/{id}/"),
            OwnerKind::Unknown => id.clone(),
        }
    }
}
