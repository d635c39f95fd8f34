//! Reading what is asked from the pairs of an address.

use crate::error::{FieldError, FieldErrors};

/// The query in these decoded pairs. Unknown names and empty values are passed over; a later pair wins. `read` puts one value where
/// it belongs, and says whether there is such a value.
///
/// # Errors
/// [`FieldError::Choice`] on each name whose value is none.
pub(crate) fn parse<'a, Q: Default>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    read: impl Fn(&mut Q, &'a str, &'a str) -> bool,
) -> Result<Q, FieldErrors> {
    let mut query = Q::default();
    let mut errors = FieldErrors::none();
    for (name, value) in pairs.into_iter().map(|(n, v)| (n, v.trim())).filter(|(_, v)| !v.is_empty()) {
        if !read(&mut query, name, value) {
            errors.add(name, FieldError::Choice);
        }
    }
    if errors.is_empty() { Ok(query) } else { Err(errors) }
}

/// Puts what is asked in its place; whether there is such a value.
pub(crate) fn put<T>(slot: &mut T, value: Option<T>) -> bool {
    value.map(|v| *slot = v).is_some()
}

/// As [`put`], where nothing may be asked.
pub(crate) fn some<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    value.map(|v| *slot = Some(v)).is_some()
}
