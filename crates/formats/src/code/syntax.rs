//! The expressions of a program, as far as a request can be made of them.

use crate::request::Span;

/// The language of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lang {
    PowerShell,
    Python,
    JavaScript,
    Php,
    Ruby,
    Go,
    CSharp,
    Java,
}

impl Lang {
    /// Whether a line break ends a statement that is complete.
    pub fn ends_at_line(self) -> bool {
        matches!(self, Self::Python | Self::Ruby | Self::Go)
    }

    /// Whether `#` begins a comment.
    pub fn has_hash_comments(self) -> bool {
        matches!(self, Self::Python | Self::Ruby | Self::Php)
    }

    /// Whether `//` and `/* */` are comments.
    pub fn has_slash_comments(self) -> bool {
        !matches!(self, Self::Python | Self::Ruby | Self::PowerShell)
    }
}

/// A part of a string.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// Characters, unescaped, with their place.
    Plain(String, Span),
    /// An expression that the string takes in: the whole as written (`${x}`), and the expression within it.
    Code { whole: Span, inner: Span },
    /// The same, parsed.
    Value { whole: Span, value: Box<Expr> },
}

/// An expression with its place.
#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub kind: Kind,
    pub span: Span,
}

/// An argument, or an element of a list.
#[derive(Clone, Debug)]
pub(super) struct Arg {
    /// `name=value`, `name: value`, `-Name value`.
    pub name: Option<String>,
    /// `...x`, `*x`, `**x`, `@x`: its elements stand here.
    pub spread: bool,
    pub value: Expr,
}

/// An entry of a map, or what is set on a new object.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// `None`: the entries of the value stand here.
    pub key: Option<Expr>,
    pub value: Expr,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Text(Vec<Piece>),
    Number(String),
    Bool(bool),
    Null,
    Name(String),
    List(Vec<Arg>),
    Map(Vec<Entry>),
    Call(Box<Expr>, Vec<Arg>),
    /// `new X(…) { … }`, and `X{…}` of Go.
    New(Box<Expr>, Vec<Arg>, Vec<Entry>),
    Member(Box<Expr>, String),
    Index(Box<Expr>, Box<Expr>),
    /// Operands with the operators before all but the first: `+`, `.`, `%`.
    Chain(Box<Expr>, Vec<(Op, Expr)>),
    /// The target, whether the value is added to it, and the value.
    Assign(Box<Expr>, bool, Box<Expr>),
    /// A function with its statements. They are run once, where it stands.
    Function(Vec<Expr>),
    /// The value is not known; what it is made of may hold requests.
    Unknown(Vec<Expr>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    /// Joins two texts.
    Join,
    /// Puts values into a format.
    Format,
}

impl Expr {
    pub fn new(kind: Kind, span: Span) -> Self {
        Self { kind, span }
    }

    pub fn unknown(span: Span) -> Self {
        Self { kind: Kind::Unknown(Vec::new()), span }
    }
}
