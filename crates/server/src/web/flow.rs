//! Bodies that are made while they are sent.
//!
//! One piece is made ahead of what the visitor has taken, so that a long list needs the memory of a page, and a visitor who
//! hangs up ends the making of it. A body is whole only where its maker has said so: one whose making ends in any other way
//! (an error, a panic, a task that is dropped) ends the connection, so that nobody takes a part for the whole.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::Body;
use hyper::body::{Bytes, Frame, SizeHint};
use tokio::sync::mpsc;

/// The making went wrong after the answer had begun.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the answer could not be made to its end")]
struct Broken;

/// What its maker sends to a body.
enum Piece {
    Bytes(Bytes),
    /// That was all.
    End,
}

/// Where the pieces go.
pub(crate) struct Pieces(mpsc::Sender<Piece>);

/// The visitor has hung up: nobody wants the rest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HungUp;

/// The pieces to come; `None` after the last.
struct Flow(Option<mpsc::Receiver<Piece>>);

/// A body, and where its pieces go. It ends well with [`Pieces::finish`] alone.
pub(crate) fn flow() -> (Pieces, Body) {
    let (sender, receiver) = mpsc::channel(1);
    (Pieces(sender), Body::new(Flow(Some(receiver))))
}

/// The same body, and something that is kept until it is over.
pub(crate) fn holding(body: Body, kept: impl Send + Unpin + 'static) -> Body {
    Body::new(Holding { body, _kept: kept })
}

struct Holding<T> {
    body: Body,
    _kept: T,
}

impl<T: Send + Unpin + 'static> hyper::body::Body for Holding<T> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
}

impl Pieces {
    /// Waits until the visitor has taken the piece before this one.
    ///
    /// # Errors
    /// [`HungUp`].
    pub(crate) async fn send(&self, piece: String) -> Result<(), HungUp> {
        self.0.send(Piece::Bytes(piece.into())).await.map_err(|_| HungUp)
    }

    /// There is nobody any more to send to.
    pub(crate) fn are_unwanted(&self) -> bool {
        self.0.is_closed()
    }

    /// That was all.
    ///
    /// # Errors
    /// [`HungUp`].
    pub(crate) async fn finish(self) -> Result<(), HungUp> {
        self.0.send(Piece::End).await.map_err(|_| HungUp)
    }
}

impl hyper::body::Body for Flow {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        let Some(pieces) = &mut self.0 else { return Poll::Ready(None) };
        match std::task::ready!(pieces.poll_recv(cx)) {
            Some(Piece::Bytes(bytes)) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            Some(Piece::End) => {
                self.0 = None;
                Poll::Ready(None)
            }
            None => {
                self.0 = None;
                Poll::Ready(Some(Err(Broken)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    #[tokio::test]
    async fn a_body_is_whole_only_when_its_maker_says_so() {
        for finished in [true, false] {
            let (pieces, body) = flow();
            tokio::spawn(async move {
                pieces.send("a,b\n".to_owned()).await?;
                if finished { pieces.finish().await } else { Ok(()) }
            });
            assert_eq!(to_bytes(body, 100).await.ok().as_deref(), finished.then_some(b"a,b\n".as_slice()));
        }
    }

    #[tokio::test]
    async fn a_panic_in_the_making_is_no_end() {
        let (pieces, body) = flow();
        let making = tokio::spawn(async move {
            let _ = pieces.send("a".to_owned()).await;
            panic!("in the midst of it");
        });
        assert!(to_bytes(body, 100).await.is_err());
        assert!(making.await.is_err());
    }
}
