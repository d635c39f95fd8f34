//! The same content for other software. Functions from data to text; no I/O.
