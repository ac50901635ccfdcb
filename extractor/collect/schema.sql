-- The state, version 1. Moments are ISO 8601 in UTC; addresses are keys of `state.address_key`.

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    started TEXT NOT NULL,
    ended TEXT,
    status TEXT NOT NULL            -- running, interrupted, or what the run itself said at its end
);

-- A post of which the archive holds at least one version; the other columns are those of the newest.
CREATE TABLE posts (
    key TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    url TEXT NOT NULL,
    outlet TEXT NOT NULL,
    title TEXT,
    published TEXT,
    modified TEXT,
    text_hash TEXT NOT NULL,
    via TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX posts_by_text ON posts (outlet, text_hash);

CREATE TABLE versions (
    post TEXT NOT NULL REFERENCES posts (key),
    number INTEGER NOT NULL,
    run INTEGER REFERENCES runs (id),  -- NULL: adopted from the archive
    file TEXT NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    text_hash TEXT NOT NULL,
    fetched TEXT NOT NULL,
    modified TEXT,
    PRIMARY KEY (post, number),
    UNIQUE (file, offset)
) WITHOUT ROWID;

-- What the pages of the newest version gave to ask them again, by the address asked.
CREATE TABLE pages (
    post TEXT NOT NULL REFERENCES posts (key),
    url TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    PRIMARY KEY (post, url)
) WITHOUT ROWID;

-- Every address ever asked for a post; `post` is the archived post it leads to.
CREATE TABLE addresses (
    key TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    outlet TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    asked TEXT NOT NULL,
    post TEXT REFERENCES posts (key)
) WITHOUT ROWID;
CREATE INDEX addresses_by_post ON addresses (post);

-- Listings, feeds and sitemaps: what they gave to ask them again.
CREATE TABLE validators (
    url TEXT PRIMARY KEY,
    etag TEXT,
    last_modified TEXT
) WITHOUT ROWID;

-- Questions that were once answered to the end, all that was found dealt with: asked again, only what changed since `at` matters.
CREATE TABLE questions (
    outlet TEXT NOT NULL,
    question TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (outlet, question)
) WITHOUT ROWID;

-- Files of the archive that recovery has looked through, and up to which byte.
CREATE TABLE files (
    name TEXT PRIMARY KEY,
    committed INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE tallies (
    run INTEGER NOT NULL REFERENCES runs (id),
    outlet TEXT NOT NULL,
    outcome TEXT NOT NULL,
    count INTEGER NOT NULL,
    reason TEXT,                    -- the last one
    at TEXT NOT NULL,
    PRIMARY KEY (outlet, run, outcome)
) WITHOUT ROWID;

CREATE TABLE listings (
    run INTEGER NOT NULL REFERENCES runs (id),
    outlet TEXT NOT NULL,
    way TEXT NOT NULL,
    answered INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    found INTEGER NOT NULL,         -- candidates in all answers
    outcome TEXT,                   -- of the last failure
    reason TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (outlet, run, way)
) WITHOUT ROWID;
