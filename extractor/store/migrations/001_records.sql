-- The store, version 1: what the newest version of each article's record says, as flat tables; the records themselves, whole; runs.
-- What the columns mean is told in dictionary/*.toml.
--
-- Rows of an article have keys from article * 100000 on (`rows.ROOM`): they lie together, and are known before they are written.

CREATE TABLE runs (
    key INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    program TEXT NOT NULL,
    started TEXT NOT NULL,
    ended TEXT,
    status TEXT NOT NULL CHECK (status IN ('running', 'interrupted', 'finished', 'failed')),
    new INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    replaced INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    digested TEXT
);

CREATE TABLE stages (
    run INTEGER NOT NULL REFERENCES runs (key),
    stage TEXT NOT NULL,
    started TEXT NOT NULL,
    ended TEXT,
    status TEXT NOT NULL CHECK (status IN ('running', 'interrupted', 'finished', 'failed')),
    message TEXT,
    PRIMARY KEY (run, stage)
) WITHOUT ROWID;

CREATE TABLE failures (
    key INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (key),
    path TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    UNIQUE (path, code)
);
CREATE INDEX failures_by_run ON failures (run);

CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT,
    url TEXT,
    outlet TEXT,
    author TEXT,
    published TEXT,
    published_precision TEXT,
    day TEXT,
    dateline TEXT,
    language TEXT,
    page INTEGER,
    pages INTEGER,
    relevance REAL NOT NULL,
    source_path TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    fetched TEXT,
    warc_file TEXT,
    warc_offset INTEGER,
    version INTEGER NOT NULL,
    first_run INTEGER NOT NULL REFERENCES runs (key),
    last_run INTEGER NOT NULL REFERENCES runs (key)
);
CREATE INDEX articles_by_day ON articles (day);
CREATE INDEX articles_by_outlet ON articles (outlet, day);
CREATE INDEX articles_by_first_run ON articles (first_run);
CREATE INDEX articles_by_last_run ON articles (last_run);

CREATE TABLE texts (
    article INTEGER PRIMARY KEY REFERENCES articles (key),
    text TEXT NOT NULL
);

-- Every version of an article; `record` is its record as zlib-compressed JSON.
CREATE TABLE versions (
    article INTEGER NOT NULL REFERENCES articles (key),
    number INTEGER NOT NULL,
    run INTEGER NOT NULL REFERENCES runs (key),
    content_sha256 TEXT NOT NULL,
    facts_sha256 TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    fetched TEXT,
    record BLOB NOT NULL,
    PRIMARY KEY (article, number)
);
CREATE INDEX versions_by_run ON versions (run);

CREATE TABLE provinces (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE program_names (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE places (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT,
    province_code TEXT,
    mentions INTEGER NOT NULL
);
CREATE INDEX places_by_code ON places (code);

CREATE TABLE organizations (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    aliases TEXT NOT NULL,
    place INTEGER REFERENCES places (key),
    mentions INTEGER NOT NULL
);
CREATE INDEX organizations_by_name ON organizations (name);
CREATE INDEX organizations_by_place ON organizations (place) WHERE place IS NOT NULL;

CREATE TABLE people (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    honorifics TEXT NOT NULL,
    aliases TEXT NOT NULL,
    role TEXT,
    mentions INTEGER NOT NULL
);
CREATE INDEX people_by_name ON people (name);

CREATE TABLE roles (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    person INTEGER NOT NULL REFERENCES people (key),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    organization INTEGER REFERENCES organizations (key),
    text TEXT NOT NULL
);
CREATE INDEX roles_by_person ON roles (person);
CREATE INDEX roles_by_organization ON roles (organization) WHERE organization IS NOT NULL;

CREATE TABLE programs (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    mentions INTEGER NOT NULL
);
CREATE INDEX programs_by_code ON programs (code);

CREATE TABLE regulations (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    number TEXT,
    year INTEGER,
    title TEXT,
    mentions INTEGER NOT NULL
);
CREATE INDEX regulations_by_id ON regulations (id);

CREATE TABLE quotes (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    person INTEGER REFERENCES people (key),
    organization INTEGER REFERENCES organizations (key),
    start INTEGER,
    "end" INTEGER,
    text TEXT
);
CREATE INDEX quotes_by_person ON quotes (person) WHERE person IS NOT NULL;
CREATE INDEX quotes_by_organization ON quotes (organization) WHERE organization IS NOT NULL;

CREATE TABLE events (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    date_start TEXT,
    date_end TEXT,
    date_precision TEXT,
    date_text TEXT,
    day TEXT,
    month TEXT,
    place INTEGER REFERENCES places (key),
    place_code TEXT,
    province_code TEXT,
    venue TEXT,
    programs TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    text TEXT,
    confidence REAL NOT NULL
);
CREATE INDEX events_by_type ON events (type, day);
CREATE INDEX events_by_day ON events (day);
CREATE INDEX events_by_place ON events (place) WHERE place IS NOT NULL;
CREATE INDEX events_by_place_code ON events (place_code) WHERE place_code IS NOT NULL;

CREATE TABLE evidence (
    event INTEGER NOT NULL REFERENCES events (key),
    position INTEGER NOT NULL,
    start INTEGER,
    "end" INTEGER,
    text TEXT,
    PRIMARY KEY (event, position)
) WITHOUT ROWID;

CREATE TABLE participants (
    event INTEGER NOT NULL REFERENCES events (key),
    position INTEGER NOT NULL,
    person INTEGER REFERENCES people (key),
    organization INTEGER REFERENCES organizations (key),
    role TEXT NOT NULL,
    PRIMARY KEY (event, position)
) WITHOUT ROWID;
CREATE INDEX participants_by_person ON participants (person) WHERE person IS NOT NULL;
CREATE INDEX participants_by_organization ON participants (organization) WHERE organization IS NOT NULL;

CREATE TABLE event_programs (
    event INTEGER NOT NULL REFERENCES events (key),
    code TEXT NOT NULL,
    PRIMARY KEY (event, code)
) WITHOUT ROWID;
CREATE INDEX event_programs_by_code ON event_programs (code);

CREATE TABLE event_regulations (
    event INTEGER NOT NULL REFERENCES events (key),
    regulation INTEGER NOT NULL REFERENCES regulations (key),
    PRIMARY KEY (event, regulation)
) WITHOUT ROWID;
CREATE INDEX event_regulations_by_regulation ON event_regulations (regulation);

-- An amount or quantity bears what its (first) event says of it: when, where, for which programs.
CREATE TABLE amounts (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    id TEXT NOT NULL,
    value NUMERIC NOT NULL,
    currency TEXT NOT NULL,
    kind TEXT NOT NULL,
    per TEXT,
    bound TEXT,
    recipient_person INTEGER REFERENCES people (key),
    recipient_organization INTEGER REFERENCES organizations (key),
    start INTEGER,
    "end" INTEGER,
    text TEXT,
    event INTEGER REFERENCES events (key),
    event_type TEXT,
    day TEXT,
    place_code TEXT,
    province_code TEXT,
    programs TEXT,
    dated TEXT
);
CREATE INDEX amounts_by_kind ON amounts (kind, dated);
CREATE INDEX amounts_paid ON amounts (event_type, programs, kind, dated, value, article)
    WHERE kind IN ('benefit', 'scholarship') AND per IS NULL AND currency = 'IDR';
CREATE INDEX amounts_by_event ON amounts (event) WHERE event IS NOT NULL;
CREATE INDEX amounts_by_person ON amounts (recipient_person) WHERE recipient_person IS NOT NULL;
CREATE INDEX amounts_by_organization ON amounts (recipient_organization) WHERE recipient_organization IS NOT NULL;

CREATE TABLE quantities (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    id TEXT NOT NULL,
    value NUMERIC NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    bound TEXT,
    as_of TEXT,
    start INTEGER,
    "end" INTEGER,
    text TEXT,
    event INTEGER REFERENCES events (key),
    event_type TEXT,
    day TEXT,
    place_code TEXT,
    province_code TEXT,
    programs TEXT,
    dated TEXT
);
CREATE INDEX quantities_by_kind ON quantities (kind, dated);
CREATE INDEX quantities_reached ON quantities (place_code, unit, kind, dated, value, article)
    WHERE kind IN ('target', 'coverage', 'potential') AND place_code IS NOT NULL;
CREATE INDEX quantities_by_event ON quantities (event) WHERE event IS NOT NULL;

CREATE TABLE event_amounts (
    event INTEGER NOT NULL REFERENCES events (key),
    amount INTEGER NOT NULL REFERENCES amounts (key),
    PRIMARY KEY (event, amount)
) WITHOUT ROWID;
CREATE INDEX event_amounts_by_amount ON event_amounts (amount);

CREATE TABLE event_quantities (
    event INTEGER NOT NULL REFERENCES events (key),
    quantity INTEGER NOT NULL REFERENCES quantities (key),
    PRIMARY KEY (event, quantity)
) WITHOUT ROWID;
CREATE INDEX event_quantities_by_quantity ON event_quantities (quantity);

CREATE TABLE warnings (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    code TEXT NOT NULL,
    text TEXT,
    message TEXT NOT NULL
);
CREATE INDEX warnings_by_code ON warnings (code);

-- Words of headline and body; `articles_fts` follows `posts` by hand (store.py), which is quicker than triggers.
CREATE VIEW posts AS
SELECT articles.key, articles.id, articles.day, articles.outlet, articles.title, texts.text, articles.url
FROM articles JOIN texts ON texts.article = articles.key;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text, content = 'posts', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);

-- Articles that a later stage (identities, stories) has yet to look at; written with the article, taken away by the stage.
CREATE TABLE pending (
    stage TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (key),
    PRIMARY KEY (stage, article)
) WITHOUT ROWID;

-- Files of the archive that were extracted, and up to which byte.
CREATE TABLE extracted (
    file TEXT PRIMARY KEY,
    committed INTEGER NOT NULL
) WITHOUT ROWID;
