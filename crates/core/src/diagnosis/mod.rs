//! Why calls fail: the evidence that the app has, and the checks that tell causes apart, for `crates/diagnosis`.

pub(crate) mod diagnoser;
pub(crate) mod gather;
pub(crate) mod inspect;
pub(crate) mod pasted;
mod plan;
