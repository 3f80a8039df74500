//! cURL commands: read into requests, and written from them.

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
mod write;

pub(crate) use address::without_userinfo;
pub use read::{find_call, read};
pub use write::{Bearer, CurlCommand, write};
