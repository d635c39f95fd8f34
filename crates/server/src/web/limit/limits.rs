//! All limits, as the layers ask them.

use std::{
    net::IpAddr,
    time::{Duration, Instant},
};

use super::{
    body::{Bodies, BodyShare},
    place::{Place, Places},
    rate::Meter,
};
use crate::config::{Class, Serve};

/// How many other requests a refusal weighs as: a page that says no costs more than one that is kept. Who goes on asking
/// is soon told no a hundred times a second, and not oftener.
const REFUSAL: u32 = 20;
/// How long one waits for a place.
const PATIENCE: Duration = Duration::from_secs(3);

/// How much of the portal anybody may take.
pub(crate) struct Limits {
    /// `None`: rates are switched off.
    meter: Option<Meter>,
    began: Instant,
    pages: Places,
    searches: Places,
    files: Places,
    cards: Places,
    bodies: Bodies,
}

/// Why somebody is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The address asks for too much. How many seconds to wait: one or more.
    Often(u32),
    /// All places are taken.
    Busy,
}

impl std::fmt::Debug for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.meter.is_some() { "Limits(…)" } else { "Limits(no rates)" })
    }
}

impl Limits {
    pub(crate) fn new(config: &Serve) -> Self {
        // Where an address may ask for as much as it likes, it may have all the places: a proxy may be behind it.
        let places = |all, of_one| Places::new(all, if config.rates.is_some() { of_one } else { usize::MAX }, PATIENCE);
        Self {
            meter: config.rates.map(Meter::new),
            began: Instant::now(),
            // Making a page takes a database connection and a core for some of the time: more at once would only be slower,
            // and would each take memory.
            pages: places(64, 64),
            searches: places(8, 6),
            // Somebody may take a long file slowly, for minutes: that is no reason to keep others waiting.
            files: places(64, 16),
            // Nearly all are kept. Two are drawn at once, wherever these come from ([`Cards`](crate::web::card::Cards)).
            cards: places(64, 16),
            bodies: Bodies::new(config.body_limit),
        }
    }

    /// Room for a body that is about to be read.
    pub(crate) fn body(&self) -> BodyShare {
        self.bodies.begin()
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    /// How long a request has to wait for its turn before anything is done for it. Zero for nearly everybody.
    ///
    /// Not a refusal: that would cost as much as answering from what is kept. A machine that asks without end gets its
    /// answers at the rate that is everybody's, and time is left for others.
    pub(crate) fn turn(&self, address: IpAddr) -> Duration {
        self.meter
            .as_ref()
            .map_or(Duration::ZERO, |meter| meter.stand_in_line(address.into(), Class::Any, 1, self.now()))
    }

    /// Leave to be answered by something that is not kept, and a place to have it made in.
    ///
    /// # Errors
    /// [`Refused`].
    pub(crate) async fn enter(&self, address: IpAddr, class: Class) -> Result<Option<Place>, Refused> {
        self.count(address, class)?;
        let places = match class {
            Class::Page | Class::Json => &self.pages,
            Class::Search => &self.searches,
            Class::File => &self.files,
            Class::Card => &self.cards,
            // Writers stand in line before the database, and passwords before their hashing; each is told when that takes
            // too long, with all that was typed.
            Class::Any | Class::Form | Class::SignIn => return Ok(None),
        };
        places.take(address.into()).await.map(Some).map_err(|_| Refused::Busy)
    }

    fn count(&self, address: IpAddr, class: Class) -> Result<(), Refused> {
        let Some(meter) = &self.meter else { return Ok(()) };
        let now = self.now();
        meter.ask(address.into(), class, now).map_err(|wait| {
            meter.stand_in_line(address.into(), Class::Any, REFUSAL, now);
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            Refused::Often(u32::try_from(seconds).unwrap_or(u32::MAX).max(1))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Rates, rate};

    const ONE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

    #[tokio::test]
    async fn who_goes_on_asking_after_a_refusal_waits_for_the_next() {
        let (class, rate) = rate("search=1/1").unwrap();
        let rates = Some(Rates::default().with(class, rate));
        let limits = Limits::new(&Serve { rates, ..Serve::at(Serve::LISTEN) });
        assert!(limits.enter(ONE, Class::Search).await.is_ok());
        let refused = (0..400).filter(|_| limits.count(ONE, Class::Search).is_err()).count();
        assert_eq!(refused, 400);
        assert!(limits.turn(ONE) > Duration::ZERO);
        assert_eq!(limits.turn("192.0.2.2".parse().unwrap()), Duration::ZERO);
    }

    #[tokio::test]
    async fn rates_can_be_switched_off_and_places_cannot() {
        let limits = Limits::new(&Serve::at(Serve::LISTEN));
        let mut places = Vec::new();
        for _ in 0..64 {
            places.push(limits.enter(ONE, Class::File).await.unwrap());
        }
        let more = tokio::time::timeout(Duration::from_millis(50), limits.enter(ONE, Class::File)).await;
        assert!(more.is_err(), "it waits for a place");
        assert_eq!(limits.turn(ONE), Duration::ZERO);
    }

    #[tokio::test]
    async fn one_address_leaves_places_for_files_to_others() {
        let limits = Limits::new(&Serve { rates: Some(Rates::default()), ..Serve::at(Serve::LISTEN) });
        let mut places = Vec::new();
        for _ in 0..16 {
            places.push(limits.enter(ONE, Class::File).await.unwrap());
        }
        assert_eq!(limits.enter(ONE, Class::File).await.unwrap_err(), Refused::Busy);
        assert!(limits.enter("192.0.2.2".parse().unwrap(), Class::File).await.is_ok());
    }
}
