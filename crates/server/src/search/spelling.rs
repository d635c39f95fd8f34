//! Words that are meant by others: how far apart two spellings are, and how far is forgiven.

/// The most letters that a word can be corrected at; longer ones are looked for as they are.
pub(crate) const LONGEST: usize = 32;

/// How many mistakes are forgiven in a word of so many letters: a letter too many, too few, or wrong, or two exchanged.
pub(crate) const fn forgiven(letters: usize) -> usize {
    match letters {
        4..=7 => 1,
        8..=LONGEST => 2,
        _ => 0,
    }
}

/// The first two and the last two letters of a word. One mistake leaves one of them right, wherever it is in a word of four
/// letters or more, but for one ([`exchanged_in_the_middle`]); so words that are near are looked for by these, along an index.
pub(crate) fn ends(word: &str) -> (String, String) {
    let letters: Vec<char> = word.chars().collect();
    (letters.iter().take(2).collect(), letters.iter().skip(letters.len().saturating_sub(2)).collect())
}

/// A word of four letters with the two in its middle exchanged, which is the one mistake that leaves neither end of it right.
pub(crate) fn exchanged_in_the_middle(word: &str) -> Option<String> {
    match word.chars().collect::<Vec<_>>()[..] {
        [a, b, c, d] if b != c => Some([a, c, b, d].iter().collect()),
        _ => None,
    }
}

/// How many mistakes lead from one word to the other (optimal string alignment), where it is `most` or fewer.
pub(crate) fn distance(from: &str, to: &str, most: usize) -> Option<usize> {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    if from.len().abs_diff(to.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let at = |row: &[usize], n: usize| row.get(n).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&above, j) + usize::from(a != b)).min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let exchanged = i > 0 && j > 0 && from.get(i - 1) == Some(b) && to.get(j - 1) == Some(a);
            if exchanged && a != b {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|mistakes| *mistakes <= most)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_letter_more_less_wrong_or_exchanged_is_one_mistake() {
        for typed in ["mangrovee", "mangrve", "mangrobe", "magnrove"] {
            assert_eq!(distance(typed, "mangrove", 2), Some(1), "{typed}");
        }
        assert_eq!(distance("mangrove", "mangrove", 0), Some(0));
        assert_eq!(distance("mangrove", "seminar", 2), None);
    }

    proptest! {
        #[test]
        fn a_mistake_leaves_one_end_of_a_word_right(word in "[a-z]{4,12}", at in 0_usize..12, letter in "[a-z]") {
            let mut letters: Vec<char> = word.chars().collect();
            let at = at % letters.len();
            letters[at] = letter.chars().next().unwrap_or('a');
            let wrong: String = letters.into_iter().collect();
            let (right, typed) = (ends(&word), ends(&wrong));
            prop_assert!(right.0 == typed.0 || right.1 == typed.1);
            prop_assert!(distance(&word, &wrong, 1).is_some());
        }

        #[test]
        fn two_letters_exchanged_leave_one_end_right_or_are_known(word in "[a-z]{4,12}", at in 0_usize..11) {
            let mut letters: Vec<char> = word.chars().collect();
            let at = at % (letters.len() - 1);
            letters.swap(at, at + 1);
            let wrong: String = letters.into_iter().collect();
            let (right, typed) = (ends(&word), ends(&wrong));
            let known = exchanged_in_the_middle(&wrong).is_none_or(|back| back == word);
            prop_assert!(right.0 == typed.0 || right.1 == typed.1 || known);
            prop_assert!(distance(&word, &wrong, 1).is_some());
        }

        #[test]
        fn the_way_there_is_as_long_as_the_way_back(a in "[a-c]{0,8}", b in "[a-c]{0,8}") {
            prop_assert_eq!(distance(&a, &b, 9), distance(&b, &a, 9));
        }
    }
}
