-- Which map of the site map an event is in: 250 events each, in the order in which they were made (see store/event_map.rs).
-- Kept, not worked out: an event's map must not change when others come and go.
ALTER TABLE event ADD COLUMN site_map BIGINT NOT NULL DEFAULT 0;
UPDATE event SET site_map = made.place / 250
FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY created_at, id) - 1 AS place FROM event) AS made
WHERE made.id = event.id;
CREATE INDEX event_by_site_map ON event (site_map, public, updated_at, slug);
