//! A text in lines: broken where its language breaks them, as large as it fits, and cut where nothing else helps.

use std::ops::Range;

use icu::segmenter::{GraphemeClusterSegmenter, LineSegmenter, options::LineBreakOptions};
use model::locale::Locale;
use resvg::usvg::{Group, Node, Tree, fontdb::ID};

use super::{
    draw,
    font::{Fonts, Voice},
};

/// The size at which text is measured, in pixels.
const MEASURE: f32 = 100.0;
/// What stands for the rest of a text that is cut.
const ELLIPSIS: &str = "…";

/// A piece of text in one font.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) face: ID,
    pub(super) text: String,
}

/// A line that is set: its runs, each with the distance of its beginning from the line's, in pixels.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SetLine {
    pub(super) runs: Vec<(f32, Run)>,
    pub(super) width: f32,
}

/// A text that is set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    pub(super) lines: Vec<SetLine>,
    /// The size of the type, in pixels.
    pub(super) size: f32,
    /// From one line to the next, in pixels.
    pub(super) leading: f32,
}

impl Block {
    pub(super) fn height(&self) -> f32 {
        self.lines.len() as f32 * self.leading
    }

    pub(super) fn width(&self) -> f32 {
        self.lines.iter().map(|line| line.width).fold(0.0, f32::max)
    }
}

/// The room that a text has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// In pixels.
    pub(super) width: f32,
    /// In pixels.
    pub(super) height: f32,
    /// The sizes of type to try, the largest first.
    pub(super) sizes: &'static [f32],
    /// However many lines would fit, no more than these.
    pub(super) lines: usize,
}

/// The text has letters that no font has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoLetters;

/// What may stand on a line by itself: a line may end after it.
struct Word {
    runs: Vec<Run>,
    /// Without the space at its end, and with it; at [`MEASURE`].
    width: f32,
    whole: f32,
}

/// Sets `text`. `None` for one that has nothing to show.
pub(super) fn set(
    fonts: &Fonts,
    text: &str,
    voice: Voice,
    locale: Locale,
    room: Room,
) -> Result<Option<Block>, NoLetters> {
    let text = plain(&drawable(fonts, &plain(text), voice, locale)?);
    let smallest = room.sizes.last().copied().unwrap_or(MEASURE);
    let words = words(fonts, &text, voice, locale, room.width / smallest * MEASURE);
    if words.is_empty() {
        return Ok(None);
    }
    let leading = leading(voice, locale);
    let fitting = room.sizes.iter().copied().filter_map(|size| {
        let width = room.width / size * MEASURE;
        let lines = broken(&words, width);
        let most = ((room.height / (size * leading)).floor() as usize).min(room.lines);
        // A word that fits nowhere has a line of its own, and is too wide for it all the same.
        let fit = words.iter().all(|word| word.width <= width);
        (fit && lines.len() <= most).then(|| (size, balanced(&words, lines.len(), width)))
    });
    if let Some((size, lines)) = best(&words, fitting) {
        let lines = lines.into_iter().map(|range| line(&words[range])).collect();
        return Ok(Some(block(fonts, lines, size, leading)));
    }
    let most = ((room.height / (smallest * leading)).floor() as usize).clamp(1, room.lines.max(1));
    let lines = cut(fonts, &words, most, room.width / smallest * MEASURE, voice, locale);
    Ok(Some(block(fonts, lines, smallest, leading)))
}

/// Text as it can be drawn: no control characters, no marks that turn the direction round, one space between words.
fn plain(text: &str) -> String {
    // Marks of direction, soft hyphens, variants of picture characters, and what is no character at all.
    let is_left_out = |c: char| {
        matches!(c, '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let seen = text.chars().filter(|c| !is_left_out(*c));
    let seen: String =
        seen.map(|c| if c.is_control() || c.is_whitespace() && c != '\u{a0}' { ' ' } else { c }).collect();
    seen.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The largest size, unless it leaves a word or two alone on the last line, and a little smaller would not.
fn best<'w>(
    words: &'w [Word],
    mut fitting: impl Iterator<Item = (f32, Vec<Range<usize>>)> + 'w,
) -> Option<(f32, Vec<Range<usize>>)> {
    const LITTLE: f32 = 0.72;
    const ALONE: f32 = 0.5;
    let wide = |range: &Range<usize>| words[range.clone()].iter().map(|word| word.whole).sum::<f32>();
    let alone = |lines: &[Range<usize>]| {
        let widest = lines.iter().map(wide).fold(0.0, f32::max);
        lines.len() > 1 && lines.last().is_some_and(|last| wide(last) < widest * ALONE)
    };
    let largest = fitting.next()?;
    if !alone(&largest.1) {
        return Some(largest);
    }
    let smallest = largest.0 * LITTLE;
    fitting.take_while(|(size, _)| *size >= smallest).find(|(_, lines)| !alone(lines)).or(Some(largest))
}

/// What of a text is in a font. A mark that no font has over a letter is left out, and so is what is no letter or figure, a picture
/// character for instance: the words are the same without. They are not without a letter.
fn drawable(fonts: &Fonts, text: &str, voice: Voice, locale: Locale) -> Result<String, NoLetters> {
    let pieces = graphemes(text);
    let faces = fonts.faces(&pieces, voice, locale);
    let pieces: Vec<&str> =
        pieces.into_iter().zip(faces).map(|(piece, face)| if face.is_none() { bare(piece) } else { piece }).collect();
    let faces = fonts.faces(&pieces, voice, locale);
    let lacks =
        pieces.iter().zip(&faces).any(|(piece, face)| face.is_none() && piece.chars().any(char::is_alphanumeric));
    if lacks {
        return Err(NoLetters);
    }
    Ok(pieces.into_iter().zip(faces).filter(|(_, face)| face.is_some()).map(|(piece, _)| piece).collect())
}

/// A letter without its marks.
fn bare(grapheme: &str) -> &str {
    grapheme.char_indices().nth(1).and_then(|(second, _)| grapheme.get(..second)).unwrap_or(grapheme)
}

/// From line to line, as a part of the type's size: stacked vowels and tone marks need room (as in `style/token.css`).
const fn leading(voice: Voice, locale: Locale) -> f32 {
    let (display, body) = match locale {
        Locale::ZhHans => (1.3, 1.45),
        Locale::Th => (1.42, 1.55),
        Locale::Lo => (1.5, 1.6),
        Locale::Km => (1.6, 1.7),
        Locale::My => (1.75, 1.85),
        Locale::Ta => (1.4, 1.5),
        Locale::Vi => (1.25, 1.45),
        _ => (1.16, 1.4),
    };
    match voice {
        Voice::Display => display,
        Voice::Body => body,
    }
}

/// The words of a text, measured. One that is wider than `width` is broken anywhere, as an address is.
fn words(fonts: &Fonts, text: &str, voice: Voice, locale: Locale, width: f32) -> Vec<Word> {
    let breaks: Vec<usize> = LineSegmenter::new_auto(LineBreakOptions::default())
        .segment_str(text)
        .filter(|at| !at_a_dash(text, *at))
        .collect();
    let pieces = breaks.windows(2).filter_map(|at| text.get(at[0]..at[1]));
    let mut words = measured(fonts, &runs_of(fonts, pieces, voice, locale));
    if words.iter().any(|word| word.width > width) {
        let pieces = breaks.windows(2).filter_map(|at| text.get(at[0]..at[1]));
        let pieces: Vec<&str> = pieces
            .zip(&words)
            .flat_map(|(piece, word)| if word.width > width { graphemes(piece) } else { vec![piece] })
            .collect();
        words = measured(fonts, &runs_of(fonts, pieces.into_iter(), voice, locale));
    }
    words.retain(|word| !word.runs.is_empty());
    words
}

/// What a dash holds together stays together on a line of large type: "ASEAN-China", "2016—2020".
fn at_a_dash(text: &str, at: usize) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2014}');
    let (before, after) = text.split_at_checked(at).unwrap_or_default();
    !before.is_empty() && !after.is_empty() && (before.ends_with(is_dash) || after.starts_with(is_dash))
}

fn graphemes(text: &str) -> Vec<&str> {
    let ends: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(text).collect();
    ends.windows(2).filter_map(|at| text.get(at[0]..at[1])).collect()
}

/// Each piece in runs.
fn runs_of<'t>(fonts: &Fonts, pieces: impl Iterator<Item = &'t str>, voice: Voice, locale: Locale) -> Vec<Vec<Run>> {
    let pieces: Vec<Vec<&str>> = pieces.map(graphemes).collect();
    // A break may be asked for, or refused, by a character that is not seen.
    let unseen = |c: char| matches!(c, '\u{200b}' | '\u{2060}');
    let shown: Vec<String> = pieces.iter().flatten().map(|g| g.chars().filter(|c| !unseen(*c)).collect()).collect();
    let faces = fonts.faces(&shown.iter().map(String::as_str).collect::<Vec<_>>(), voice, locale);
    let mut of_all = shown.iter().zip(faces);
    pieces.iter().map(|piece| joined(of_all.by_ref().take(piece.len()))).collect()
}

fn joined<'t>(graphemes: impl Iterator<Item = (&'t String, Option<ID>)>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (grapheme, face) in graphemes.filter(|(grapheme, _)| !grapheme.is_empty()) {
        match (face, runs.last_mut()) {
            // A space is a space in every font.
            (Some(face), Some(run)) if run.face == face || grapheme == " " => run.text.push_str(grapheme),
            (Some(face), _) => runs.push(Run { face, text: grapheme.clone() }),
            (None, _) => {}
        }
    }
    runs
}

fn measured(fonts: &Fonts, words: &[Vec<Run>]) -> Vec<Word> {
    let trimmed = words.iter().filter_map(|runs| runs.last());
    let trimmed: Vec<Run> = trimmed.map(|run| Run { face: run.face, text: run.text.trim_end().to_owned() }).collect();
    let mut trimmed = widths(fonts, trimmed.iter()).into_iter();
    let mut whole = widths(fonts, words.iter().flatten()).into_iter();
    let measure = |runs: &Vec<Run>| {
        let before: f32 = whole.by_ref().take(runs.len().saturating_sub(1)).sum();
        let last = runs.last().and_then(|_| Some((whole.next()?, trimmed.next()?)));
        let (last, trimmed) = last.unwrap_or_default();
        Word { runs: runs.clone(), width: before + trimmed, whole: before + last }
    };
    words.iter().map(measure).collect()
}

/// How wide each run is at [`MEASURE`]: as the library that draws it would set it.
fn widths<'r>(fonts: &Fonts, runs: impl Iterator<Item = &'r Run>) -> Vec<f32> {
    let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\">");
    let mut count = 0;
    for run in runs {
        svg.push_str(&draw::text(fonts, run, (0.0, 0.0), MEASURE, &format!("id=\"{count}\"")));
        count += 1;
    }
    svg.push_str("</svg>");
    let mut widths = vec![0.0; count];
    if count > 0
        && let Ok(tree) = Tree::from_str(&svg, &draw::options(fonts))
    {
        note_widths(tree.root(), &mut widths);
    }
    widths
}

fn note_widths(group: &Group, widths: &mut [f32]) {
    for node in group.children() {
        match node {
            Node::Text(text) => {
                if let Some(width) = text.id().parse::<usize>().ok().and_then(|at| widths.get_mut(at)) {
                    *width = text.bounding_box().right().max(0.0);
                }
            }
            Node::Group(group) => note_widths(group, widths),
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

/// As many words to a line as fit, as ranges of words. A word that fits nowhere has a line of its own.
fn broken(words: &[Word], width: f32) -> Vec<Range<usize>> {
    let (mut lines, mut begin, mut used) = (Vec::new(), 0, 0.0);
    for (at, word) in words.iter().enumerate() {
        if at > begin && used + word.width > width {
            lines.push(begin..at);
            (begin, used) = (at, 0.0);
        }
        used += word.whole;
    }
    lines.push(begin..words.len());
    lines
}

/// The same number of lines, of lengths as even as can be.
fn balanced(words: &[Word], count: usize, width: f32) -> Vec<Range<usize>> {
    let (mut narrow, mut wide) = (0.0, width);
    // Halved until it is exact to a pixel or so.
    for _ in 0..10 {
        let middle = f32::midpoint(narrow, wide);
        let lines = broken(words, middle);
        let fits = lines.len() <= count && words.iter().all(|word| word.width <= middle);
        if fits { wide = middle } else { narrow = middle }
    }
    broken(words, wide)
}

/// The first lines, the last of them with an ellipsis.
fn cut(fonts: &Fonts, words: &[Word], most: usize, width: f32, voice: Voice, locale: Locale) -> Vec<Vec<Run>> {
    let lines = broken(words, width);
    let ellipsis: Vec<Run> = runs_of(fonts, [ELLIPSIS].into_iter(), voice, locale).into_iter().flatten().collect();
    let room = width - widths(fonts, ellipsis.iter()).iter().sum::<f32>();
    let mut cut: Vec<Vec<Run>> = lines.iter().take(most).map(|range| line(&words[range.clone()])).collect();
    if lines.len() > most
        && let (Some(last), Some(range)) = (cut.last_mut(), lines.get(most - 1))
    {
        let mut end = range.end;
        let wide = |end: usize| -> f32 {
            let all: f32 = words[range.start..end].iter().map(|word| word.whole).sum();
            all - words[end - 1].whole + words[end - 1].width
        };
        while end > range.start + 1 && wide(end) > room {
            end -= 1;
        }
        *last = line(&words[range.start..end]);
        for run in ellipsis {
            append(last, run);
        }
    }
    cut
}

/// Words as one line, without the space at its end.
fn line(words: &[Word]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for run in words.iter().flat_map(|word| &word.runs) {
        append(&mut runs, run.clone());
    }
    if let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    runs
}

fn append(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.face == run.face => last.text.push_str(&run.text),
        _ => runs.push(run),
    }
}

fn block(fonts: &Fonts, lines: Vec<Vec<Run>>, size: f32, leading: f32) -> Block {
    let mut measured = widths(fonts, lines.iter().flatten()).into_iter();
    let lines = lines.into_iter().map(|runs| {
        let mut width = 0.0;
        let runs = runs.into_iter().map(|run| {
            let at = width;
            width += measured.next().unwrap_or_default() * size / MEASURE;
            (at, run)
        });
        SetLine { runs: runs.collect(), width }
    });
    Block { lines: lines.collect(), size, leading: size * leading }
}
