//! `Secret<K>`: a string that cannot be printed. `K` is its kind, so that one kind is never passed for another.

use std::fmt;
use std::marker::PhantomData;

use zeroize::Zeroizing;

/// A kind of secret.
pub trait SecretKind: Send + Sync + 'static {
    /// Its name in the keyring and in the label that replaces it: `access-token`.
    const WORD: &'static str;
}

/// The kinds of secret the app holds.
pub mod kind {
    use super::SecretKind;

    macro_rules! kinds {
        ($($name:ident $word:literal $about:literal),+ $(,)?) => {
            $(#[doc = $about] #[derive(Debug)] pub enum $name {}
              impl SecretKind for $name { const WORD: &'static str = $word; })+
            /// The words of all kinds, for removing everything that an owner has.
            pub const ALL: &[&str] = &[$($word),+];
        };
    }

    kinds! {
        Access "access-token" "See [`AccessToken`](super::AccessToken).",
        Refresh "refresh-token" "See [`RefreshToken`](super::RefreshToken).",
        PreviousRefresh "previous-refresh-token" "See [`PreviousRefreshToken`](super::PreviousRefreshToken).",
        Client "client-secret" "See [`ClientSecret`](super::ClientSecret).",
        Static "static-token" "See [`StaticToken`](super::StaticToken).",
    }
}

/// An OAuth access token (RFC 6749 §1.4): opaque, valid for as long as `expires_in` says.
pub type AccessToken = Secret<kind::Access>;
/// An OAuth refresh token (RFC 6749 §1.5): valid until revoked.
pub type RefreshToken = Secret<kind::Refresh>;
/// The refresh token that a new one replaced (RFC 6749 §6), kept until the new one has worked.
pub type PreviousRefreshToken = Secret<kind::PreviousRefresh>;
/// The client secret of an OAuth app (RFC 6749 §2.3.1).
pub type ClientSecret = Secret<kind::Client>;
/// A service key or a private-app token: a bearer token (RFC 6750) that does not expire.
pub type StaticToken = Secret<kind::Static>;

/// A secret string of kind `K`, zeroed when dropped. It deliberately has no `Display`, no `Serialize` and no schema.
pub struct Secret<K> {
    text: Zeroizing<String>,
    kind: PhantomData<fn() -> K>,
}

impl<K: SecretKind> Secret<K> {
    /// Takes ownership of the text. A `String` is moved, not copied.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Zeroizing::new(text.into()), kind: PhantomData }
    }

    /// The secret's text. Every call is a place where it could leak: only for sending and storing it.
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
