//! The picture: what a card says, in the portal's colours and on its map. Sketched as SVG, drawn as PNG.

use frontend::card::{Card, Days, Ground, Line, Tag};
use model::{country::CountryCode, locale::Locale};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{self, FontFamily, FontResolver, Options, Tree},
};

use super::{
    font::{Fonts, Voice},
    set::{self, Block, NoLetters, Room, Run},
};

/// The whole picture, and the edge that nothing but the ground passes.
const WIDTH: f32 = Card::WIDTH as f32;
const HEIGHT: f32 = Card::HEIGHT as f32;
const MARGIN: f32 = 72.0;
/// The shoreline at the foot.
const SHORE: f32 = 14.0;
/// Where the words end.
const FOOT: f32 = 564.0;
/// Where the words of the card begin, under the portal's name.
const HEAD: f32 = 168.0;
/// What an event's days take, and the distance from them to its title.
const DAYS: f32 = 236.0;
const GUTTER: f32 = 40.0;

/// Sizes of a title, the largest first.
const TITLE: &[f32] = &[78.0, 72.0, 66.0, 60.0, 55.0, 50.0, 46.0, 42.0, 38.0, 34.0];

/// The colours of `style/token.css`, by their names there.
struct Palette {
    ground: &'static str,
    text: &'static str,
    quiet: &'static str,
    eyebrow: &'static str,
    line: &'static str,
    /// Tiles of the whole region, China's among them; tiles that stand back.
    tile: &'static str,
    host: &'static str,
    back: &'static str,
}

const PAPER: Palette = Palette {
    ground: "#fdfbf6",
    text: "#17211f",
    quiet: "#4a5955",
    eyebrow: "#14735f",
    line: "#ddd3bf",
    tile: "#14735f",
    host: "#c44a25",
    back: "#e1efe8",
};
const DEEP: Palette = Palette {
    ground: "#072a26",
    text: "#fdfbf6",
    quiet: "#a9c3b9",
    eyebrow: "#86cfba",
    line: "#2b443e",
    tile: "#14735f",
    host: "#c44a25",
    back: "#0f3b35",
};

const fn palette(ground: Ground) -> &'static Palette {
    match ground {
        Ground::Paper => &PAPER,
        Ground::Deep => &DEEP,
    }
}

/// A card, drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The picture: [`Card::WIDTH`] by [`Card::HEIGHT`] pixels.
    pub png: Vec<u8>,
    /// It says what the card says. False where letters are in no font of this machine: then it shows the mark alone.
    pub speaks: bool,
}

/// A card could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// The sketch is not SVG: a mistake of this module.
    #[error("the sketch of a card is not sound")]
    Sketch(#[from] usvg::Error),
    /// There is no room for the picture, or it cannot be written.
    #[error("a card could not be written: {0}")]
    Write(String),
}

/// Draws a card. Takes some tens of milliseconds, all of them computing.
///
/// # Errors
/// [`DrawError`], none of which is the card's fault.
pub fn draw(fonts: &Fonts, card: &Card) -> Result<Drawn, DrawError> {
    let (svg, speaks) = match sketch(fonts, card) {
        Ok(svg) => (svg, true),
        Err(NoLetters) => (mute(card.ground), false),
    };
    let tree = Tree::from_str(&svg, &options(fonts))?;
    let mut pixmap = Pixmap::new(Card::WIDTH.into(), Card::HEIGHT.into())
        .ok_or_else(|| DrawError::Write("no room for the picture".to_owned()))?;
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    let png = pixmap.encode_png().map_err(|error| DrawError::Write(error.to_string()))?;
    Ok(Drawn { png, speaks })
}

/// How SVG is read: fonts by the names that [`Fonts`] gives them, and no font in another's place.
pub(super) fn options(fonts: &Fonts) -> Options<'_> {
    let select_font: usvg::FontSelectionFn<'_> = Box::new(move |font, _| {
        font.families().iter().find_map(|family| match family {
            FontFamily::Named(name) => fonts.named(name),
            _ => None,
        })
    });
    Options {
        fontdb: std::sync::Arc::clone(&fonts.database),
        font_resolver: FontResolver { select_font, select_fallback: Box::new(|_, _, _| None) },
        ..Options::default()
    }
}

/// A run of text as SVG. `x`, `y`: where its first letter stands on the line.
pub(super) fn text(fonts: &Fonts, run: &Run, (x, y): (f32, f32), size: f32, attributes: &str) -> String {
    let family = fonts.name(run.face);
    let words = escape(&run.text);
    format!(
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-family=\"{family}\" font-size=\"{size}\" xml:space=\"preserve\" {attributes}>{words}</text>"
    )
}

/// Text within XML. What XML cannot hold was left out when it was set.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The card without words.
fn mute(ground: Ground) -> String {
    let mut sketch = Sketch::on(ground);
    let side = 400.0;
    // Without words it cannot lack letters.
    let _ = sketch.map(None, &[], ((WIDTH - side) / 2.0, (HEIGHT - SHORE - side) / 2.0), side);
    sketch.done()
}

/// The card in words.
pub(super) fn sketch(fonts: &Fonts, card: &Card) -> Result<String, NoLetters> {
    let mut sketch = Sketch::on(card.ground);
    sketch.name(fonts, &card.site)?;
    match (&card.days, &card.figure) {
        (Some(days), _) => sketch.dated(fonts, card, days)?,
        (None, Some(figure)) => sketch.numbered(fonts, card, figure)?,
        (None, None) => sketch.mapped(fonts, card)?,
    }
    Ok(sketch.done())
}

/// A picture that is being sketched.
struct Sketch {
    svg: String,
    colours: &'static Palette,
}

impl Sketch {
    fn on(ground: Ground) -> Self {
        let colours = palette(ground);
        let mut sketch = Self {
            svg: format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\">"),
            colours,
        };
        sketch.rect((0.0, 0.0), (WIDTH, HEIGHT), 0.0, colours.ground);
        // As at the head of every page: mangrove, lagoon, sand, coral.
        for (from, to, colour) in
            [(0.0, 0.58, "#0f5d50"), (0.58, 0.82, "#0b6a86"), (0.82, 0.94, "#d99a1c"), (0.94, 1.0, "#c44a25")]
        {
            sketch.rect((WIDTH * from, HEIGHT - SHORE), (WIDTH * (to - from), SHORE), 0.0, colour);
        }
        sketch
    }

    fn done(self) -> String {
        self.svg + "</svg>"
    }

    fn rect(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), round: f32, colour: &str) {
        self.add(&format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{round:.1}\" fill=\"{colour}\"/>"
        ));
    }

    fn add(&mut self, svg: &str) {
        self.svg.push_str(svg);
    }

    /// The map, or the mark, which is the map without names. The countries in `on` stand out; with fonts, they carry their codes.
    fn map(
        &mut self,
        fonts: Option<&Fonts>,
        on: &[CountryCode],
        (x, y): (f32, f32),
        side: f32,
    ) -> Result<(), NoLetters> {
        // Five tiles and the joints between them, in the proportions of the mark.
        let (step, tile) = (side / 4.9, side / 4.9 * 0.9);
        for code in CountryCode::ALL {
            let (column, row) = code.tile();
            let colour = match (on.is_empty() || on.contains(&code), code.is_asean()) {
                (true, true) => self.colours.tile,
                (true, false) => self.colours.host,
                (false, _) => self.colours.back,
            };
            let at = (x + f32::from(column) * step, y + f32::from(row) * step);
            self.rect(at, (tile, tile), tile * 0.2, colour);
            if let Some(fonts) = fonts.filter(|_| on.contains(&code)) {
                self.code(fonts, code, at, tile)?;
            }
        }
        Ok(())
    }

    /// A country's code, in the middle of its tile.
    fn code(&mut self, fonts: &Fonts, code: CountryCode, (x, y): (f32, f32), tile: f32) -> Result<(), NoLetters> {
        let room = Room { width: tile, height: tile, sizes: &[30.0], lines: 1 };
        if let Some(block) = set::set(fonts, code.code(), Voice::Display, Locale::En, room)? {
            let at = (x + (tile - block.width()) / 2.0, y + (tile - block.height()) / 2.0);
            self.block(fonts, &block, at, PAPER.ground);
        }
        Ok(())
    }

    /// The mark and the portal's name.
    fn name(&mut self, fonts: &Fonts, name: &Line) -> Result<(), NoLetters> {
        const SIDE: f32 = 64.0;
        const TOP: f32 = 56.0;
        self.map(None, &[], (MARGIN, TOP), SIDE)?;
        let room = Room { width: 470.0, height: 96.0, sizes: &[27.0, 25.0, 23.0, 21.0], lines: 2 };
        if let Some(block) = set::set(fonts, &name.text, Voice::Display, name.locale, room)? {
            self.block(fonts, &block, (MARGIN + SIDE + 22.0, TOP + (SIDE - block.height()) / 2.0), self.colours.text);
        }
        Ok(())
    }

    /// Lines of text, from their top.
    fn block(&mut self, fonts: &Fonts, block: &Block, (x, y): (f32, f32), colour: &str) {
        for (at, line) in block.lines.iter().enumerate() {
            // The middle of small letters is a little above the middle of the line.
            let base = y + block.leading * (at as f32 + 0.5) + block.size * 0.34;
            for (from, run) in &line.runs {
                let svg = text(fonts, run, (x + from, base), block.size, &format!("fill=\"{colour}\""));
                self.add(&svg);
            }
        }
    }

    /// A page with the region, or the country that it is about, on the map beside it.
    fn mapped(&mut self, fonts: &Fonts, card: &Card) -> Result<(), NoLetters> {
        const SIDE: f32 = 392.0;
        let left = WIDTH - MARGIN - SIDE;
        self.map(Some(fonts), &card.on, (left, 106.0), SIDE)?;
        self.words(fonts, card, MARGIN, left - MARGIN - 56.0)
    }

    /// A page that has a number, large.
    fn numbered(&mut self, fonts: &Fonts, card: &Card, figure: &str) -> Result<(), NoLetters> {
        const SIDE: f32 = 392.0;
        let left = WIDTH - MARGIN - SIDE;
        let room = Room { width: SIDE, height: 800.0, sizes: &[460.0, 300.0, 200.0], lines: 1 };
        if let Some(block) = set::set(fonts, figure, Voice::Display, card.site.locale, room)? {
            let at = (WIDTH - MARGIN - block.width(), (HEIGHT - SHORE - block.height()) / 2.0);
            self.block(fonts, &block, at, self.colours.back);
        }
        self.words(fonts, card, MARGIN, left - MARGIN - 16.0)
    }

    /// An event: its days lead, as in a list; where it belongs is on a small map.
    fn dated(&mut self, fonts: &Fonts, card: &Card, days: &Days) -> Result<(), NoLetters> {
        const SIDE: f32 = 148.0;
        self.map(None, &card.on, (WIDTH - MARGIN - SIDE, 40.0), SIDE)?;
        let left = MARGIN + DAYS + GUTTER;
        self.days(fonts, days)?;
        self.rect((left - GUTTER / 2.0 - 1.0, HEAD + 14.0), (2.0, FOOT - HEAD - 14.0), 0.0, self.colours.line);
        self.words(fonts, card, left + GUTTER / 4.0, WIDTH - MARGIN - left - GUTTER / 4.0)
    }

    fn days(&mut self, fonts: &Fonts, days: &Days) -> Result<(), NoLetters> {
        let small = Room { width: DAYS, height: 120.0, sizes: &[38.0, 34.0, 30.0, 26.0, 22.0], lines: 1 };
        let large = Room { width: DAYS, height: 400.0, sizes: &[118.0, 104.0, 92.0, 82.0, 72.0, 62.0, 52.0], lines: 1 };
        let month = set::set(fonts, &days.month.text, Voice::Body, days.month.locale, small)?;
        let numbers = set::set(fonts, &days.days.text, Voice::Display, days.days.locale, large)?;
        let year = set::set(fonts, &days.year.text, Voice::Body, days.year.locale, small)?;
        let (text, quiet) = (if days.struck { self.colours.quiet } else { self.colours.eyebrow }, self.colours.quiet);
        let blocks: Vec<(Block, &str)> = [(month, quiet), (numbers, text), (year, quiet)]
            .into_iter()
            .filter_map(|(block, colour)| Some((block?, colour)))
            .collect();
        let height: f32 = blocks.iter().map(|(block, _)| block.height()).sum();
        let mut y = f32::midpoint(HEAD + 14.0, FOOT) - height / 2.0;
        let (top, mut widest) = (y, 0.0_f32);
        for (block, colour) in &blocks {
            self.block(fonts, block, (MARGIN, y), colour);
            widest = widest.max(block.width());
            y += block.height();
        }
        if days.struck {
            self.rect((MARGIN - 6.0, top + height * 0.53), (widest + 12.0, 5.0), 2.0, "#a5391a");
        }
        Ok(())
    }

    /// What sort of page it is, its title, and more about it: they stand on the foot of the card.
    fn words(&mut self, fonts: &Fonts, card: &Card, x: f32, width: f32) -> Result<(), NoLetters> {
        let line = |line: &Line, lines| {
            let room = Room { width, height: 120.0, sizes: &[30.0, 27.0, 25.0], lines };
            set::set(fonts, &line.text, Voice::Body, line.locale, room)
        };
        let below: Vec<Block> = card
            .below
            .iter()
            .map(|below| line(below, 2))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect();
        let above = self.above(fonts, card, width)?;
        let under: f32 = below.iter().map(Block::height).sum::<f32>() + if below.is_empty() { 0.0 } else { 18.0 };
        let room = Room { width, height: FOOT - HEAD - 54.0 - under, sizes: TITLE, lines: 5 };
        let title = set::set(fonts, &card.title.text, Voice::Display, card.title.locale, room)?;
        let height = title.as_ref().map_or(0.0, Block::height);
        let mut y = FOOT - under - height;
        for piece in above {
            piece.put(self, fonts, x, y - 50.0);
        }
        if let Some(title) = &title {
            self.block(fonts, title, (x, y), self.colours.text);
            y += title.height() + 18.0;
        }
        for block in &below {
            self.block(fonts, block, (x, y), self.colours.quiet);
            y += block.height();
        }
        Ok(())
    }

    /// The line above the title: the sort of page, then how it stands.
    fn above(&self, fonts: &Fonts, card: &Card, width: f32) -> Result<Vec<Piece>, NoLetters> {
        const HIGH: f32 = 60.0;
        let room = |width| Room { width, height: HIGH, sizes: &[28.0, 25.0, 22.0, 20.0], lines: 1 };
        let (mut pieces, mut at) = (Vec::new(), 0.0);
        if let Some(eyebrow) = &card.eyebrow
            && let Some(block) = set::set(fonts, &eyebrow.text, Voice::Body, eyebrow.locale, room(width))?
        {
            let next = at + block.width() + 28.0;
            pieces.push(Piece { block, at, colour: self.colours.eyebrow, box_colour: None });
            at = next;
        }
        for Tag { words, warns } in &card.tags {
            let (colour, ground) = if *warns { ("#a5391a", "#fbe7dd") } else { ("#6b4a06", "#fbf0d6") };
            if let Some(block) = set::set(fonts, &words.text, Voice::Body, words.locale, room(width - at))? {
                let next = at + block.width() + 44.0;
                pieces.push(Piece { block, at: at + 14.0, colour, box_colour: Some(ground) });
                at = next;
            }
        }
        Ok(pieces)
    }
}

/// A piece of the line above the title.
struct Piece {
    block: Block,
    at: f32,
    colour: &'static str,
    box_colour: Option<&'static str>,
}

impl Piece {
    fn put(&self, sketch: &mut Sketch, fonts: &Fonts, x: f32, y: f32) {
        let middle = y + 22.0;
        if let Some(colour) = self.box_colour {
            let (width, height) = (self.block.width() + 28.0, 44.0);
            sketch.rect((x + self.at - 14.0, middle - height / 2.0), (width, height), 8.0, colour);
        }
        sketch.block(fonts, &self.block, (x + self.at, middle - self.block.height() / 2.0), self.colour);
    }
}
