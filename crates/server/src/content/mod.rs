//! The first content: Markdown with front matter, embedded in the binary.
