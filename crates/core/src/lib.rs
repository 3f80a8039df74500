//! The use cases of Portalscope, without a window.
