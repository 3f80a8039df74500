//! Secret types, and where secrets are kept.
