//! What every handler shares.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::{asset::Site, card::Cards, layer::Kept, limit::Limits};
use crate::{app::App, config::Serve, meter::Meters};

/// What every handler shares. Cheap to clone.
#[derive(Clone, Debug)]
pub struct WebState(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    app: Arc<App>,
    config: Serve,
    site: Site,
    draining: AtomicBool,
    kept: Option<Kept>,
    cards: Cards,
    limits: Limits,
}

impl WebState {
    /// The use cases and the settings, with the site's files as embedded or as `config.site` says.
    #[must_use]
    pub fn new(config: &Serve, app: Arc<App>) -> Self {
        let site = config.site.clone().map_or_else(Site::embedded, Site::folder);
        let kept = config.keep_pages.then(Kept::new);
        let (cards, limits) = (Cards::new(config.fonts.clone()), Limits::new(config));
        let draining = AtomicBool::new(false);
        Self(Arc::new(Shared { app, config: config.clone(), site, draining, kept, cards, limits }))
    }

    /// The use cases.
    pub(crate) fn app(&self) -> &App {
        &self.0.app
    }

    /// What is counted.
    pub(crate) fn meters(&self) -> &Arc<Meters> {
        self.0.app.store.meters()
    }

    /// The pages that are kept, where that is not switched off.
    pub(crate) fn kept(&self) -> Option<&Kept> {
        self.0.kept.as_ref()
    }

    /// The pictures that go with a link.
    pub(crate) fn cards(&self) -> &Cards {
        &self.0.cards
    }

    /// How much anybody may take.
    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// The settings.
    pub(crate) fn config(&self) -> &Serve {
        &self.0.config
    }

    /// The site's files.
    pub(crate) fn site(&self) -> &Site {
        &self.0.site
    }

    /// The portal is on its way out: it still answers, but new visitors should be sent elsewhere.
    pub(crate) fn is_draining(&self) -> bool {
        self.0.draining.load(Ordering::Relaxed)
    }

    /// From here on, `/readyz` says no.
    pub(crate) fn drain(&self) {
        self.0.draining.store(true, Ordering::Relaxed);
    }
}
