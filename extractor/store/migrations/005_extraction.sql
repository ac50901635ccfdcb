-- The store, version 5: how far `extract --store` has come, so that a run that was interrupted can be continued.

CREATE TABLE extraction (
    key INTEGER PRIMARY KEY CHECK (key = 1),
    run INTEGER NOT NULL REFERENCES runs (key),
    reached TEXT NOT NULL
);
