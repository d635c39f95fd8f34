//! Forms, as raw pairs of names and values.
//!
//! Fields repeat and carry dots, so they are not read into structures. Bytes that are not UTF-8 are refused rather than
//! replaced: what is saved is what was typed.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{FromRequest, Request},
};
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use model::{
    error::{Error, FieldErrors},
    route::Route,
};
use percent_encoding::percent_decode;

use super::{
    limit::BodyShare,
    problem::{BadFilter, Problem, Refusal},
    state::WebState,
    visit::Visit,
};

/// How much more than the limit is read and thrown away before the connection is closed: a browser that is still sending
/// when it is hung up on shows its own error, not the page that says what is wrong.
const PATIENCE: usize = 16;

/// The most pairs in a form or a query. The largest form of ours has some hundred; each pair may become a hidden field of
/// the page that asks to sign in again, so a body of empty pairs would make a page many times its size.
const PAIRS: usize = 1000;

/// Decoded pairs, in the order sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// The pairs in a query or a form.
    ///
    /// # Errors
    /// Refused where they are not UTF-8, or far too many.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        if bytes.iter().filter(|b| **b == b'&').count() >= PAIRS {
            return Err(Refusal::TooLarge.into());
        }
        let spaced: Vec<u8> = bytes.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
        // Names and values are joined by ASCII: all of them are UTF-8 if the whole is.
        percent_decode(&spaced).decode_utf8().map_err(|_| Problem::BAD_REQUEST)?;
        Ok(Self(url::form_urlencoded::parse(bytes).into_owned().collect()))
    }

    /// The value of a name; empty where it was not sent, the last where it was sent twice.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// The value of a name, if it was sent.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find_map(|(n, value)| (n == name).then_some(value.as_str()))
    }

    /// All pairs.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The pairs whose names pass.
    pub(crate) fn only(&self, passes: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        self.0.iter().filter(|(name, _)| passes(name)).cloned().collect()
    }
}

/// What a query asks of a list, by `parse`; where that is nothing that can be asked, all that is wrong with it, and the way to
/// the `list` by the rest.
pub(crate) fn filtered<'q, Q: Default>(
    query: &'q Pairs,
    parse: impl Fn(Vec<(&'q str, &'q str)>) -> Result<Q, FieldErrors>,
    list: impl FnOnce(Q) -> Route,
) -> Result<Q, Problem> {
    let all: Vec<(&str, &str)> = query.iter().collect();
    let mut errors = match parse(all.clone()) {
        Ok(query) => return Ok(query),
        Err(errors) => errors,
    };
    // What else is wrong may show only in what is not; and a place in the list is one in the list as it was asked.
    let rest = |errors: &FieldErrors| {
        let sound = |(name, _): &(&str, &str)| errors.get(name).is_none() && *name != "after";
        all.iter().copied().filter(sound).collect::<Vec<_>>()
    };
    let sound = parse(rest(&errors)).or_else(|more| {
        errors = std::mem::take(&mut errors).and(&more);
        parse(rest(&errors))
    });
    let asked = query.only(|name| errors.get(name).is_some());
    let list = list(sound.unwrap_or_default());
    Err(Problem::Filter(Box::new(BadFilter { errors, asked, list })))
}

/// A form that was posted.
#[derive(Clone, Debug)]
pub(crate) struct Form(pub(crate) Pairs);

impl FromRequest<WebState> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Problem> {
        if !is_form(request.headers()) {
            return Err(Refusal::Unsupported.into());
        }
        let visit = request.extensions().get::<Arc<Visit>>().cloned().ok_or(Error::Internal)?;
        visit.set_reading(true);
        let mut share = state.limits().body();
        let read = read(request.into_body(), state.config().body_limit, &mut share).await;
        visit.set_reading(false);
        visit.keep_body(share);
        Pairs::parse(&read?).map(Self)
    }
}

pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

/// Reads on when the body is not kept any more: see [`PATIENCE`].
async fn read(mut body: Body, limit: usize, share: &mut BodyShare) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    let mut room = true;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Problem::BAD_REQUEST)?.into_data() else { continue };
        length = length.saturating_add(data.len());
        room = room && (length > limit || share.grow(data.len()).is_ok());
        if length <= limit && room {
            bytes.extend_from_slice(&data);
        } else if length > limit.saturating_mul(PATIENCE) {
            break;
        } else {
            bytes = Vec::new();
            share.drop_all();
        }
    }
    match room {
        _ if length > limit => Err(Refusal::TooLarge.into()),
        true => Ok(bytes),
        false => Err(Error::Unavailable.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_and_repeat() -> Result<(), Problem> {
        let pairs = Pairs::parse("title.zh-Hans=%E7%BA%A2+x&countries=LA&countries=CN&empty=".as_bytes())?;
        assert_eq!(pairs.one("title.zh-Hans"), "红 x");
        assert_eq!(pairs.one("countries"), "CN");
        assert_eq!(pairs.iter().filter(|(n, _)| *n == "countries").count(), 2);
        assert_eq!((pairs.get("empty"), pairs.get("none")), (Some(""), None));
        Ok(())
    }

    #[test]
    fn bytes_that_are_not_text_are_refused() {
        for bad in [&b"title.en=%ff%fe"[..], b"a\xff=b", b"a=%E7%BA&b=c"] {
            assert_eq!(Pairs::parse(bad), Err(Problem::BAD_REQUEST));
        }
    }
}
