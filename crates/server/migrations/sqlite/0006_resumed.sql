-- Revisions may be called "resumed" and "notified" from here on. Portals of before do not know these words: they are to refuse
-- the database rather than to fail at such an event.
SELECT 1;
