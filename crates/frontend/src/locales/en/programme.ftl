### programme

programme-kind-forum = Forum
programme-kind-programme = Program of exchange
programme-kind-partnership = Partnership
programme-kind-platform = Platform
programme-kind-initiative = Initiative
programme-kind-action = Action
programme-since = since { $date }
programme-area = Area { $number }:
programme-areas = Priority areas of the Framework
programme-flagship = Flagship
programme-flagship-of-framework = Flagship of the Framework 2021–2025
programme-parent = Belongs to
programme-children = What belongs to it
programme-goals = Sustainable Development Goals
programme-goals-mapping = The portal’s own mapping; there is no official one.
programme-countries = Countries
programme-countries-all = A programme of ASEAN and China as a whole: the eleven member states of ASEAN, and China.

## Editions

programme-editions = All editions
programme-editions-caption = Editions: { $programme }, as far as sources tell
programme-editions-key = How to read the table
programme-edition-number = No.
programme-edition-when = When
programme-edition-where = Where
programme-edition-theme = Theme or note
programme-edition-certainty = How sure
programme-edition-sources = Sources
programme-edition-online = and online
programme-number-inferred = counted
programme-number-inferred-meaning = The portal counted the number itself; no source gives it.
programme-theme-paraphrased = paraphrase
programme-theme-paraphrased-meaning = The sense of the theme in the portal’s words, not its official wording. Quotation marks are put around official wording only.
certainty-reported = reported
certainty-reported-meaning = A source reports it after the fact.
certainty-announced = announced
certainty-announced-meaning = A source announced it beforehand; no report of it was found.
certainty-implied = implied
certainty-implied-meaning = A source implies it without saying so.
certainty-open = open
certainty-open-meaning = Nothing was found.
