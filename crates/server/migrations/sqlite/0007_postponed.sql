-- What is postponed is not over when the day that it had has passed: lists wait for it for a year (`Event::over_at`).
UPDATE event_programme SET ends_at = ends_at + 31536000000000 WHERE event IN (SELECT id FROM event WHERE status = 'postponed');
UPDATE event_area SET ends_at = ends_at + 31536000000000 WHERE event IN (SELECT id FROM event WHERE status = 'postponed');
UPDATE event_country SET ends_at = ends_at + 31536000000000 WHERE event IN (SELECT id FROM event WHERE status = 'postponed');
UPDATE event_sdg SET ends_at = ends_at + 31536000000000 WHERE event IN (SELECT id FROM event WHERE status = 'postponed');
UPDATE event SET ends_at = ends_at + 31536000000000, long_running = 1 WHERE status = 'postponed';
