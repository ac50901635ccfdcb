-- The store: what people say of extracted facts. What the columns mean is told in dictionary/corrections.toml.
--
-- Rows are only ever added. They name a record and a fact by what it says and where, never by the key of a row: tables of facts are
-- written anew with each extraction.

CREATE TABLE corrections (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    record TEXT NOT NULL,
    made TEXT NOT NULL,
    who TEXT NOT NULL CHECK (length(who) > 0),
    action TEXT NOT NULL CHECK (action IN ('accept', 'edit', 'reject', 'add', 'review', 'undo')),
    family TEXT CHECK (
        family IN ('people', 'organizations', 'places', 'programs', 'regulations', 'amounts', 'quantities', 'quotes', 'events')
    ),
    target TEXT,
    value TEXT,
    undoes INTEGER REFERENCES corrections (key),
    version INTEGER NOT NULL,
    alone INTEGER NOT NULL CHECK (alone IN (0, 1)),
    CHECK ((action IN ('accept', 'edit', 'reject')) = (target IS NOT NULL)),
    CHECK ((action IN ('edit', 'add', 'review')) = (value IS NOT NULL)),
    CHECK ((action = 'undo') = (undoes IS NOT NULL)),
    CHECK ((action IN ('review', 'undo')) = (family IS NULL))
);
CREATE INDEX corrections_by_record ON corrections (record, key);
CREATE INDEX corrections_of_reviews ON corrections (record, who, key) WHERE action = 'review';
CREATE INDEX corrections_by_undone ON corrections (undoes) WHERE undoes IS NOT NULL;

CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections BEGIN
    SELECT raise(ABORT, 'corrections are only added to');
END;
CREATE TRIGGER corrections_never_go BEFORE DELETE ON corrections BEGIN
    SELECT raise(ABORT, 'corrections are only added to');
END;
