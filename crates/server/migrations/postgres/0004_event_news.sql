-- News are read in the order of change, whatever is filtered, from one index. So the link tables repeat the change, too.
ALTER TABLE event_programme ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE event_area ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE event_country ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE event_sdg ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
UPDATE event_programme SET updated_at = (SELECT updated_at FROM event WHERE id = event_programme.event);
UPDATE event_area SET updated_at = (SELECT updated_at FROM event WHERE id = event_area.event);
UPDATE event_country SET updated_at = (SELECT updated_at FROM event WHERE id = event_country.event);
UPDATE event_sdg SET updated_at = (SELECT updated_at FROM event WHERE id = event_sdg.event);
-- They end with `ends_at`, so that what is over (or not yet) is passed over without reading the event.
CREATE INDEX event_by_news ON event (public, updated_at, id, ends_at);
CREATE INDEX event_by_news_format ON event (public, format, updated_at, id, ends_at);
CREATE INDEX event_by_news_year ON event (public, year, updated_at, id, ends_at);
CREATE INDEX event_programme_by_news ON event_programme (programme, public, updated_at, event, ends_at);
CREATE INDEX event_area_by_news ON event_area (area, public, updated_at, event, ends_at);
CREATE INDEX event_country_by_news ON event_country (country, public, updated_at, event, ends_at);
