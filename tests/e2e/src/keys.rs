//! The keys that WebDriver names by private code points.

pub const TAB: &str = "\u{E004}";
pub const ENTER: &str = "\u{E007}";
pub const CONTROL: &str = "\u{E009}";
pub const ALT: &str = "\u{E00A}";
pub const ESCAPE: &str = "\u{E00C}";
pub const SPACE: &str = " ";
pub const UP: &str = "\u{E013}";
pub const DOWN: &str = "\u{E015}";
pub const LEFT: &str = "\u{E012}";
pub const RIGHT: &str = "\u{E014}";
pub const PAGE_DOWN: &str = "\u{E00F}";
pub const HOME: &str = "\u{E011}";
pub const END: &str = "\u{E010}";
pub const BACKSPACE: &str = "\u{E003}";
