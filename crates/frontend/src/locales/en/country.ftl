### country

country-table-title = The countries in a table
country-table = Member states of ASEAN, and China
country-column-name = Country
country-column-code = Code (ISO 3166)
country-column-capital = Capital
country-column-since = ASEAN since
country-column-offset = Time zone
country-column-ministry = Environment ministry
country-and = {", "}
country-partner = dialogue partner
country-member-since = Member of ASEAN since { $year }
country-dialogue-partner = Dialogue partner of ASEAN
country-asean = ASEAN
country-languages = Official languages
country-zones = Time zones
country-portal-languages = The portal in the country’s languages
country-portal-language-missing = (not translated yet)
country-concerns = What concerns this country
country-programmes = Programmes
country-feeds = Follow this country’s events
country-events-of = Events, { $country }
country-others = Other countries
country-all = All countries
