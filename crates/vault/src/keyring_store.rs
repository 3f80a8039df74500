//! The operating system's keyring. Every function blocks and may hang, so only the worker calls them.

use std::collections::HashMap;

use keyring_core::{Entry, Error};
use zeroize::Zeroizing;

use crate::entries::Entries;
use crate::error::VaultError;

const SERVICE: &str = "Portalscope";

/// The attribute that this platform's store searches by, and its value. Windows searches target names, which end with
/// the service.
const SEARCH: (&str, &str) =
    if cfg!(windows) { ("pattern", r"\.Portalscope$") } else { ("service", SERVICE) };

pub(crate) struct Keyring;

impl Entries for Keyring {
    fn set(&self, name: &str, text: &str) -> Result<(), VaultError> {
        entry(name)?.set_password(text).map_err(classify)
    }

    fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>, VaultError> {
        match entry(name)?.get_password() {
            Ok(text) => Ok(Some(Zeroizing::new(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(classify(error)),
        }
    }

    fn remove(&self, name: &str) -> Result<bool, VaultError> {
        match entry(name)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(classify(error)),
        }
    }

    fn names(&self) -> Result<Option<Vec<String>>, VaultError> {
        ensure_store()?;
        let found = match Entry::search(&HashMap::from([SEARCH])) {
            Ok(found) => found,
            Err(Error::NotSupportedByStore(_)) => return Ok(None),
            Err(error) => return Err(classify(error)),
        };
        let ours = |entry: &Entry| {
            entry.get_specifiers().filter(|(service, _)| service == SERVICE).map(|(_, name)| name)
        };
        Ok(Some(found.iter().filter_map(ours).collect()))
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one module that opens keyring entries")]
fn entry(name: &str) -> Result<Entry, VaultError> {
    ensure_store()?;
    Entry::new(SERVICE, name).map_err(classify)
}

/// The `keyring` crate connects once and remembers a failure, so a keyring that is started later is only found if the
/// platform's store is set again.
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

/// Keeps only the kind of an error: the platform's texts vary by desktop and language, and may quote values.
fn classify(error: Error) -> VaultError {
    match error {
        Error::NoStorageAccess(why) => refusal(&*why).unwrap_or(VaultError::Locked),
        Error::PlatformFailure(why) => refusal(&*why).unwrap_or(VaultError::Unavailable),
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::Ambiguous(_) => VaultError::Unreadable,
        Error::TooLong(..) => VaultError::TooLong,
        _ => VaultError::Unavailable,
    }
}

type Cause = dyn std::error::Error + Send + Sync + 'static;

/// What the platform's own error tells beyond its `keyring` kind.
#[cfg(all(unix, not(target_os = "macos")))]
fn refusal(why: &Cause) -> Option<VaultError> {
    use secret_service::Error as Service;
    match why.downcast_ref::<Service>()? {
        Service::Locked | Service::NoResult => Some(VaultError::Locked),
        // The D-Bus error name, which is the same in every language.
        Service::Zbus(error) if error.to_string().contains("AccessDenied") => Some(VaultError::Denied),
        Service::ZbusFdo(error) if error.to_string().contains("AccessDenied") => Some(VaultError::Denied),
        Service::Prompt => Some(VaultError::Denied),
        _ => None,
    }
}

#[cfg(target_os = "macos")]
fn refusal(why: &Cause) -> Option<VaultError> {
    mac_refusal(why.downcast_ref::<security_framework::base::Error>()?.code())
}

#[cfg(windows)]
fn refusal(why: &Cause) -> Option<VaultError> {
    windows_refusal(&why.to_string())
}

/// `OSStatus` codes of the Keychain.
#[cfg(any(target_os = "macos", test))]
fn mac_refusal(code: i32) -> Option<VaultError> {
    match code {
        // userCanceledErr, errSecAuthFailed, errSecInvalidOwnerEdit, wrPermErr, errSecReadOnly.
        -128 | -25_293 | -25_244 | -61 | -25_292 => Some(VaultError::Denied),
        // errSecInteractionNotAllowed: locked, and no prompt may be shown.
        -25_308 => Some(VaultError::Locked),
        _ => None,
    }
}

/// The store's error type is private, but its messages are fixed English ending with the code.
#[cfg(any(windows, test))]
fn windows_refusal(words: &str) -> Option<VaultError> {
    match words {
        "Windows ERROR_NO_SUCH_LOGON_SESSION" => Some(VaultError::Unavailable),
        // ERROR_ACCESS_DENIED, ERROR_CANCELLED, ERROR_ACCESS_DISABLED_BY_POLICY.
        "Windows error code 5" | "Windows error code 1223" | "Windows error code 1260" => {
            Some(VaultError::Denied)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, VaultError, classify, mac_refusal, windows_refusal};

    #[test]
    #[cfg(all(unix, not(target_os = "macos")))]
    fn a_dismissed_prompt_is_a_denial_and_a_locked_item_is_locked() {
        use secret_service::Error as Service;
        let kind = |error: Service| classify(Error::NoStorageAccess(Box::new(error)));
        assert_eq!(kind(Service::Prompt), VaultError::Denied);
        assert_eq!(kind(Service::Locked), VaultError::Locked);
        assert_eq!(classify(Error::PlatformFailure(Box::new(Service::Unavailable))), VaultError::Unavailable);
        let denied = zbus::fdo::Error::AccessDenied("keep out".to_owned());
        assert_eq!(classify(Error::PlatformFailure(Box::new(Service::ZbusFdo(denied)))), VaultError::Denied);
    }

    #[test]
    fn refusals_on_macos_and_windows_are_distinguished_from_other_errors() {
        assert_eq!(mac_refusal(-128), Some(VaultError::Denied));
        assert_eq!(mac_refusal(-25_308), Some(VaultError::Locked));
        assert_eq!(mac_refusal(-25_299), None);
        assert_eq!(windows_refusal("Windows error code 5"), Some(VaultError::Denied));
        assert_eq!(windows_refusal("Windows error code 50"), None);
        assert_eq!(windows_refusal("Windows ERROR_NO_SUCH_LOGON_SESSION"), Some(VaultError::Unavailable));
    }

    #[test]
    fn an_entry_that_is_not_text_is_unreadable_and_one_too_long_is_too_long() {
        assert_eq!(classify(Error::BadEncoding(vec![0xff])), VaultError::Unreadable);
        assert_eq!(classify(Error::TooLong("password".to_owned(), 2560)), VaultError::TooLong);
        assert_eq!(classify(Error::NoDefaultStore), VaultError::Unavailable);
    }
}
