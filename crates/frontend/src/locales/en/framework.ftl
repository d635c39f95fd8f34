### framework

framework-term-running = { $from } to { $to }: the term is running
framework-term-over = { $from } to { $to }: the term is over
framework-name = Official name
framework-term = Term
framework-years = { $from } – { $to }
framework-members = Members of ASEAN
framework-members-then = ASEAN had { $count } members in { $year }, when the Framework was approved.
framework-members-since = has joined since, in { $year }.
framework-areas = Priority areas
framework-mapping = The goals beside the areas are the portal’s own mapping; there is no official one.
framework-flagship = Flagship
framework-no-flagship = None: the flagships of the Framework belong to other areas.
framework-flagships = Flagships
framework-area-number = Area { $number }
framework-area-of = Priority area { $number } of the Framework
framework-programmes = Programmes
framework-goals = Sustainable Development Goals
framework-other-areas = Other priority areas
framework-actions = Action by action
framework-actions-open = The list of the Framework’s actions has not been found in public, so the portal shows none. This is their place: staff of the Center will add each action with its source.
framework-story = How it came about, and what comes next
framework-earlier = Earlier strategies
framework-earlier-one = Earlier strategy
framework-other-plans = Other plans
