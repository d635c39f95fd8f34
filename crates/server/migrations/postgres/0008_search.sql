-- The search index: of every public thing one row, whose place is its order (new before old; see store/search/place.rs), and
-- its tokens (search/token.rs). Written with what it indexes, in one transaction; made anew where the version is another.
CREATE TABLE search_subject (
    place BIGINT PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    -- Cut and folded before they come here: no dictionary of PostgreSQL is asked.
    tokens TSVECTOR NOT NULL,
    CONSTRAINT search_subject_key UNIQUE (kind, key)
) WITH (toast_tuple_target = 8160);
-- Without the list of what is yet to be sorted in: every search would have to read all of it.
CREATE INDEX search_subject_tokens ON search_subject USING GIN (tokens) WITH (fastupdate = off);

-- Every word that visitors may see, for completing and correcting; and every filter. No word is here that no public text has.
CREATE TABLE search_word (
    word TEXT COLLATE "C" PRIMARY KEY,
    -- How many subjects hold it, and how many in a title.
    subjects BIGINT NOT NULL,
    titles BIGINT NOT NULL,
    -- How many letters it has, the first two and the last two.
    letters BIGINT NOT NULL,
    head TEXT COLLATE "C" NOT NULL,
    tail TEXT COLLATE "C" NOT NULL
);
CREATE INDEX search_word_by_head ON search_word (head, letters);
CREATE INDEX search_word_by_tail ON search_word (tail, letters);

CREATE TABLE search_state (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    -- Of search/token.rs. Nought: nothing is indexed.
    version BIGINT NOT NULL,
    subjects BIGINT NOT NULL,
    -- How far what was there before has been indexed, and whether all of it is.
    reached TEXT COLLATE "C" NOT NULL,
    whole BIGINT NOT NULL
);
INSERT INTO search_state (id, version, subjects, reached, whole) VALUES (1, 0, 0, '', 0);
