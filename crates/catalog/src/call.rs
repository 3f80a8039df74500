//! A call that a person chose: the input of the solver and the matrix.

/// A method and a concrete path, or a template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// In capitals, such as `GET`.
    pub method: String,
    /// Starts with a slash. Parameters may be filled in or left as `{name}`.
    pub path: String,
}
