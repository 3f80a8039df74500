//! Errors of the vault, and the keyring's health.

/// How the keyring answered last. [`VaultError`] says what to do about each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It answered, or was not called yet.
    Ready,
    /// No keyring answers.
    Unavailable,
    /// It is locked.
    Locked,
    /// It did not answer in time.
    TimedOut,
    /// It refused access.
    Denied,
    /// A newer version of the app has written it.
    NewerFormat,
}

impl From<VaultError> for Health {
    fn from(error: VaultError) -> Self {
        match error {
            // The keyring answered; only one entry is at fault.
            VaultError::Unreadable | VaultError::TooLong => Self::Ready,
            VaultError::Unavailable => Self::Unavailable,
            VaultError::Locked => Self::Locked,
            VaultError::TimedOut => Self::TimedOut,
            VaultError::Denied => Self::Denied,
            VaultError::NewerFormat => Self::NewerFormat,
        }
    }
}

/// Why a call to the vault failed. No variant contains a secret, or a text of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// No keyring answers. Start one and try again, or keep secrets for this session only.
    #[error("no keyring answers")]
    Unavailable,
    /// The keyring is locked. Unlock it and try again.
    #[error("the keyring is locked")]
    Locked,
    /// The keyring did not answer within three seconds: it may be asking for a password. Answer it, then try again.
    #[error("the keyring did not answer within 3 seconds")]
    TimedOut,
    /// The person denied access, or the system forbids it. Allow it and try again.
    #[error("the keyring refused access")]
    Denied,
    /// A newer Portalscope has written this keyring. Use that version; nothing is overwritten.
    #[error("the keyring was written by a newer version")]
    NewerFormat,
    /// The entry is not text, or a part of it is missing. Re-authorizing, or pasting the token again, replaces it.
    #[error("the keyring entry cannot be read")]
    Unreadable,
    /// The value is longer than the keyring stores, and than any token. Check what was pasted.
    #[error("the secret is too long for the keyring")]
    TooLong,
}
