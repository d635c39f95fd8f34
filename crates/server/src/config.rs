//! Settings: flags, then environment (`PORTAL_…`), then defaults.
