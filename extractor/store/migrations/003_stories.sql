-- The store, version 3: stories (articles about one happening), the evidence that links their articles, and what they tell differently.
-- None of these tables refers to the rows of facts, which are written anew when an article is edited: they keep values and printed texts.

CREATE TABLE stories (
    key INTEGER PRIMARY KEY,
    title TEXT,
    type TEXT,
    day TEXT,
    province_code TEXT,
    place_code TEXT,
    articles INTEGER NOT NULL,
    outlets INTEGER NOT NULL,
    first_day TEXT,
    last_day TEXT
);
CREATE INDEX stories_by_day ON stories (day);
CREATE INDEX stories_by_type ON stories (type, day);

ALTER TABLE articles ADD COLUMN story INTEGER REFERENCES stories (key);
ALTER TABLE articles ADD COLUMN lead INTEGER NOT NULL DEFAULT 1;
CREATE INDEX articles_by_story ON articles (story, lead) WHERE story IS NOT NULL;

-- What `lead` says of the article, beside its events: sums over all events need no look at the articles.
ALTER TABLE events ADD COLUMN counted INTEGER NOT NULL DEFAULT 1;
CREATE INDEX events_by_month ON events (province_code, month, status, counted, type);

-- Why two articles are taken to tell of one happening; article < other.
CREATE TABLE story_links (
    article INTEGER NOT NULL REFERENCES articles (key),
    other INTEGER NOT NULL REFERENCES articles (key),
    kind TEXT NOT NULL CHECK (kind IN ('copy', 'event')),
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (article, other)
) WITHOUT ROWID;
CREATE INDEX story_links_by_other ON story_links (other);

CREATE TABLE contradictions (
    key INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES stories (key),
    kind TEXT NOT NULL CHECK (kind IN ('amount', 'quantity', 'date', 'place')),
    what TEXT NOT NULL
);
CREATE INDEX contradictions_by_story ON contradictions (story);

CREATE TABLE contradiction_sides (
    contradiction INTEGER NOT NULL REFERENCES contradictions (key),
    position INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (key),
    value TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    text TEXT,
    PRIMARY KEY (contradiction, position)
) WITHOUT ROWID;
CREATE INDEX contradiction_sides_by_article ON contradiction_sides (article);

-- What an article is compared by, computed from its record alone: `account` is JSON.
CREATE TABLE story_accounts (
    article INTEGER PRIMARY KEY REFERENCES articles (key),
    account TEXT NOT NULL
);

-- By which articles worth comparing find each other: `term` is a hash of a name, figure, area or band of the MinHash; `day` counts
-- days (0: the article has none). No foreign key, which would need an index as large as the table: rows go with their account.
CREATE TABLE story_terms (
    term INTEGER NOT NULL,
    day INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (term, day, article)
) WITHOUT ROWID;
