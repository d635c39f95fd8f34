### event

## Lists of events

period-upcoming = Upcoming
period-past = Past
event-upcoming = Upcoming events
event-past = Past events
event-next = Next events
event-latest = Latest events
event-all-upcoming = All upcoming events
event-all-past = All past events
event-all-upcoming-of = All upcoming events: { $about }
event-all-past-of = All past events: { $about }
event-none-upcoming = No event has been announced yet.
event-none-past = No past event is on record here yet.
event-none-here = No events.
event-none-filtered = No event matches what you chose.
event-try-upcoming = Look at upcoming events
event-try-past = Look at past events
event-periods = Upcoming or past
event-find = Find events
event-filter-programme = Programme
event-filter-area = Priority area
event-filter-country = Country
event-filter-format = Format
event-filter-year = Year
event-any = All
event-show = Show events
event-clear = Clear the choice
event-filtered-by = Only: { $filters }
event-list-of = { $events }: { $filters }
event-formats = Take this list with you
event-formats-lead = The same events, under the same choice, for your calendar, news reader or spreadsheet. The addresses may be copied and shared.

## One event

event-notice-cancelled = This event is cancelled.
event-notice-postponed = This event is postponed. A new time is not known yet.
event-notice-rescheduled = This event has moved to another time.
event-notice-moved-online = This event takes place online, not at a place.
event-previous = Was planned for:
event-sample = This event is made up. It shows what the portal can do.
event-when = When
event-when-planned = Was planned for
event-where = Where
event-join = Taking part online
event-join-at = Join at { $host }
event-spoken = Languages spoken
event-organisers = Organisers
event-contact = Contact
event-calendar = Add to calendar
event-calendar-off = Update my calendar
event-countries = Countries
event-programmes = Programmes
event-areas = Priority areas
event-goals = Sustainable Development Goals
event-share = Tell others
event-share-address = Address of this page
event-share-hint = Copy it into a message. Nobody else learns that you did.
event-share-mail = Send by e-mail
event-updated = Last changed on { $date }
