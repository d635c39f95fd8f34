//! What whoever keeps the portal running is promised.
//!
//! - [`watch`]: metrics, and what the log tells
//! - [`check`]: what is not sound is found
//! - [`keep`]: backups, and putting them back
//! - [`keep_postgres`]: the same by PostgreSQL's own tools
//! - [`proxy`]: nginx and Caddy, set as `deploy/` sets them, in front of a portal
//! - [`told`]: the operator's handbook names what there is

mod check;
mod keep;
mod keep_postgres;
mod proxy;
mod told;
mod watch;
