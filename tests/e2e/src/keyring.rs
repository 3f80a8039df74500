//! Reads the session's keyring over its bus: to check that it is empty, and to know which secrets must not be anywhere
//! else.

use secret_service::EncryptionType;
use secret_service::blocking::SecretService;

use crate::error::{Error, Result};

pub struct Item {
    pub label: String,
    pub secret: Vec<u8>,
}

/// Every item of every collection.
pub fn items(bus_address: &str) -> Result<Vec<Item>> {
    read(bus_address).map_err(|error| Error::Keyring(error.to_string()))
}

fn read(bus_address: &str) -> std::result::Result<Vec<Item>, secret_service::Error> {
    let connection = zbus::blocking::connection::Builder::address(bus_address)?.build()?;
    let service = SecretService::connect_with_existing(EncryptionType::Plain, connection)?;
    let mut found = Vec::new();
    for collection in service.get_all_collections()? {
        for item in collection.get_all_items()? {
            found.push(Item { label: item.get_label()?, secret: item.get_secret()? });
        }
    }
    Ok(found)
}
