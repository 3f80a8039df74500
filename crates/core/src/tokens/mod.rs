//! Bearer tokens: handing them out, refreshing them, keeping them fresh.

pub(crate) mod background;
pub(crate) mod credential;
pub(crate) mod refresh;
