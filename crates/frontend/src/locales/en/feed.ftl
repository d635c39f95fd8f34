### Words in calendars, news feeds and other representations. Plain text.

feed-center = China-ASEAN Environmental Cooperation Center
feed-events = Events of the China-ASEAN Environmental Cooperation Center
feed-events-past = Past events of the China-ASEAN Environmental Cooperation Center

## Before a title. The space at the end belongs to the message.
feed-cancelled-title = { "Cancelled: " }
feed-postponed-title = { "Postponed: " }
feed-sample-title = { "[Sample] " }

## In a description
feed-cancelled = This event is cancelled.
feed-postponed = This event is postponed. The new time will be told here; the time shown does not hold any more.
feed-rescheduled = This event takes place at another time than first told.
feed-moved-online = This event takes place online.
feed-previous = First told for
feed-sample = This is sample content for demonstration. No such event takes place.
feed-organisers = Organised by:
feed-join = Join online:
feed-more = More:
