//! Bodies that are made while they are sent.
//!
//! One piece is made ahead of what the visitor has taken, so that a long list needs the memory of a page, and a visitor who
//! hangs up ends the making of it.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::Body;
use hyper::body::{Bytes, Frame};
use tokio::sync::mpsc;

/// The making went wrong after the answer had begun. Ends the connection, so that nobody takes a part for the whole.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the answer could not be made to its end")]
struct Broken;

/// Where the pieces go.
pub(crate) struct Pieces(mpsc::Sender<Result<Bytes, Broken>>);

/// The visitor has hung up: nobody wants the rest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HungUp;

struct Flow(mpsc::Receiver<Result<Bytes, Broken>>);

/// A body, and where its pieces go. It ends when that is dropped.
pub(crate) fn flow() -> (Pieces, Body) {
    let (sender, receiver) = mpsc::channel(1);
    (Pieces(sender), Body::new(Flow(receiver)))
}

impl Pieces {
    /// Waits until the visitor has taken the piece before this one.
    ///
    /// # Errors
    /// [`HungUp`].
    pub(crate) async fn send(&self, piece: String) -> Result<(), HungUp> {
        self.0.send(Ok(piece.into())).await.map_err(|_| HungUp)
    }

    /// There is nobody any more to send to.
    pub(crate) fn are_unwanted(&self) -> bool {
        self.0.is_closed()
    }

    /// The rest cannot be made.
    pub(crate) async fn give_up(self) {
        let _ = self.0.send(Err(Broken)).await;
    }
}

impl hyper::body::Body for Flow {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        self.0.poll_recv(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
