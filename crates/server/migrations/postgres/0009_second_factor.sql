-- An account's second factor (RFC 6238): the secret that its owner's phone has too. Sealed, where the operator gave a key
-- (see app/seal.rs).
CREATE TABLE second_factor (
    staff TEXT COLLATE "C" PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
    secret TEXT COLLATE "C" NOT NULL,
    -- The hash of the session that it is shown to until it is confirmed.
    offered_to TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    -- Null until a code has shown that the phone has it.
    confirmed_at BIGINT,
    -- The step of the last code that was used: no code works twice.
    used_step BIGINT NOT NULL
);

-- What lets the owner in without the phone, once each. Of every code only the SHA-256 is stored: it has 120 random bits.
CREATE TABLE recovery_code (
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    code_hash TEXT COLLATE "C" NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (staff, code_hash)
);

-- Who has given the right password, and is asked for a code. No session: it opens nothing.
CREATE TABLE sign_in_step (
    token_hash TEXT COLLATE "C" PRIMARY KEY,
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_step_staff ON sign_in_step (staff);
CREATE INDEX sign_in_step_expires ON sign_in_step (expires_at);

-- Where a session began, roughly: see model/account.rs.
ALTER TABLE session ADD COLUMN network TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN browser TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What happened to an account, for its owner to read. Written in the transaction of what happened. `hour` (hours since 1970)
-- is there for what is counted: a row an hour, however often somebody tries. `actor` is empty where the owner did it.
CREATE TABLE account_entry (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    times BIGINT NOT NULL,
    hour BIGINT,
    network TEXT COLLATE "C" NOT NULL,
    browser TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    CONSTRAINT account_entry_hour UNIQUE (staff, kind, hour)
);
CREATE INDEX account_entry_staff ON account_entry (staff, id);
CREATE INDEX account_entry_at ON account_entry (at);
