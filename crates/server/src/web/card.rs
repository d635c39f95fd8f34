//! Cards, drawn when they are asked for and kept in little room. However many ask at once for a card, it is drawn once; no more
//! than two are drawn at a time, and who would wait long is told to come again.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use frontend::card::Card;
use http::{HeaderName, HeaderValue, StatusCode, header};
use hyper::body::Bytes;
use model::{error::Error, locale::Locale};
use moka::future::Cache;
use tokio::sync::Semaphore;

use super::{
    answer::{self, Answer},
    coding::{etag, is_known, tag},
    here::Here,
};
use crate::card::{Drawn, Fonts, draw};

/// How much is kept at most, in bytes: a hundred cards or so.
const CAPACITY: u64 = 4 * 1024 * 1024;
/// How long a card that nobody asks for is kept.
const IDLE: Duration = Duration::from_secs(3600);
/// How many are drawn at a time. Each takes a core for some tens of milliseconds.
const AT_ONCE: usize = 2;
/// How long to wait for one's turn.
const PATIENCE: Duration = Duration::from_secs(3);
/// For a card under an address that names what it shows. Not for ever: an event may be taken back from visitors.
const FOR_A_DAY: HeaderValue =
    HeaderValue::from_static("public, max-age=86400, stale-while-revalidate=86400, stale-if-error=604800");
/// Cards are made to be shown by others.
const ANYWHERE: (HeaderName, HeaderValue) =
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));

/// The cards of this process.
pub(crate) struct Cards {
    fonts: Arc<Source>,
    kept: Cache<Card, Arc<Picture>>,
    turns: Arc<Semaphore>,
    patience: Duration,
    /// The languages whose letters lack, as far as the log was told.
    told: Mutex<BTreeSet<Locale>>,
}

/// Where fonts come from: looked for when they are needed first.
struct Source {
    folder: Option<PathBuf>,
    found: OnceLock<Fonts>,
}

/// A card as it is sent.
struct Picture {
    png: Bytes,
    etag: String,
    speaks: bool,
}

impl Source {
    fn fonts(&self) -> &Fonts {
        self.found.get_or_init(|| Fonts::find(self.folder.as_deref()))
    }
}

impl std::fmt::Debug for Cards {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cards({} kept)", self.kept.entry_count())
    }
}

impl Cards {
    /// With the fonts in this folder; without one, the system's.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        let weigh = |_: &Card, picture: &Arc<Picture>| u32::try_from(picture.png.len() + 1024).unwrap_or(u32::MAX);
        Self {
            fonts: Arc::new(Source { folder, found: OnceLock::new() }),
            kept: Cache::builder().max_capacity(CAPACITY).weigher(weigh).time_to_idle(IDLE).build(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            patience: PATIENCE,
            told: Mutex::default(),
        }
    }

    /// Tells the log which languages' cards will show the mark alone, if any will.
    pub(crate) async fn tell(&self) {
        let fonts = Arc::clone(&self.fonts);
        let missing = tokio::task::spawn_blocking(move || fonts.fonts().missing()).await.unwrap_or_default();
        if !missing.is_empty() {
            let languages = missing.iter().map(|locale| locale.tag()).collect::<Vec<_>>().join(", ");
            tracing::warn!(
                %languages,
                "no font has the letters of these languages: cards in them show the mark alone; install Noto's fonts \
                 (on Debian: fonts-noto-core, fonts-noto-cjk), or name a folder by --fonts"
            );
        }
    }

    async fn picture(&self, card: &Card) -> Result<Arc<Picture>, Error> {
        let made = self.kept.try_get_with_by_ref(card, self.make(card)).await;
        let picture = made.map_err(|error| (*error).clone())?;
        let language = card.title.locale;
        if !picture.speaks && self.told.lock().is_ok_and(|mut told| told.insert(language)) {
            tracing::warn!(%language, "a card shows the mark alone: no font has the letters of its words");
        }
        Ok(picture)
    }

    async fn make(&self, card: &Card) -> Result<Arc<Picture>, Error> {
        let turn = tokio::time::timeout(self.patience, Arc::clone(&self.turns).acquire_owned()).await;
        let turn = turn.map_err(|_| Error::Unavailable)?.map_err(|_| Error::Internal)?;
        let (fonts, card) = (Arc::clone(&self.fonts), card.clone());
        let drawn = tokio::task::spawn_blocking(move || {
            // Kept to the end of the drawing, even if nobody waits for it any more.
            let _turn = turn;
            draw(fonts.fonts(), &card)
        });
        match drawn.await {
            Ok(Ok(Drawn { png, speaks })) => {
                let etag = etag(&tag(&png), None);
                Ok(Arc::new(Picture { png: png.into(), etag, speaks }))
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "a card could not be drawn");
                Err(Error::Internal)
            }
            Err(error) => {
                tracing::error!(%error, "the drawing of a card broke off");
                Err(Error::Internal)
            }
        }
    }
}

/// A card, as it is asked for here.
pub(super) async fn answer(here: &Here, card: &Card) -> Answer {
    let picture = here.cards().picture(card).await?;
    let current = here.query().is_ok_and(|query| query.one("v") == card.version());
    let mut response = Response::new(Body::from(picture.png.clone()));
    let headers = response.headers_mut();
    let (name, value) = ANYWHERE;
    headers.insert(name, value);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
    headers.insert(header::CACHE_CONTROL, if current && picture.speaks { FOR_A_DAY } else { answer::PUBLIC });
    if let Ok(etag) = HeaderValue::try_from(&picture.etag) {
        headers.insert(header::ETAG, etag);
    }
    Ok(response)
}

/// Does not send a picture again to who has it.
pub(super) async fn unless_known(request: Request, next: Next) -> Response {
    let known: Vec<HeaderValue> = request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect();
    let mut response = next.run(request).await;
    let etag = response.headers().get(header::ETAG).and_then(|etag| etag.to_str().ok());
    if etag.is_some_and(|etag| is_known(&known, etag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    response
}

#[cfg(test)]
mod tests {
    use model::catalogue::Catalogue;

    use super::*;

    fn card(locale: Locale) -> Card {
        Card::home(locale, &Catalogue::default())
    }

    #[tokio::test]
    async fn a_card_is_drawn_once_however_many_ask() {
        let cards = Cards::new(None);
        let card = card(Locale::En);
        let ask = || cards.picture(&card);
        // More than are drawn at once.
        let (a, b, c, d) = tokio::join!(ask(), ask(), ask(), ask());
        let (a, later) = (a.unwrap(), ask().await);
        assert!([b, c, d, later].into_iter().all(|picture| Arc::ptr_eq(&picture.unwrap(), &a)));
    }

    #[tokio::test]
    async fn who_would_wait_long_is_told_to_come_again() {
        let cards = Cards { patience: Duration::from_millis(20), ..Cards::new(None) };
        let _all = Arc::clone(&cards.turns).acquire_many_owned(u32::try_from(AT_ONCE).unwrap()).await.unwrap();
        assert_eq!(cards.picture(&card(Locale::En)).await.err(), Some(Error::Unavailable));
    }
}
