//! The one gate that everything leaving the app passes through.
