//! All content but events, kept in memory as long as no write has moved the generation, on any node.

use std::{fmt, sync::Arc};

use model::{catalogue::Catalogue, error::Error};
use tokio::sync::RwLock;

use super::{App, Fault};

/// What is kept of one generation.
#[derive(Clone)]
struct Known {
    generation: i64,
    catalogue: Arc<Catalogue>,
    demo: bool,
}

/// What was last read.
#[derive(Clone, Default)]
pub(super) struct Remembered(Arc<RwLock<Option<Known>>>);

impl fmt::Debug for Remembered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Remembered(…)")
    }
}

impl App {
    /// All content but events. Read from memory while the content generation stands.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn catalogue(&self) -> Result<Arc<Catalogue>, Error> {
        Ok(self.known().await?.catalogue)
    }

    /// The database holds sample content.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn is_demo(&self) -> Result<bool, Error> {
        Ok(self.known().await?.demo)
    }

    /// The database held sample content when the catalogue was last read; asks the database where it was not read yet. For
    /// pages that must not cost a query, however many are asked for.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn was_demo(&self) -> Result<bool, Error> {
        let remembered = self.remembered.0.read().await.as_ref().map(|known| known.demo);
        match remembered {
            Some(demo) => Ok(demo),
            None => self.is_demo().await,
        }
    }

    /// Samples were added: what was read before is not true any more.
    pub(super) async fn forget(&self) {
        *self.remembered.0.write().await = None;
    }

    /// The content generation: a number that every write moves.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn generation(&self) -> Result<i64, Error> {
        Ok(self.store.generation().await?)
    }

    /// The database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn ready(&self) -> Result<(), Error> {
        Ok(self.store.ask_generation().await.map(drop)?)
    }

    async fn known(&self) -> Result<Known, Fault> {
        let generation = self.store.generation().await?;
        let stands = |known: &&Known| known.generation == generation;
        if let Some(known) = self.remembered.0.read().await.as_ref().filter(stands) {
            return Ok(known.clone());
        }
        // Held while reading: after a write many requests come at once, and one of them reads for all.
        let mut remembered = self.remembered.0.write().await;
        if let Some(known) = remembered.as_ref().filter(stands) {
            return Ok(known.clone());
        }
        let (generation, catalogue) = self.store.catalogue().await?;
        let demo = self.store.has_samples().await?;
        let known = Known { generation, catalogue: Arc::new(catalogue), demo };
        *remembered = Some(known.clone());
        Ok(known)
    }
}
