//! The state that commands receive.

use std::sync::Arc;

use portalscope_core::{CommandError, Portalscope};
use tauri::State;

use crate::browser::Browser;
use crate::clipboard::Clipboard;
use crate::file_dialogs::FileDialogs;

pub type Core<'a> = State<'a, Arc<Portalscope>>;
pub type SystemClipboard<'a> = State<'a, Clipboard>;
pub type SystemFileDialogs<'a> = State<'a, FileDialogs>;
pub type SystemBrowser<'a> = State<'a, Browser>;
pub type Answer<T> = Result<T, CommandError>;
