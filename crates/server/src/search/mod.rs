//! What a text is made of, for those who look for things in it; and what somebody looks for. No I/O: the index itself is in
//! `store/search`, the use cases in `app/search.rs`.
//!
//! - [`fold`]: spellings that mean the same, made one; [`word`](mod@word): a text cut into words, in every script
//! - [`subject`]: what of a thing can be found; [`token`]: what of it is put into the index, and under which names
//! - [`ask`]: what was typed, understood; [`spelling`]: words that are meant by others
//! - [`mark`]: a text as shown, with the words that were looked for marked

pub(crate) mod ask;
mod fold;
pub(crate) mod mark;
pub(crate) mod spelling;
pub(crate) mod subject;
pub(crate) mod token;
pub(crate) mod word;
