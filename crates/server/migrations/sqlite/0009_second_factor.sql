-- An account's second factor (RFC 6238): the secret that its owner's phone has too. Sealed, where the operator gave a key
-- (see app/seal.rs).
CREATE TABLE second_factor (
    staff TEXT PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    -- The hash of the session that it is shown to until it is confirmed.
    offered_to TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- Null until a code has shown that the phone has it.
    confirmed_at INTEGER,
    -- The step of the last code that was used: no code works twice.
    used_step INTEGER NOT NULL
) STRICT;

-- What lets the owner in without the phone, once each. Of every code only the SHA-256 is stored: it has 120 random bits.
CREATE TABLE recovery_code (
    staff TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (staff, code_hash)
) STRICT;

-- Who has given the right password, and is asked for a code. No session: it opens nothing.
CREATE TABLE sign_in_step (
    token_hash TEXT PRIMARY KEY,
    staff TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_step_staff ON sign_in_step (staff);
CREATE INDEX sign_in_step_expires ON sign_in_step (expires_at);

-- Where a session began, roughly: see model/account.rs.
ALTER TABLE session ADD COLUMN network TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';

-- What happened to an account, for its owner to read. Written in the transaction of what happened. `hour` (hours since 1970)
-- is there for what is counted: a row an hour, however often somebody tries. `actor` is empty where the owner did it.
CREATE TABLE account_entry (
    id INTEGER PRIMARY KEY,
    staff TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    times INTEGER NOT NULL,
    hour INTEGER,
    network TEXT NOT NULL,
    browser TEXT NOT NULL,
    actor TEXT NOT NULL,
    CONSTRAINT account_entry_hour UNIQUE (staff, kind, hour)
) STRICT;
CREATE INDEX account_entry_staff ON account_entry (staff, id);
CREATE INDEX account_entry_at ON account_entry (at);
