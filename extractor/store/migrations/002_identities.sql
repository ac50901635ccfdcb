-- The store, version 2: who is who over all articles. What the columns mean is told in dictionary/identities.toml.
--
-- A row of people, organizations or roles refers to a signature: name, office, body and area as that article has them. Few signatures
-- stand for many articles; which of them are one person is decided on signatures alone. Rows of people go when their article is
-- edited: triggers count them, and note what the next `resolve` has to look at again.

CREATE TABLE bodies (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    sign TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    area_code TEXT
);

CREATE TABLE body_signatures (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL UNIQUE,
    body INTEGER NOT NULL REFERENCES bodies (key),
    name TEXT NOT NULL,
    why TEXT NOT NULL,
    articles INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX body_signatures_by_body ON body_signatures (body);

CREATE TABLE offices (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    sign TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    body INTEGER REFERENCES bodies (key),
    body_name TEXT,
    area_code TEXT,
    area TEXT,
    of_interest INTEGER NOT NULL
);
CREATE INDEX offices_by_body ON offices (body) WHERE body IS NOT NULL;
CREATE INDEX offices_by_title ON offices (title, area_code);

CREATE TABLE persons (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL
);
CREATE INDEX persons_by_name ON persons (name);

CREATE TABLE person_signatures (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL UNIQUE,
    person INTEGER REFERENCES persons (key),
    name TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('office', 'private', 'none')),
    title TEXT,
    family TEXT,
    body TEXT,
    area_code TEXT,
    stated INTEGER NOT NULL,
    day TEXT,
    role TEXT,
    articles INTEGER NOT NULL DEFAULT 0,
    first_day TEXT,
    last_day TEXT
);
CREATE INDEX person_signatures_by_person ON person_signatures (person) WHERE person IS NOT NULL;

-- Signatures that can be one person share a block; those of other blocks are never compared.
CREATE TABLE person_blocks (
    block TEXT NOT NULL,
    signature INTEGER NOT NULL REFERENCES person_signatures (key),
    PRIMARY KEY (block, signature)
) WITHOUT ROWID;
CREATE INDEX person_blocks_by_signature ON person_blocks (signature);

CREATE TABLE person_words (
    word TEXT NOT NULL,
    signature INTEGER NOT NULL REFERENCES person_signatures (key),
    PRIMARY KEY (word, signature)
) WITHOUT ROWID;
CREATE INDEX person_words_by_signature ON person_words (signature);

CREATE TABLE person_links (
    one INTEGER NOT NULL REFERENCES person_signatures (key),
    other INTEGER NOT NULL REFERENCES person_signatures (key),
    why TEXT NOT NULL,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX person_links_by_other ON person_links (other);

CREATE TABLE person_apart (
    one INTEGER NOT NULL REFERENCES person_signatures (key),
    other INTEGER NOT NULL REFERENCES person_signatures (key),
    article INTEGER NOT NULL REFERENCES articles (key),
    PRIMARY KEY (one, other, article)
) WITHOUT ROWID;
CREATE INDEX person_apart_by_other ON person_apart (other);
CREATE INDEX person_apart_by_article ON person_apart (article);

CREATE TABLE person_offices (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    signature INTEGER NOT NULL REFERENCES person_signatures (key),
    office INTEGER NOT NULL REFERENCES offices (key),
    articles INTEGER NOT NULL DEFAULT 0,
    first_day TEXT,
    last_day TEXT,
    UNIQUE (signature, office)
);
CREATE INDEX person_offices_by_office ON person_offices (office);

CREATE TABLE touched_signatures (
    kind TEXT NOT NULL CHECK (kind IN ('person', 'body', 'office')),
    key INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;

ALTER TABLE people ADD COLUMN signature INTEGER REFERENCES person_signatures (key);
ALTER TABLE people ADD COLUMN day TEXT;
CREATE INDEX people_by_signature ON people (signature, day) WHERE signature IS NOT NULL;
ALTER TABLE organizations ADD COLUMN signature INTEGER REFERENCES body_signatures (key);
CREATE INDEX organizations_by_signature ON organizations (signature) WHERE signature IS NOT NULL;
ALTER TABLE roles ADD COLUMN tenure INTEGER REFERENCES person_offices (key);
ALTER TABLE roles ADD COLUMN day TEXT;
CREATE INDEX roles_by_tenure ON roles (tenure, day) WHERE tenure IS NOT NULL;

CREATE TRIGGER people_gain_signature AFTER UPDATE OF signature ON people
WHEN NEW.signature IS NOT NULL AND NEW.signature IS NOT OLD.signature BEGIN
    UPDATE person_signatures SET articles = articles + 1 WHERE key = NEW.signature;
    INSERT OR IGNORE INTO touched_signatures VALUES ('person', NEW.signature);
END;
CREATE TRIGGER people_lose_signature AFTER UPDATE OF signature ON people
WHEN OLD.signature IS NOT NULL AND NEW.signature IS NOT OLD.signature BEGIN
    UPDATE person_signatures SET articles = articles - 1 WHERE key = OLD.signature;
    INSERT OR IGNORE INTO touched_signatures VALUES ('person', OLD.signature);
END;
CREATE TRIGGER people_go AFTER DELETE ON people WHEN OLD.signature IS NOT NULL BEGIN
    UPDATE person_signatures SET articles = articles - 1 WHERE key = OLD.signature;
    INSERT OR IGNORE INTO touched_signatures VALUES ('person', OLD.signature);
END;
CREATE TRIGGER organizations_gain_signature AFTER UPDATE OF signature ON organizations
WHEN NEW.signature IS NOT NULL AND NEW.signature IS NOT OLD.signature BEGIN
    UPDATE body_signatures SET articles = articles + 1 WHERE key = NEW.signature;
    INSERT OR IGNORE INTO touched_signatures VALUES ('body', NEW.signature);
END;
CREATE TRIGGER organizations_lose_signature AFTER UPDATE OF signature ON organizations
WHEN OLD.signature IS NOT NULL AND NEW.signature IS NOT OLD.signature BEGIN
    UPDATE body_signatures SET articles = articles - 1 WHERE key = OLD.signature;
    INSERT OR IGNORE INTO touched_signatures VALUES ('body', OLD.signature);
END;
CREATE TRIGGER organizations_go AFTER DELETE ON organizations WHEN OLD.signature IS NOT NULL BEGIN
    UPDATE body_signatures SET articles = articles - 1 WHERE key = OLD.signature;
    INSERT OR IGNORE INTO touched_signatures VALUES ('body', OLD.signature);
END;
CREATE TRIGGER roles_gain_tenure AFTER UPDATE OF tenure ON roles
WHEN NEW.tenure IS NOT NULL AND NEW.tenure IS NOT OLD.tenure BEGIN
    UPDATE person_offices SET articles = articles + 1 WHERE key = NEW.tenure;
    INSERT OR IGNORE INTO touched_signatures VALUES ('office', NEW.tenure);
END;
CREATE TRIGGER roles_lose_tenure AFTER UPDATE OF tenure ON roles
WHEN OLD.tenure IS NOT NULL AND NEW.tenure IS NOT OLD.tenure BEGIN
    UPDATE person_offices SET articles = articles - 1 WHERE key = OLD.tenure;
    INSERT OR IGNORE INTO touched_signatures VALUES ('office', OLD.tenure);
END;
CREATE TRIGGER roles_go AFTER DELETE ON roles WHEN OLD.tenure IS NOT NULL BEGIN
    UPDATE person_offices SET articles = articles - 1 WHERE key = OLD.tenure;
    INSERT OR IGNORE INTO touched_signatures VALUES ('office', OLD.tenure);
END;

CREATE VIEW tenures AS
SELECT s.person, p.name, o.key AS office, o.title, o.body_name AS body, o.area_code, o.area,
    min(t.first_day) AS first_day, max(t.last_day) AS last_day, sum(t.articles) AS articles
FROM person_offices t
JOIN person_signatures s ON s.key = t.signature
JOIN persons p ON p.key = s.person
JOIN offices o ON o.key = t.office
WHERE t.articles > 0
GROUP BY s.person, o.key;
