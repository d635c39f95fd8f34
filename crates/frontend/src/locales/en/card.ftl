### Cards: the pictures that go with a link. Other words on them are those of the pages.

card-event = Event
