//! Why the vault refuses, and how the keyring answered last.

/// How the keyring answered last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    Ready,
    Unavailable,
    Locked,
    TimedOut,
    Denied,
    NewerFormat,
}

impl From<VaultError> for Health {
    fn from(error: VaultError) -> Self {
        match error {
            // It answered; what is wrong is one entry.
            VaultError::Unreadable | VaultError::TooLong => Self::Ready,
            VaultError::Unavailable => Self::Unavailable,
            VaultError::Locked => Self::Locked,
            VaultError::TimedOut => Self::TimedOut,
            VaultError::Denied => Self::Denied,
            VaultError::NewerFormat => Self::NewerFormat,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// No keyring answers. Start one and try again, or keep secrets for this session only.
    #[error("no keyring answers")]
    Unavailable,
    /// The keyring is locked. Unlock it and try again.
    #[error("the keyring is locked")]
    Locked,
    /// The keyring did not answer within three seconds. It may be asking for a password.
    #[error("the keyring did not answer within 3 seconds")]
    TimedOut,
    /// Somebody pressed Deny, or the system forbids it. Allow it and try again.
    #[error("the keyring refused access")]
    Denied,
    /// A newer Portalscope has written this keyring. Use that one; nothing is overwritten.
    #[error("the keyring was written by a newer version")]
    NewerFormat,
    /// An entry holds something that is not text, or a part of it is gone. Connect again; it is then replaced.
    #[error("the keyring entry cannot be read")]
    Unreadable,
    /// Longer than any token: it is none.
    #[error("the secret is too long for the keyring")]
    TooLong,
}
