//! To whom secrets belong, where they are kept, and how their entries are called.

/// Where secrets go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Keyring,
    /// In memory, gone when the app quits.
    Session,
}

/// To whom secrets belong: a connection or an OAuth app, within one environment, and where they are kept. The
/// environment is part of the name, so a record that was bent to another environment finds no secret there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    name: String,
    mode: Mode,
}

/// To whom an entry belongs, as its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnerKind {
    Connection,
    App,
    /// An entry of this app's service whose name is of no known form.
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnerName {
    pub kind: OwnerKind,
    pub environment: String,
    pub id: String,
}

impl Owner {
    pub fn connection(environment: &str, id: &str, mode: Mode) -> Self {
        Self { name: format!("{environment}/connection/{id}"), mode }
    }

    pub fn app(environment: &str, id: &str, mode: Mode) -> Self {
        Self { name: format!("{environment}/app/{id}"), mode }
    }

    /// The owner that a listing named, in the keyring.
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

    pub(crate) fn entry(&self, word: &str) -> String {
        format!("{}/{word}", self.name)
    }
}

impl OwnerName {
    /// What all its entries begin with.
    pub(crate) fn prefix(&self) -> String {
        let Self { kind, environment, id } = self;
        match kind {
            OwnerKind::Connection => format!("{environment}/connection/{id}/"),
            OwnerKind::App => format!("{environment}/app/{id}/"),
            OwnerKind::Unknown => id.clone(),
        }
    }
}
