### The search page

search-title = Search
search-lead = Events, programmes, countries, the history and every other page, in any language that they are written in.
search-form = Search this portal
search-box = What are you looking for?
search-go = Search
search-filter-kind = Kind
search-filter-in = Language
search-filter-country = Country
search-filter-year = Year
search-any = All
search-clear = Clear the choice
search-name = Search: { $query }
search-quoted = “{ $query }”

## What was found. `count` decides on the form of the words, `shown` is the number as it is written.

search-count-more = { $number }+
search-found = { $count ->
    [one] One result for “{ $query }”.
   *[other] { $shown } results for “{ $query }”.
}
search-only = Only: { $filters }
search-blank = There is nothing to look for in what was typed: it has no letter and no digit.
search-cut = That was too long to be looked for as a whole. Its beginning was: “{ $query }”.
search-left-out = There were too many words. Not looked for: { $words }.
search-read-as = Nothing here holds “{ $typed }”. Looked for instead: { $taken }.
search-incomplete = The portal is still reading its content. More may be found in a few minutes.
search-kinds = Results by kind
search-kinds-all = All kinds
search-kind-of = { $kind } ({ $shown })
search-data = These results as data

## Kinds of things: the heading above several, the word beside one, the way to all of them

search-kind-programme = Programmes
search-kind-plan = Plans
search-kind-area = Priority areas
search-kind-action = Flagships
search-kind-event = Events
search-kind-edition = Editions
search-kind-country = Countries
search-kind-milestone = History
search-kind-goal = Goals
search-kind-page = Pages
search-one-programme = Programme
search-one-plan = Plan
search-one-area = Priority area
search-one-action = Flagship
search-one-event = Event
search-one-edition = Edition
search-one-country = Country
search-one-milestone = History
search-one-goal = Goal
search-one-page = Page
search-all-programme = { $count ->
    [one] The one programme
   *[other] All { $shown } programmes
}
search-all-plan = { $count ->
    [one] The one plan
   *[other] All { $shown } plans
}
search-all-area = { $count ->
    [one] The one priority area
   *[other] All { $shown } priority areas
}
search-all-action = { $count ->
    [one] The one flagship
   *[other] All { $shown } flagships
}
search-all-event = { $count ->
    [one] The one event
   *[other] All { $shown } events
}
search-all-edition = { $count ->
    [one] The one edition
   *[other] All { $shown } editions
}
search-all-country = { $count ->
    [one] The one country
   *[other] All { $shown } countries
}
search-all-milestone = { $count ->
    [one] The one entry of the history
   *[other] All { $shown } entries of the history
}
search-all-goal = { $count ->
    [one] The one goal
   *[other] All { $shown } goals
}
search-all-page = { $count ->
    [one] The one page
   *[other] All { $shown } pages
}

## Nothing found: what else would find something

search-none = Nothing was found for “{ $query }”.
search-none-filtered = Nothing was found for “{ $query }” within what you chose.
search-spelling = Did you mean
search-fewer = With fewer words
search-wider = Looking further
search-way = { $count ->
    [one] { $way }: one result
   *[other] { $way }: { $shown } results
}
search-without-kind = Of every kind
search-without-in = In every language
search-without-country = In every country
search-without-year = Of every year
search-language-in = In { $language }
search-nearby = What comes near
search-advice = Other or fewer words may find it, in any language. Everything there is, by section:

## While one types. No `|` in these: it sets them apart.

search-suggestions = Suggestions
search-suggested = { $count ->
    [0] No suggestions.
    [one] One suggestion. The arrow keys lead to it.
   *[other] { $count } suggestions. The arrow keys lead to them.
}
search-key = The key { $key } leads to this box

## For browsers, which take the portal up among their search engines: a name of at most 16 characters (OpenSearch 1.1), and a sentence

search-engine = CAEC
search-engine-about = Search the portal of the China-ASEAN Environmental Cooperation Center.
