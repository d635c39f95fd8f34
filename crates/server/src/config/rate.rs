//! How much one address may ask for, by what the answer costs.

use std::num::NonZeroU32;

/// What answers cost, from little to much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Any answer at all: pages that are kept, the site's files.
    Any,
    /// A page that is made for this request.
    Page,
    /// The same content as JSON.
    Json,
    /// Search, and suggestions while somebody types.
    Search,
    /// Calendars, news, tables and site maps: files that may be long.
    File,
    /// Pictures of pages, for those who share links.
    Card,
    /// A form that is sent.
    Form,
    /// A form with a password in it.
    SignIn,
}

impl Class {
    /// How many there are.
    pub const COUNT: usize = 8;
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Any, Self::Page, Self::Json, Self::Search, Self::File, Self::Card, Self::Form, Self::SignIn];

    /// The name, as an operator writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Page => "page",
            Self::Json => "json",
            Self::Search => "search",
            Self::File => "file",
            Self::Card => "card",
            Self::Form => "form",
            Self::SignIn => "sign-in",
        }
    }

    /// The place in [`Class::ALL`].
    #[must_use]
    pub const fn number(self) -> usize {
        self as usize
    }
}

/// So many at once, and so many a second for as long as one likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Requests a second.
    pub per_second: NonZeroU32,
    /// Requests at once, by somebody who has not asked for a while.
    pub burst: NonZeroU32,
}

/// A rate for each class.
///
/// The defaults are for a ministry or a university behind one address, hundreds of people at once; they stop a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates([Rate; Class::COUNT]);

impl Default for Rates {
    fn default() -> Self {
        let rate = |per_second, burst| Rate {
            per_second: NonZeroU32::new(per_second).unwrap_or(NonZeroU32::MIN),
            burst: NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN),
        };
        Self(Class::ALL.map(|class| match class {
            Class::Any => rate(2000, 4000),
            Class::Page => rate(50, 600),
            Class::Json => rate(20, 300),
            Class::Search => rate(20, 300),
            Class::File => rate(5, 100),
            Class::Card => rate(5, 60),
            Class::Form => rate(5, 100),
            Class::SignIn => rate(1, 60),
        }))
    }
}

impl Rates {
    /// The rate of a class.
    #[must_use]
    pub const fn of(&self, class: Class) -> Rate {
        self.0[class.number()]
    }

    /// With another rate for a class.
    #[must_use]
    pub const fn with(mut self, class: Class, rate: Rate) -> Self {
        self.0[class.number()] = rate;
        self
    }
}

/// A class and its rate in `text`: `search=20/300`.
///
/// # Errors
/// A sentence that says what was expected.
pub fn rate(text: &str) -> Result<(Class, Rate), &'static str> {
    const EXPECTED: &str = "not a rate: write a class (any, page, json, search, file, card, form, sign-in), how many a \
                            second, and how many at once, as in search=20/300";
    let (name, rate) = text.trim().split_once('=').ok_or(EXPECTED)?;
    let (per_second, burst) = rate.split_once('/').ok_or(EXPECTED)?;
    let class = Class::ALL.into_iter().find(|class| class.name() == name.trim()).ok_or(EXPECTED)?;
    let number = |text: &str| text.trim().parse().map_err(|_| EXPECTED);
    Ok((class, Rate { per_second: number(per_second)?, burst: number(burst)? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_at_its_number() {
        for (number, class) in Class::ALL.into_iter().enumerate() {
            assert_eq!(class.number(), number);
        }
    }

    #[test]
    fn a_rate_is_a_class_and_two_numbers() {
        let (class, told) = rate(" search = 7 / 90").unwrap();
        assert_eq!((class, told.per_second.get(), told.burst.get()), (Class::Search, 7, 90));
        assert_eq!(Rates::default().with(class, told).of(Class::Search), told);
        for class in Class::ALL {
            assert!(rate(&format!("{}=1/1", class.name())).is_ok_and(|(read, _)| read == class));
        }
        for bad in ["", "search", "search=7", "search=7/0", "search=0/7", "search=-1/7", "else=1/1", "search=1/2/3"] {
            assert!(rate(bad).is_err(), "{bad}");
        }
    }
}
