-- The search index: of every public thing one row, whose place is its order (new before old; see store/search/place.rs), and
-- its tokens (search/token.rs). Written with what it indexes, in one transaction; made anew where the version is another.
CREATE TABLE search_subject (
    place INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    CONSTRAINT search_subject_key UNIQUE (kind, key)
) STRICT;
-- Tokens are cut and folded before they come here: all that is left to do is to part them at spaces. The text itself is not
-- kept. Rows are read in the order of their places, from the newest, without a sort.
CREATE VIRTUAL TABLE search_text USING fts5 (tokens, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '_'");

-- Every word that visitors may see, for completing and correcting; and every filter. No word is here that no public text has.
CREATE TABLE search_word (
    word TEXT PRIMARY KEY,
    -- How many subjects hold it, and how many in a title.
    subjects INTEGER NOT NULL,
    titles INTEGER NOT NULL,
    -- How many letters it has, the first two and the last two.
    letters INTEGER NOT NULL,
    head TEXT NOT NULL,
    tail TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX search_word_by_head ON search_word (head, letters);
CREATE INDEX search_word_by_tail ON search_word (tail, letters);

CREATE TABLE search_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- Of search/token.rs. Nought: nothing is indexed.
    version INTEGER NOT NULL,
    subjects INTEGER NOT NULL,
    -- How far what was there before has been indexed, and whether all of it is.
    reached TEXT NOT NULL,
    whole INTEGER NOT NULL
) STRICT;
INSERT INTO search_state (id, version, subjects, reached, whole) VALUES (1, 0, 0, '', 0);
