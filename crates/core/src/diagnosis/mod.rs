//! Why calls fail: the evidence that the app has, for `crates/diagnosis`.

pub(crate) mod gather;
