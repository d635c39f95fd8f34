### What went wrong

## Beside a form's field

error-required = Fill this in.
error-too-long = Use at most { $max } characters.
error-too-short = Use at least { $min } characters.
error-slug = Use lower-case letters, digits and single hyphens only.
error-taken = This is used already. Choose another.
error-date = Give a date that exists, such as 2026-05-01.
error-year = Give a day in the years { $min } to { $max }.
error-time = Give a time from 00:00 to 23:59.
error-zone = Choose a time zone from the list, such as Asia/Vientiane.
error-end-before-start = The end is before the start.
error-link = Give a whole address that begins with https:// or http://.
error-email = Give an e-mail address such as name@example.org.
error-choice = Choose one of those offered.
error-control = Remove the characters that cannot be seen.
error-mismatch = The two passwords differ.
error-fixed = Stays as it is: it was public, and others link to it.
error-changed = Somebody changed this meanwhile. Look at it again before you go on.
error-off = This event does not take place, so it has no time to change. Say that it takes place after all, and give it a time there.
error-over = This time is over already. Give one that is to come.
error-any-language = Write it in at least one language.
error-undecided = Choose which one is to stay.
error-own-unused = You wrote a text of your own below, and chose another. Choose yours, or empty its box.
error-summary = Not saved: please check these fields
error-of-field = { $field }: { $problem }

## As a page of its own

error-status = Error { $status }
error-request = If you report this, please give this number:
error-ways-on = Where to go from here
error-not-found = This page does not exist
error-not-found-text = The address may be mistyped, or the page may have moved. Nothing here is lost: the sections below lead to everything there is.
error-invalid = Something in this request is not right
error-invalid-text = The address or the form holds a value that is not offered here.
error-conflict = Somebody else has changed this meanwhile
error-conflict-text = Go back, read the current version, and make your change there.
error-wrong-state = This is not possible any more
error-wrong-state-text = It was changed meanwhile, perhaps by you in another window. Go back and load the page again.
error-unauthenticated = Please sign in first
error-unauthenticated-text = This page is for the Center’s staff.
error-forbidden = Your role does not allow this
error-forbidden-text = If you need it for your work, ask an administrator of the portal.
error-throttled = Too many tries
error-throttled-text = Please wait { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
} and try again.
error-unavailable = The portal is not available just now
error-unavailable-text = Please try again in a moment. Nothing that was saved is lost.
error-internal = Something went wrong on our side
error-internal-text = It has been noted, and it is not your fault. Please try again later.
error-too-large = That is too much at once
error-too-large-text = What was sent is larger than the portal takes. Shorten it and send it again.
error-method = That cannot be done with this page
error-method-text = The page exists, but it does not take requests of this kind.
error-bad-request = This request cannot be understood
error-bad-request-text = It is incomplete, or not written as it should be.
error-filter = There is no such filter
error-filter-text = The address asks this list for something that it cannot be asked. These parts of it are meant:
error-filter-list = Show the list without them
error-forged = This form was sent from another site
error-forged-text = For your safety nothing was changed. Open the form on this portal and send it from there.
error-timeout = The request took too long to arrive
error-timeout-text = Your connection may be slow. Nothing was changed; please try again.
error-unsupported = This kind of content is not taken
error-unsupported-text = The form has to be sent as the page sends it.
error-long-address = This address is too long
error-long-address-text = It is longer than any address of this portal. It may have been put together by mistake.
error-too-often = Too many requests from your network
error-too-often-text = In a short time, very many requests came from the network address that you use, perhaps together with others. Please wait a few seconds and load the page again.

## What programs are told of problems: `detail` in problem+json (RFC 9457). No page is around it.

problem-not-found = There is nothing at this address.
problem-invalid = One or more fields are not valid; see `errors`.
problem-conflict = The record has changed since it was read. Read it again before writing.
problem-wrong-state = The record is in a state that does not allow this change. Read it again.
problem-unauthenticated = Nobody is signed in.
problem-forbidden = The account’s role does not allow this.
problem-throttled = Too many tries. Wait { $seconds } s.
problem-unavailable = The portal is not available just now. Ask again after the time in Retry-After.
problem-internal = The portal failed. What happened is in its log, under the request id.
problem-too-large = The request is larger than the portal takes.
problem-method = The address does not take this method. Those it takes are in Allow.
problem-bad-request = The request is incomplete, or not well formed.
problem-filter = One or more parameters of the query are not valid; see `errors`.
problem-forged = The form was sent from another site. Nothing was changed.
problem-timeout = The request took too long to arrive. Nothing was changed.
problem-unsupported = The body is of a media type or a coding that is not taken here.
problem-long-address = The address is longer than any of this portal.
problem-too-often = Too many requests from this address. Wait { $seconds } s, then ask more slowly.
