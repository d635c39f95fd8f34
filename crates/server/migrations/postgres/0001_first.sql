-- The same tables as in the other folder, under the same names. Times are microseconds since 1970 in UTC, truths are
-- 0 and 1, documents are JSON as text: what both databases store, sort and compare alike.
-- Keys sort by bytes, as in SQLite: the order of a list must not depend on the machine's locale.

-- Moved by every write, first of all: its row is also the lock that puts writers in line.
CREATE TABLE generation (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    value BIGINT NOT NULL
);
INSERT INTO generation (id, value) VALUES (1, 0);

-- The nouns of the first content. `doc` is the record; the rest is how it is found and ordered.
CREATE TABLE area (
    key TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    edited BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL
);
CREATE TABLE country (
    key TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    edited BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL
);
CREATE TABLE edition (
    key TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    edited BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL
);
CREATE TABLE flagship (
    key TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    edited BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL
);
CREATE TABLE history (
    key TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    edited BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL
);
CREATE TABLE page (
    key TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    edited BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL
);
CREATE TABLE plan (
    key TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    edited BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL
);
CREATE TABLE programme (
    key TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    edited BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL
);
CREATE TABLE sdg (
    key TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    edited BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL
);
CREATE TABLE source (
    key TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    edited BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL
);

-- `doc` is the event; every other column, and the link tables, are its index, written in the same transaction.
CREATE TABLE event (
    id TEXT COLLATE "C" PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL CONSTRAINT event_slug UNIQUE,
    status TEXT COLLATE "C" NOT NULL,
    public BIGINT NOT NULL,
    sample BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    -- Longer than the span within which the list of what is upcoming looks back; see store/event.rs.
    long_running BIGINT NOT NULL,
    year BIGINT NOT NULL,
    format TEXT COLLATE "C" NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    published_at BIGINT
);
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
    event TEXT COLLATE "C" NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    programme TEXT COLLATE "C" NOT NULL REFERENCES programme (key),
    public BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (event, programme)
);
CREATE INDEX event_programme_by_start ON event_programme (programme, public, starts_at, event, ends_at);
CREATE TABLE event_area (
    event TEXT COLLATE "C" NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    area BIGINT NOT NULL,
    public BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (event, area)
);
CREATE INDEX event_area_by_start ON event_area (area, public, starts_at, event, ends_at);
CREATE TABLE event_country (
    event TEXT COLLATE "C" NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    country TEXT COLLATE "C" NOT NULL,
    public BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (event, country)
);
CREATE INDEX event_country_by_start ON event_country (country, public, starts_at, event, ends_at);
CREATE TABLE event_sdg (
    event TEXT COLLATE "C" NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    sdg BIGINT NOT NULL,
    public BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (event, sdg)
);
CREATE INDEX event_sdg_by_start ON event_sdg (sdg, public, starts_at, event, ends_at);

CREATE TABLE staff (
    id TEXT COLLATE "C" PRIMARY KEY,
    email TEXT COLLATE "C" NOT NULL CONSTRAINT staff_email UNIQUE,
    name TEXT NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    -- In PHC form; null until a password is set.
    password_hash TEXT,
    sample BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Of every secret only the SHA-256 is stored: who reads a backup cannot sign in with it.
CREATE TABLE staff_invite (
    token_hash TEXT COLLATE "C" PRIMARY KEY,
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX staff_invite_staff ON staff_invite (staff);

CREATE TABLE session (
    token_hash TEXT COLLATE "C" PRIMARY KEY,
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_staff ON session (staff);
CREATE INDEX session_expires ON session (expires_at);

-- Failed tries by kind of key (see app/throttle.rs); in the database, so that they hold on every node and over restarts.
CREATE TABLE sign_in_attempt (
    kind TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX sign_in_attempt_last ON sign_in_attempt (kind, last_at);

-- Appended to, never altered.
CREATE TABLE revision (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    noun TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    change TEXT COLLATE "C" NOT NULL,
    note TEXT NOT NULL,
    fields TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    CONSTRAINT revision_version UNIQUE (noun, subject, version)
);
CREATE INDEX revision_at ON revision (at);
