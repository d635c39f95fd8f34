### Words that every page shares

## Dates and times

date-span = { $from } – { $to }
date-moment = { $date }, { $from }, { $zone }
# A line may end after a dash, space or no space (UAX #14, LB12a): a word joiner keeps the hours together.
date-same-day = { $date }, { $from }{"\u00A0"}–{"\u2060\u00A0"}{ $to }, { $zone }
date-several-days = { $date }, { $from } – { $last }, { $to }, { $zone }
date-hours = { $from }{"\u00A0"}–{"\u2060\u00A0"}{ $to }, { $zone }
date-hour = { $from }, { $zone }
date-zone = { $zone } ({ $offset })
date-zone-beijing = Beijing time
date-zone-city = { $city } time
date-local = For you: { $time }
date-local-same = The same on your clock.
date-days = { $days }

## Text and its sources

text-shown-in = This text is not available in English yet; it is shown in { $language }.
text-in-language = in { $language }
text-told = { $text } ({ $language })
source-cited = Source { $number }
source-back = Back to citation { $number }
sources-label = Sources
sources-title = Sources

## The map

map-label = China and the eleven member states of ASEAN as tiles, each a link to its page
map-label-on = The region as tiles, with { $countries } highlighted; each tile is a link to a country’s page

## Lists

list-pages = Pages of this list
list-next = Next page
list-first = Back to the first page
list-before = Before:
list-after = After:
list-area = { $number }.
list-data = This page as data
list-format-of = { $name }: { $format }
list-format-json = JSON
list-format-csv = Table (CSV)
list-format-ics = Calendar (iCalendar)
list-format-atom = News feed (Atom)
list-format-ics-event = Opens in your calendar, with the time in the right zone.
list-format-json-event = For scripts and other websites.
list-format-ics-events = Give this address to your calendar once; it then shows new and changed events by itself, and keeps those that were over lately.
list-format-atom-events = Give this address to a news reader; it then tells you what is new and what has changed.
list-format-csv-events = Opens in a spreadsheet.
list-format-json-events = For scripts and other websites.
list-format-json-facts = For scripts and other websites.
list-representations = The same as data:
goals-label = Sustainable Development Goals

## Events, as every list shows them

format-in-person = In person
format-online = Online
format-hybrid = In person and online
status-draft = Draft
status-published = Published
status-cancelled = Cancelled
status-postponed = Postponed
status-rescheduled = Rescheduled
status-moved-online = Moved online
status-sample = Sample

## Getting around

nav-home = Home
nav-trail = You are here
nav-main = Main
nav-menu = Menu
nav-center = The Center
nav-programmes = Programmes
nav-framework = Framework 2021–2025
nav-countries = Countries
nav-events = Events
nav-search = Search
nav-language = Language:
nav-languages = Languages
nav-about = About this portal
nav-accessibility = Accessibility
nav-privacy = Privacy
nav-site-map = Site map
nav-sign-in = Staff sign-in
nav-feeds = Feeds and data
nav-calendar-feed = Events for your calendar (iCalendar)
nav-news-feed = Events for news readers (Atom)
nav-open-data = Events as open data (JSON)
nav-desk = Staff desk
nav-sign-out = Sign out

## The portal

site-name = China-ASEAN Environmental Cooperation Center
site-place = Beijing
site-contact = Write to us:
site-skip = Skip to content
site-demo = Demonstration: events marked “Sample” are made up.
site-language-missing = This portal does not speak { $language } yet: its own words are in { $shown }.

## Staff

role-viewer = Viewer
role-editor = Editor
role-publisher = Publisher
role-admin = Administrator

## The site map

site-map-description = Every page of this portal, by section.
site-map-past = Past events
site-map-csv = Events as a table (CSV)

## The languages, named in this one

language-en = English
language-zh-Hans = Chinese
language-id = Indonesian
language-ms = Malay
language-th = Thai
language-vi = Vietnamese
language-km = Khmer
language-lo = Lao
language-my = Burmese
language-fil = Filipino
language-ta = Tamil
language-pt = Portuguese
language-tet = Tetum
