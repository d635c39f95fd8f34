//! How much of the portal anybody may take.
//!
//! - [`body`]: how much of what is sent may be in memory
//! - [`class`]: what a request costs
//! - [`subscriber`]: who counts as one
//! - [`rate`]: how much one address may ask for
//! - [`place`]: how much is worked on at once, for all together
//! - [`limits`]: all of it, as the layers ask it

mod body;
mod class;
mod limits;
mod place;
mod rate;
mod subscriber;

pub(crate) use body::BodyShare;
pub(crate) use class::class_of;
pub(crate) use limits::{Limits, Refused};
pub(crate) use place::Place;
pub(crate) use subscriber::Subscriber;
