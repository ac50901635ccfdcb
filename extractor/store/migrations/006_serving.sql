-- The store: what lists of events are filtered, sorted and counted by, in one narrow table. What the columns mean is told in
-- dictionary/serving.toml.
--
-- A page of events is found by walking one of three indexes that hold all columns: nothing else is read for an event that a filter does
-- not let through. Triggers fill it; an event's row never changes, it goes and comes anew with its article.

CREATE TABLE listing (
    event INTEGER PRIMARY KEY REFERENCES events (key),
    article INTEGER NOT NULL,
    dated TEXT NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    province_code TEXT,
    place_code TEXT,
    confidence REAL NOT NULL,
    amount_least NUMERIC NOT NULL,
    amount_most NUMERIC NOT NULL
);

INSERT INTO listing
SELECT events.key, events.article, coalesce(events.date_start, articles.day, ''), events.type, events.status, events.province_code,
    events.place_code, events.confidence, coalesce(sums.least, -1), coalesce(sums.most, -1)
FROM events
JOIN articles ON articles.key = events.article
LEFT JOIN (
    SELECT event_amounts.event, min(amounts.value) AS least, max(amounts.value) AS most
    FROM event_amounts JOIN amounts ON amounts.key = event_amounts.amount
    WHERE amounts.currency = 'IDR' GROUP BY event_amounts.event
) AS sums ON sums.event = events.key
ORDER BY events.key;

CREATE INDEX listing_by_date ON listing (
    dated, event, type, status, province_code, place_code, confidence, amount_least, amount_most, article
);
CREATE INDEX listing_by_amount ON listing (
    amount_most, event, type, status, province_code, place_code, confidence, amount_least, dated, article
);
CREATE INDEX listing_by_confidence ON listing (
    confidence, event, type, status, province_code, place_code, amount_least, amount_most, dated, article
);

CREATE TRIGGER events_come_to_listing AFTER INSERT ON events BEGIN
    INSERT INTO listing VALUES (
        NEW.key, NEW.article, coalesce(NEW.date_start, (SELECT day FROM articles WHERE key = NEW.article), ''), NEW.type, NEW.status,
        NEW.province_code, NEW.place_code, NEW.confidence, -1, -1
    );
END;
CREATE TRIGGER amounts_come_to_listing AFTER INSERT ON event_amounts BEGIN
    UPDATE listing
    SET amount_least = CASE WHEN amount_least < 0 THEN sums.value ELSE min(amount_least, sums.value) END,
        amount_most = max(amount_most, sums.value)
    FROM (SELECT value FROM amounts WHERE key = NEW.amount AND currency = 'IDR') AS sums
    WHERE listing.event = NEW.event;
END;
CREATE TRIGGER events_go_from_listing AFTER DELETE ON events BEGIN
    DELETE FROM listing WHERE event = OLD.key;
END;

-- Each name once: looked through for parts of a name, which no index finds. A name stays when the last article that has it is edited.
CREATE TABLE known_names (
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organization')),
    name TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) WITHOUT ROWID;
INSERT INTO known_names SELECT DISTINCT 'person', name FROM people;
INSERT INTO known_names SELECT DISTINCT 'organization', name FROM organizations;
CREATE TRIGGER people_are_known AFTER INSERT ON people BEGIN
    INSERT OR IGNORE INTO known_names VALUES ('person', NEW.name);
END;
CREATE TRIGGER organizations_are_known AFTER INSERT ON organizations BEGIN
    INSERT OR IGNORE INTO known_names VALUES ('organization', NEW.name);
END;

CREATE INDEX stories_listed_by_day ON stories (coalesce(day, ''), key, type, province_code, place_code);
CREATE INDEX stories_listed_by_size ON stories (articles, key, type, province_code, place_code, day);
CREATE INDEX amounts_by_value ON amounts (value) WHERE currency = 'IDR';
CREATE INDEX bodies_by_name ON bodies (name);
CREATE INDEX articles_listed ON articles (coalesce(day, ''), key);
