-- The same tables as in the other folder, under the same names. Times are microseconds since 1970 in UTC, truths are
-- 0 and 1, documents are JSON as text: what both databases store, sort and compare alike.
-- STRICT, so that a wrong type is refused here as it is in PostgreSQL.

-- Moved by every write, first of all: its row is also the lock that puts writers in line.
CREATE TABLE generation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value INTEGER NOT NULL
) STRICT;
INSERT INTO generation (id, value) VALUES (1, 0);

-- The nouns of the first content. `doc` is the record; the rest is how it is found and ordered.
CREATE TABLE area (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    doc TEXT NOT NULL,
    version INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE country (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    doc TEXT NOT NULL,
    version INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE edition (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    doc TEXT NOT NULL,
    version INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE flagship (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    doc TEXT NOT NULL,
    version INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE history (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    doc TEXT NOT NULL,
    version INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE page (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    doc TEXT NOT NULL,
    version INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE plan (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    doc TEXT NOT NULL,
    version INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE programme (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    doc TEXT NOT NULL,
    version INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE sdg (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    doc TEXT NOT NULL,
    version INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE source (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    doc TEXT NOT NULL,
    version INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
) STRICT;

-- `doc` is the event; every other column, and the link tables, are its index, written in the same transaction.
CREATE TABLE event (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL CONSTRAINT event_slug UNIQUE,
    status TEXT NOT NULL,
    public INTEGER NOT NULL,
    sample INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    -- Longer than the span within which the list of what is upcoming looks back; see store/event.rs.
    long_running INTEGER NOT NULL,
    year INTEGER NOT NULL,
    format TEXT NOT NULL,
    doc TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    published_at INTEGER
) STRICT;
CREATE INDEX event_by_start ON event (public, starts_at, id, ends_at);
CREATE INDEX event_by_format ON event (public, format, starts_at, id, ends_at);
CREATE INDEX event_by_year ON event (public, year);
CREATE INDEX event_by_slug ON event (public, slug);
CREATE INDEX event_by_change ON event (updated_at, id);
CREATE INDEX event_by_status ON event (status, updated_at, id);
CREATE INDEX event_long_running ON event (public, ends_at) WHERE long_running = 1;
CREATE INDEX event_sample ON event (id) WHERE sample = 1;

-- `public` and the times are repeated here so that a filtered list is read in its order, from one index. An index on
-- starts ends with `ends_at`, so that what is over (or not yet) is passed over without reading the event.
CREATE TABLE event_programme (
    event TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    programme TEXT NOT NULL REFERENCES programme (key),
    public INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (event, programme)
) STRICT;
CREATE INDEX event_programme_by_start ON event_programme (programme, public, starts_at, event, ends_at);
CREATE TABLE event_area (
    event TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    area INTEGER NOT NULL,
    public INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (event, area)
) STRICT;
CREATE INDEX event_area_by_start ON event_area (area, public, starts_at, event, ends_at);
CREATE TABLE event_country (
    event TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    country TEXT NOT NULL,
    public INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (event, country)
) STRICT;
CREATE INDEX event_country_by_start ON event_country (country, public, starts_at, event, ends_at);
CREATE TABLE event_sdg (
    event TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    sdg INTEGER NOT NULL,
    public INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (event, sdg)
) STRICT;
CREATE INDEX event_sdg_by_start ON event_sdg (sdg, public, starts_at, event, ends_at);

CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL CONSTRAINT staff_email UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    -- In PHC form; null until a password is set.
    password_hash TEXT,
    sample INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Of every secret only the SHA-256 is stored: who reads a backup cannot sign in with it.
CREATE TABLE staff_invite (
    token_hash TEXT PRIMARY KEY,
    staff TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX staff_invite_staff ON staff_invite (staff);

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    staff TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_staff ON session (staff);
CREATE INDEX session_expires ON session (expires_at);

-- Failed tries by kind of key (see app/throttle.rs); in the database, so that they hold on every node and over restarts.
CREATE TABLE sign_in_attempt (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT;
CREATE INDEX sign_in_attempt_last ON sign_in_attempt (kind, last_at);

-- Appended to, never altered.
CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    noun TEXT NOT NULL,
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    change TEXT NOT NULL,
    note TEXT NOT NULL,
    fields TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    CONSTRAINT revision_version UNIQUE (noun, subject, version)
) STRICT;
CREATE INDEX revision_at ON revision (at);
