### The front page

home-eyebrow = Eleven ASEAN member states and China
home-explore = Explore the Framework 2021–2025
home-story-link = Who we are
home-next = What is next
home-all-events = All events
home-no-events = No event has been announced yet.
home-history = How it came about
home-whole-history = The whole history
home-areas = What was agreed
home-whole-framework = The whole Framework
home-programmes = What we do together
home-all-programmes = All programmes
home-since = Since { $year }
home-region = The region
home-all-countries = All countries
home-region-text = When the Framework was approved, ASEAN had ten member states. Timor-Leste joined in 2025.
home-asean-since = ASEAN since { $year }
home-partner = Dialogue partner
