-- Devices from which somebody has signed in to an account (see app/throttle.rs). One secret a browser, of which only the
-- SHA-256 is stored; one row for each account that is known there.
CREATE TABLE known_device (
    token_hash TEXT COLLATE "C" NOT NULL,
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (token_hash, staff)
);
CREATE INDEX known_device_staff ON known_device (staff, expires_at);
CREATE INDEX known_device_expires ON known_device (expires_at);

-- Addresses are not remembered any more.
DELETE FROM sign_in_attempt WHERE kind = 'known';
