//! The operating system's keyring. Every function blocks and may hang: call them only from the worker.

use keyring_core::{Entry, Error};
use zeroize::Zeroizing;

use crate::vault::VaultError;

const SERVICE: &str = "Portalscope";

pub(crate) fn set(name: &str, value: &str) -> Result<(), VaultError> {
    entry(name)?.set_password(value).map_err(classify)
}

pub(crate) fn get(name: &str) -> Result<Option<Zeroizing<String>>, VaultError> {
    match entry(name)?.get_password() {
        Ok(value) => Ok(Some(Zeroizing::new(value))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(classify(error)),
    }
}

pub(crate) fn remove(name: &str) -> Result<bool, VaultError> {
    match entry(name)?.delete_credential() {
        Ok(()) => Ok(true),
        Err(Error::NoEntry) => Ok(false),
        Err(error) => Err(classify(error)),
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one module that opens keyring entries")]
fn entry(name: &str) -> Result<Entry, VaultError> {
    ensure_store()?;
    Entry::new(SERVICE, name).map_err(classify)
}

/// The facade connects once and remembers a failure for ever, so a keyring that was started later is only seen when
/// the platform's store is set again here.
fn ensure_store() -> Result<(), VaultError> {
    if keyring_core::get_default_store().is_some() || keyring::Entry::store_status().is_ok() {
        return Ok(());
    }
    #[cfg(all(unix, not(target_os = "macos")))]
    {
        let store = zbus_secret_service_keyring_store::Store::new().map_err(classify)?;
        keyring_core::set_default_store(store);
        Ok(())
    }
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    Err(VaultError::Unavailable)
}

/// Platform texts vary by desktop and language and may quote values, so only their kind is kept.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn classify(error: Error) -> VaultError {
    match error {
        Error::NoStorageAccess(_) => VaultError::Locked,
        Error::BadEncoding(_) | Error::BadDataFormat(..) => VaultError::Unreadable,
        _ => VaultError::Unavailable,
    }
}
