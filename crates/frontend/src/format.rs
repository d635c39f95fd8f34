//! Dates, times and lists as each language writes them.
