//! How many connections there may be.
//!
//! Where there is no room for one more, the one that has waited for longest without asking anything is hung up on. So
//! connections that are opened and left idle, however many, keep nobody out who asks; and those that ask are bounded in
//! time by the layers. One address has a share, by the same rule.

use std::{
    collections::HashMap,
    io,
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::{sync::Notify, task::AbortHandle};

use super::limit::Subscriber;

/// How often to look again whether somebody has become idle. Nobody tells, because that would cost each request something.
const LOOK: Duration = Duration::from_millis(50);
/// Files that are no visitor's connection: the database's, the log, the listener.
const OWN_FILES: u64 = 100;

/// The connections.
#[derive(Debug)]
pub(super) struct Room {
    most: usize,
    of_one: usize,
    began: Instant,
    seats: Mutex<Seats>,
    left: Notify,
}

#[derive(Debug, Default)]
struct Seats {
    next: u64,
    taken: HashMap<u64, Taken>,
    of: HashMap<Subscriber, usize>,
}

#[derive(Debug)]
struct Taken {
    /// Whose share it is of; `None` for a proxy of ours, which comes for many.
    who: Option<Subscriber>,
    use_of: Arc<Use>,
    end: Option<AbortHandle>,
}

/// What a connection is used for just now.
#[derive(Debug)]
struct Use {
    working: AtomicBool,
    /// Since when it is not, in milliseconds of the room's.
    idle_since: AtomicU64,
}

/// A connection's place in the room, until dropped.
#[derive(Debug)]
pub(super) struct Seat {
    room: Arc<Room>,
    number: u64,
    use_of: Arc<Use>,
}

/// That a request is being answered, until dropped.
#[derive(Debug)]
pub(super) struct Working {
    room: Arc<Room>,
    use_of: Arc<Use>,
}

impl Room {
    pub(super) fn new(most: usize, of_one: usize) -> Self {
        Self { most, of_one, began: Instant::now(), seats: Mutex::default(), left: Notify::new() }
    }

    /// Waits until there is room for somebody: a free seat, or one whose connection is idle.
    pub(super) async fn opens(&self) {
        while !self.is_open() {
            let _ = tokio::time::timeout(LOOK, self.left.notified()).await;
        }
    }

    fn is_open(&self) -> bool {
        let seats = self.seats();
        seats.taken.len() < self.most || seats.idlest(|_| true).is_some()
    }

    /// Takes a seat, if need be that of an idle connection, which is ended. `None` where all are busy, or all of the
    /// address' share.
    pub(super) fn enter(self: &Arc<Self>, who: Option<Subscriber>) -> Option<Seat> {
        let mut seats = self.seats();
        if let Some(who) = who.filter(|who| seats.of.get(who).is_some_and(|count| *count >= self.of_one)) {
            let idlest = seats.idlest(|taken| taken.who == Some(who))?;
            seats.end(idlest);
        } else if seats.taken.len() >= self.most {
            let idlest = seats.idlest(|_| true)?;
            seats.end(idlest);
        }
        let (number, use_of) = (seats.next, Arc::new(Use::from(self.now())));
        seats.next += 1;
        seats.taken.insert(number, Taken { who, use_of: Arc::clone(&use_of), end: None });
        if let Some(who) = who {
            *seats.of.entry(who).or_default() += 1;
        }
        Some(Seat { room: Arc::clone(self), number, use_of })
    }

    /// How the connection on this seat is ended.
    pub(super) fn ends(&self, number: u64, by: AbortHandle) {
        match self.seats().taken.get_mut(&number) {
            Some(taken) => taken.end = Some(by),
            // It is over already, or lost its seat in between.
            None => by.abort(),
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn seats(&self) -> MutexGuard<'_, Seats> {
        // Every change is whole before anything can panic.
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seats {
    /// The seat whose connection has been idle for longest.
    fn idlest(&self, of: impl Fn(&Taken) -> bool) -> Option<u64> {
        let idle = self.taken.iter().filter(|(_, taken)| of(taken) && !taken.use_of.working.load(Ordering::Relaxed));
        let since = |(number, taken): &(&u64, &Taken)| (taken.use_of.idle_since.load(Ordering::Relaxed), **number);
        idle.min_by_key(since).map(|(number, _)| *number)
    }

    fn end(&mut self, number: u64) {
        if let Some(end) = self.leave(number).and_then(|taken| taken.end) {
            end.abort();
        }
    }

    fn leave(&mut self, number: u64) -> Option<Taken> {
        let taken = self.taken.remove(&number)?;
        if let Some(who) = taken.who
            && let Some(count) = self.of.get_mut(&who)
        {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.of.remove(&who);
            }
        }
        Some(taken)
    }
}

impl Use {
    const fn from(now: u64) -> Self {
        Self { working: AtomicBool::new(false), idle_since: AtomicU64::new(now) }
    }
}

impl Seat {
    /// What the room knows it by.
    pub(super) const fn number(&self) -> u64 {
        self.number
    }

    /// A request is being answered.
    pub(super) fn work(&self) -> Working {
        self.use_of.working.store(true, Ordering::Relaxed);
        Working { room: Arc::clone(&self.room), use_of: Arc::clone(&self.use_of) }
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.use_of.idle_since.store(self.room.now(), Ordering::Relaxed);
        self.use_of.working.store(false, Ordering::Relaxed);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.room.seats().leave(self.number);
        self.room.left.notify_one();
    }
}

/// Whose share a connection is of. A proxy of ours comes for many, and has no share.
pub(super) fn share(peer: IpAddr, is_proxy: bool) -> Option<Subscriber> {
    (!is_proxy).then(|| peer.into())
}

/// Asks the system for as many open files as so many connections need.
///
/// # Errors
/// The system's, where it does not allow as many.
pub(super) fn allow_files(connections: usize) -> io::Result<()> {
    let wanted = u64::try_from(connections).unwrap_or(u64::MAX).saturating_add(OWN_FILES);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    match current {
        Some(current) if current < wanted => {
            Ok(setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum })?)
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Option<Subscriber> = Some(Subscriber::V4(1));
    const OTHER: Option<Subscriber> = Some(Subscriber::V4(2));

    fn room(most: usize, of_one: usize) -> Arc<Room> {
        Arc::new(Room::new(most, of_one))
    }

    /// A connection that lasts until it is ended.
    fn connection(seat: Seat) -> tokio::task::JoinHandle<()> {
        let (room, number) = (Arc::clone(&seat.room), seat.number());
        let task = tokio::spawn(async move {
            let _seat = seat;
            std::future::pending::<()>().await;
        });
        room.ends(number, task.abort_handle());
        task
    }

    #[tokio::test]
    async fn the_one_that_is_idle_for_longest_makes_room() {
        let room = room(2, 9);
        let first = connection(room.enter(ONE).unwrap());
        let second = connection(room.enter(ONE).unwrap());
        let third = room.enter(OTHER).unwrap();
        assert!(first.await.is_err_and(|ended| ended.is_cancelled()));
        assert!(!second.is_finished());
        drop(third);
        assert_eq!(room.seats().taken.len(), 1);
    }

    #[tokio::test]
    async fn who_is_being_answered_is_not_ended_and_others_wait() {
        let room = room(1, 9);
        let seat = room.enter(ONE).unwrap();
        let working = seat.work();
        assert!(room.enter(OTHER).is_none() && !room.is_open());
        let waiting = tokio::spawn({
            let room = Arc::clone(&room);
            async move { room.opens().await }
        });
        drop(working);
        waiting.await.unwrap();
        assert!(room.enter(OTHER).is_some());
        drop(seat);
    }

    #[tokio::test]
    async fn one_address_takes_its_share_and_a_proxy_comes_for_many() {
        let room = room(9, 2);
        let seats = [room.enter(ONE).unwrap(), room.enter(ONE).unwrap()];
        let working = seats.each_ref().map(Seat::work);
        assert!(room.enter(ONE).is_none(), "all of its share is busy");
        assert!(room.enter(OTHER).is_some());
        let proxies: Vec<_> = (0..5).map(|_| room.enter(None)).collect();
        assert!(proxies.iter().all(Option::is_some));
        drop((working, seats, proxies));
        assert!(room.seats().of.is_empty() && room.seats().taken.is_empty(), "nobody is remembered who has left");
    }
}
