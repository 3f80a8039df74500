//! `Secret<K>`: a string that does not show itself. `K` says what it is, so that one kind cannot stand for another.

use std::fmt;
use std::marker::PhantomData;

use zeroize::Zeroizing;

/// What a secret is. The word is its name in the keyring and in its label: `access-token`.
pub trait SecretKind: Send + Sync + 'static {
    const WORD: &'static str;
}

/// The kinds of secret the app holds.
pub mod kind {
    use super::SecretKind;

    macro_rules! kinds {
        ($($name:ident $word:literal),+ $(,)?) => {
            $(#[derive(Debug)] pub enum $name {}
              impl SecretKind for $name { const WORD: &'static str = $word; })+
            /// Every word, for removing all that an owner has.
            pub const ALL: &[&str] = &[$($word),+];
        };
    }

    kinds! {
        Access "access-token",
        Refresh "refresh-token",
        PreviousRefresh "previous-refresh-token",
        Client "client-secret",
        Static "static-token",
    }
}

/// An OAuth access token: opaque, short-lived.
pub type AccessToken = Secret<kind::Access>;
/// An OAuth refresh token: lives until revoked.
pub type RefreshToken = Secret<kind::Refresh>;
/// The refresh token before the present one, kept until the present one has worked.
pub type PreviousRefreshToken = Secret<kind::PreviousRefresh>;
/// The secret of a person's OAuth app.
pub type ClientSecret = Secret<kind::Client>;
/// A service key or a private-app token: a bearer token without expiry.
pub type StaticToken = Secret<kind::Static>;

/// A secret string of kind `K`, wiped when dropped. Without `Display`, `Serialize` or a schema on purpose.
pub struct Secret<K> {
    text: Zeroizing<String>,
    kind: PhantomData<fn() -> K>,
}

impl<K: SecretKind> Secret<K> {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Zeroizing::new(text.into()), kind: PhantomData }
    }

    /// The secret itself. Every call is a place where it could leak: only for sending it and for storing it.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The same text as another kind, for a token whose role changes.
    pub fn into_kind<L: SecretKind>(self) -> Secret<L> {
        Secret { text: self.text, kind: PhantomData }
    }
}

impl<K> Clone for Secret<K> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), kind: PhantomData }
    }
}

impl<K> PartialEq for Secret<K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<K> Eq for Secret<K> {}

impl<K: SecretKind> fmt::Debug for Secret<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "«{}»", K::WORD)
    }
}

#[cfg(test)]
mod tests {
    use super::{AccessToken, ClientSecret};

    #[test]
    fn debug_shows_the_kind_and_nothing_else() {
        let shown = format!("{:?} {:?}", AccessToken::new("very-secret"), ClientSecret::new("also-secret"));
        assert_eq!(shown, "«access-token» «client-secret»");
    }
}
