### The staff desk

## Signing in

staff-sign-in = Sign in
staff-sign-in-help = Accounts are made by the portal’s operator. If you have forgotten your password, ask for a new link.
staff-sign-in-wrong = The e-mail address or the password is not right. Check both and try again.
staff-sign-in-empty = Fill in your e-mail address and your password.
staff-sign-in-throttled = { $minutes ->
        [one] Too many tries. Please try again in a minute.
       *[other] Too many tries. Please try again in { $minutes } minutes.
    }
staff-sign-in-unavailable = Signing in is not possible just now. Please try again in a moment.
staff-sign-in-failed = Signing in did not work. Please try again.
staff-sign-in-first = Please sign in to go on.
staff-sign-in-again = Sign in again
staff-sign-in-again-why = Your session has ended, and nothing was saved yet. What you typed is kept on this page: sign in, and it is saved.
staff-sign-in-again-do = Sign in and save
staff-kept = Not saved: { $why }
staff-kept-forbidden-text = Perhaps a colleague has published the event meanwhile: only publishers can change what is public. Hand them your text, or ask an administrator of the portal.
staff-kept-forbidden-new-text = Your account does not have the role that this needs (any more). Keep your text, and ask an administrator of the portal.
staff-kept-gone = There is nothing at this address
staff-kept-gone-text = Perhaps a part of the address is missing, or the database was put back to an earlier day.
staff-kept-why = What you typed is kept on this page. Send it again, or copy it from below. It is gone when you leave the page.
staff-kept-why-copy = What you typed is kept on this page. Copy from below what you still need. It is gone when you leave the page.
staff-kept-again = Try again
staff-kept-as-is = See what is stored now
staff-kept-typed = What you typed
staff-signed-out = You have signed out.
staff-password-is-set = Your password is set. Sign in with it.
staff-email = E-mail address
staff-password = Password
staff-set-password = Set your password
staff-password-new = New password
staff-password-again = The same password again
staff-password-rules = At least { $min } characters, at most { $max }. Any characters will do; a few words together make a good one. You may paste it from a password keeper.
staff-bad-token = This link cannot be used
staff-bad-token-why = It has been used already, it is too old, or a part of it is missing. Each link works once.
staff-bad-token-help = Ask the portal’s operator for a new one. If you have set your password already, sign in with it.
staff-title-error = Error: { $title }

## The list of events

staff-events = Events
staff-new-event = New event
staff-filter-status = Status
staff-filter-any-status = Any status
staff-filter-programme = Programme
staff-filter-any-programme = Any programme
staff-filter-show = Show
staff-events-caption = Events, latest changed first
staff-events-none = There are no events yet.
staff-events-none-help = Choose “New event” to write the first one. Nobody but staff sees it until it is published.
staff-events-none-match = No event matches these filters.
staff-events-all = Show all events
staff-column-title = Event
staff-column-status = Status
staff-column-when = When
staff-column-languages = Languages
staff-column-changed = Last changed
staff-translation-missing = Missing
staff-translation-incomplete = Incomplete
staff-translation-stale = Out of date
staff-translation-draft = Not yet reviewed
staff-translation-reviewed = Reviewed
staff-moment = { $date }, { $time }, { $zone }

## Editing an event

staff-saved = Saved.
staff-saved-publish = Done: visitors see this event now.
staff-saved-resume = Done: visitors see that this event takes place after all.
staff-saved-unpublish = Done: visitors do not see this event any more.
staff-saved-cancel = Done: visitors see that this event is cancelled.
staff-saved-postpone = Done: visitors see that this event is postponed.
staff-saved-notice = Saved: visitors see the notice as it is now.
staff-needed = (needed)
staff-read-only = You can read this event. To change it as it stands, another role is needed.
staff-save = Save
staff-save-draft = Nobody but staff sees a draft.
staff-save-public = This event is public: visitors see the change at once.
staff-ways = This event
staff-preview = Preview
staff-preview-do = Preview
staff-revisions = Revisions
staff-see-public = See the public page
staff-publish = Publish…
staff-unpublish = Unpublish…
staff-cancel = Cancel the event…
staff-postpone = Postpone…
staff-notice = Public notice…
staff-changed-by = Last changed by { $name }
staff-by-operator = the operator
staff-by-content = the first content
staff-lacks-required = Before this event can be published, fill in:
staff-lacks-visitors = Visitors would miss:
staff-lacks-visitors-now = Visitors miss:
staff-lacks-language = { $language }: nothing is translated yet. Readers see the texts in another language, with a note.
staff-lacks-texts = { $language }: still to be translated: { $fields }. Readers see another language there, with a note.
staff-lacks-fresh = { $language }: the original has changed since this was translated: { $fields }.
staff-source = Original
staff-translation = Translation
staff-other-language = Language beside the original
staff-other-language-show = Change language (keeps what you typed)
staff-language-show = Show this language
staff-particulars = Particulars
staff-stale-help = The original has changed since this was translated. Compare the two and bring this one up to date.
staff-title-hint = Needed in one language at least, which is then the original.
staff-summary-hint = One or two sentences, without formatting. Shown in lists, calendars and search results. Needed to publish.
staff-body-hint = Markdown: a blank line begins a paragraph, ## a heading, - a list item, | a row of a table; **bold**, [words](https://example.org) a link.
staff-venue-hint = Hall, street, city. Needed to publish, unless the event is online only: then it is not told.
staff-organisers-hint = One a line.
staff-reviewed-hint = Tick this only when somebody other than the writer has read these texts as they are now.
staff-when-where = When and where
staff-when-public = Visitors know this time. With another one, the event is marked as rescheduled, and the time first told stands beside it.
staff-when-off = This event does not take place as told, so it has no time to change here. It gets a new one where you say that it takes place after all.
staff-when-typed = You typed: { $when }. That is not saved here.
staff-all-day-hint = The times below are then not used, and not kept.
staff-start-time-hint = Needed, unless it takes whole days.
staff-end-date-hint = Leave it empty for one day.
staff-end-time-hint = May stay empty, of an event of one day: then its end is not known.
staff-zone-hint = The clocks of the place where it happens, or of the host if it is online.
staff-zone-none = Choose a time zone
staff-zone-region = China and ASEAN
staff-zone-others = Other zones
staff-join-link-hint = A whole address that begins with https:// or http://. Everybody can see it once the event is published.
staff-about = What it is about, and whom to ask
staff-chosen = { $field } ({ $count } chosen)
staff-contact-name-hint = A person or an office. Public.
staff-contact-email-hint = Public.
staff-slug-hint = Lower-case letters, digits and hyphens. Leave it empty and it is made from the title. It cannot be changed after publishing.
staff-slug-fixed = It cannot be changed any more: links and calendars lead there.
staff-note-hint = Why you made this change, for your colleagues. Visitors do not see it. May be empty.
staff-empty = (empty)
staff-yes = yes
staff-back-to-event = Back to the event

staff-field-title = Title
staff-field-summary = Summary
staff-field-body = Text
staff-field-venue = Venue
staff-field-organisers = Organisers
staff-field-reviewed = Read by a second person
staff-field-all-day = Whole days
staff-field-when = Date and time
staff-field-start-date = First day
staff-field-start-time = Begins at
staff-field-end-date = Last day
staff-field-end-time = Ends at
staff-field-zone = Time zone
staff-field-format = How people take part
staff-field-join-link = Link to join online
staff-field-programmes = Programmes
staff-field-areas = Priority areas
staff-field-countries = Countries
staff-field-sdgs = Sustainable Development Goals
staff-field-spoken = Languages spoken
staff-field-contact-name = Contact
staff-field-contact-email = Contact’s e-mail address
staff-field-slug = Last part of the address
staff-field-note = Note on this change
staff-field-notice = Notice to visitors
staff-field-status = Status
staff-field-previous = First told to happen
staff-field-password = New password
staff-field-again = The same password again
staff-field-email = E-mail address
staff-field-in = { $field } ({ $language })

## Two people wrote at once

staff-conflict = Somebody saved while you were writing
staff-conflict-new = This event was saved already, with other words
staff-conflict-another = Save mine as another event
staff-conflict-who = { $name } saved while you were writing
staff-conflict-why = Your text and theirs differ in the fields below. Where one of you alone changed a field, that text is chosen already; where both of you did, choose which one is to stay.
staff-conflict-new-why = The form for this event was sent before, and what it said then is saved. What it says now differs in the fields below. Choose what is to stay, or save yours as another event.
staff-conflict-same = Your text and theirs do not differ in any field that you had open. Save to go on.
staff-conflict-kept = Nothing is lost: your text is on this page, and theirs stays among the revisions whatever you choose. Only the ticks at “Read by a second person” have to be set again.
staff-conflict-both = Changed by both of you
staff-conflict-only-theirs = Changed only by them
staff-conflict-only-mine = Changed only by you
staff-conflict-mine = Keep mine
staff-conflict-theirs = Take theirs
staff-conflict-stored = Keep what is saved
staff-conflict-both-lists = Keep both: what either of you chose
staff-conflict-own = Write it anew, out of both
staff-conflict-save = Save my choices
staff-conflict-save-hint = Until then, theirs is the one stored.
staff-conflict-new-save-hint = Until then, what was saved first is the one stored.

## Changing the status

staff-publish-title = Publish this event?
staff-publish-why = Visitors will see it at once, on the page, in lists and in calendars.
staff-publish-do = Publish
staff-resume = It takes place after all…
staff-resume-title = Does this event take place after all?
staff-resume-why = Visitors will see it as an event that takes place at the time below. If that is another time than they were first told, it is marked as rescheduled.
staff-resume-do = It takes place
staff-unpublish-title = Take this event back?
staff-unpublish-why = Visitors will not see it any more, and its page will not be found. It becomes a draft again; nothing is deleted. If it does not take place, cancel it instead: then those who know of it learn that.
staff-unpublish-do = Unpublish
staff-cancel-title = Cancel this event?
staff-cancel-why = The event stays public, marked as cancelled, here and in the calendars of those who subscribed.
staff-cancel-do = Cancel the event
staff-postpone-title = Postpone this event?
staff-postpone-why = The event stays public, marked as postponed, until you say that it takes place after all, and when.
staff-postpone-do = Postpone the event
staff-notice-title = What should visitors know?
staff-notice-why = The notice stands at the top of the event’s page, and goes with the event into calendars and the news feed. It says what a visitor should know before all else, and can be corrected here at any time. Of an event that takes place, it may be empty: then there is no notice.
staff-notice-do = Save the notice
staff-notice-ask = Tell visitors why, in at least one language. The notice stands at the top of the event’s page.
staff-notice-stored = Visitors are told now:
staff-notice-replaced = That ends now; what you write here takes its place.
staff-notice-hint = For example: “The entrance is on the north side. Please bring an identity card.”
staff-notice-hint-cancel = For example: “The forum cannot take place because of the typhoon. Registered guests have been told by e-mail.”
staff-notice-hint-postpone = For example: “The forum is put off because of the typhoon. Registered guests will be told the new date by e-mail.”
staff-notice-hint-resume = May be empty. For example: “The forum takes place after all, in the same hall.”

## Revisions

staff-revisions-title = Revisions
staff-revisions-why = Every change ever made, latest first. What was taken out stands under “Before”, what was put in under “After”.
staff-revisions-none = There are no revisions.
staff-revision = Version { $version }
staff-revision-caption = What changed in version { $version }
staff-column-field = Field
staff-column-before = Before
staff-column-after = After
staff-change-created = Created
staff-change-edited = Edited
staff-change-published = Published
staff-change-unpublished = Unpublished
staff-change-cancelled = Cancelled
staff-change-postponed = Postponed
staff-change-resumed = Takes place after all
staff-change-notified = Notice changed
staff-change-loaded = Loaded
staff-change-invited = Invited
staff-change-password-set = Password set
staff-change-removed = Removed

## Preview

staff-preview-draft = Preview: this is a draft. Visitors do not see it.
staff-preview-public = Preview: visitors see this event as it is here.
staff-preview-typed = Preview of what you typed. Nothing of it is saved yet.
staff-preview-stale = Somebody saved this event while you were writing: when you save, you will be asked which texts stay.
staff-preview-edit = Go on editing
staff-preview-in = Preview in { $language }
