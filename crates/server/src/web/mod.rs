//! The edge and the handlers.
