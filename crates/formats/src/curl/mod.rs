//! cURL commands: read into requests.

mod address;
mod arguments;
mod data;
mod expand;
mod find;
mod options;
mod read;
mod requests;
#[cfg(test)]
mod round_trip;
mod windows;

pub(crate) use address::{is_like_address, without_userinfo};
pub use read::{find_call, read};
