//! The staff desk.

pub mod account;
pub mod event;
