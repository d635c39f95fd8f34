//! Cards: the pictures that go with a link, as PNG. What they say comes from [`frontend::card`]; here it is set in type and drawn.
//!
//! - [`font`]: which fonts there are, and which of them has the letters of a text
//! - [`set`]: a text in lines, broken where its language breaks them, as large as it fits
//! - [`mod@draw`]: the picture
//!
//! Text is shaped by the library that draws it, so that what is measured is what is seen. Every piece is set in a font that has
//! all its letters: a card never shows a box for a letter that is missing. Where the letters of a title are in no font, the card
//! shows the mark alone.

pub mod draw;
pub mod font;
mod set;
#[cfg(test)]
mod tests;

pub use draw::{Drawn, draw};
pub use font::Fonts;
