-- The store: events of a type found without walking over the others, and the figures of the overview kept by day, so that those of a period
-- are summed up from some thousand rows instead of all events. What the columns mean is told in dictionary/counting.toml.
--
-- A happening told by many counts once: in the article that stands for its story (`articles.lead`). Triggers keep the tables. They need
-- that rows of an article are taken away before the article, and that an amount is never changed, which holds everywhere. A number may fall
-- to 0 and stay.

-- Most questions name a type: they walk a sixteenth of the events. Without the sums of money, so that these are not written once more.
CREATE INDEX listing_by_type ON listing (type, dated, event, status, province_code, place_code, confidence, article);

CREATE TABLE event_counts (
    what TEXT NOT NULL CHECK (what IN ('status', 'type', 'province')),
    value TEXT NOT NULL,
    dated TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (what, value, dated)
) WITHOUT ROWID;

CREATE TABLE handed_over (
    programs TEXT NOT NULL,
    dated TEXT NOT NULL,
    payments INTEGER NOT NULL,
    total NUMERIC NOT NULL,
    PRIMARY KEY (programs, dated)
) WITHOUT ROWID;

INSERT INTO event_counts
SELECT 'status', status, dated, count(*) FROM listing
WHERE article NOT IN (SELECT key FROM articles WHERE lead = 0) GROUP BY status, dated;
INSERT INTO event_counts
SELECT 'type', type, dated, count(*) FROM listing
WHERE article NOT IN (SELECT key FROM articles WHERE lead = 0) GROUP BY type, dated;
INSERT INTO event_counts
SELECT 'province', coalesce(province_code, ''), dated, count(*) FROM listing
WHERE article NOT IN (SELECT key FROM articles WHERE lead = 0) GROUP BY coalesce(province_code, ''), dated;

INSERT INTO handed_over
SELECT coalesce(programs, ''), coalesce(dated, ''), count(*), sum(value)
FROM amounts INDEXED BY amounts_paid
WHERE kind IN ('benefit', 'scholarship') AND per IS NULL AND currency = 'IDR' AND event_type = 'benefit_handover'
    AND article NOT IN (SELECT key FROM articles WHERE lead = 0)
GROUP BY coalesce(programs, ''), coalesce(dated, '');

CREATE TRIGGER events_are_counted AFTER INSERT ON listing WHEN (SELECT lead FROM articles WHERE key = NEW.article) BEGIN
    INSERT INTO event_counts VALUES ('status', NEW.status, NEW.dated, 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
    INSERT INTO event_counts VALUES ('type', NEW.type, NEW.dated, 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
    INSERT INTO event_counts VALUES ('province', coalesce(NEW.province_code, ''), NEW.dated, 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER events_are_counted_no_more AFTER DELETE ON listing WHEN (SELECT lead FROM articles WHERE key = OLD.article) BEGIN
    UPDATE event_counts SET number = number - 1 WHERE what = 'status' AND value = OLD.status AND dated = OLD.dated;
    UPDATE event_counts SET number = number - 1 WHERE what = 'type' AND value = OLD.type AND dated = OLD.dated;
    UPDATE event_counts SET number = number - 1
    WHERE what = 'province' AND value = coalesce(OLD.province_code, '') AND dated = OLD.dated;
END;
CREATE TRIGGER events_are_counted_anew AFTER UPDATE OF dated, status, type, province_code ON listing
WHEN (SELECT lead FROM articles WHERE key = NEW.article) BEGIN
    UPDATE event_counts SET number = number - 1 WHERE what = 'status' AND value = OLD.status AND dated = OLD.dated;
    UPDATE event_counts SET number = number - 1 WHERE what = 'type' AND value = OLD.type AND dated = OLD.dated;
    UPDATE event_counts SET number = number - 1
    WHERE what = 'province' AND value = coalesce(OLD.province_code, '') AND dated = OLD.dated;
    INSERT INTO event_counts VALUES ('status', NEW.status, NEW.dated, 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
    INSERT INTO event_counts VALUES ('type', NEW.type, NEW.dated, 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
    INSERT INTO event_counts VALUES ('province', coalesce(NEW.province_code, ''), NEW.dated, 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER amounts_are_counted AFTER INSERT ON amounts
WHEN NEW.kind IN ('benefit', 'scholarship') AND NEW.per IS NULL AND NEW.currency = 'IDR' AND NEW.event_type = 'benefit_handover'
    AND (SELECT lead FROM articles WHERE key = NEW.article)
BEGIN
    INSERT INTO handed_over VALUES (coalesce(NEW.programs, ''), coalesce(NEW.dated, ''), 1, NEW.value)
    ON CONFLICT DO UPDATE SET payments = payments + 1, total = total + excluded.total;
END;
CREATE TRIGGER amounts_are_counted_no_more AFTER DELETE ON amounts
WHEN OLD.kind IN ('benefit', 'scholarship') AND OLD.per IS NULL AND OLD.currency = 'IDR' AND OLD.event_type = 'benefit_handover'
    AND (SELECT lead FROM articles WHERE key = OLD.article)
BEGIN
    UPDATE handed_over SET payments = payments - 1, total = total - OLD.value
    WHERE programs = coalesce(OLD.programs, '') AND dated = coalesce(OLD.dated, '');
END;

-- An article comes to stand for its story, or stands back: its rows are those with keys from 100000 times its own on.
CREATE TRIGGER leads_are_counted AFTER UPDATE OF lead ON articles WHEN NEW.lead <> OLD.lead BEGIN
    INSERT INTO event_counts
    SELECT 'status', status, dated, (NEW.lead - OLD.lead) * count(*) FROM listing
    WHERE event BETWEEN NEW.key * 100000 AND NEW.key * 100000 + 99999 GROUP BY status, dated
    ON CONFLICT DO UPDATE SET number = number + excluded.number;
    INSERT INTO event_counts
    SELECT 'type', type, dated, (NEW.lead - OLD.lead) * count(*) FROM listing
    WHERE event BETWEEN NEW.key * 100000 AND NEW.key * 100000 + 99999 GROUP BY type, dated
    ON CONFLICT DO UPDATE SET number = number + excluded.number;
    INSERT INTO event_counts
    SELECT 'province', coalesce(province_code, ''), dated, (NEW.lead - OLD.lead) * count(*) FROM listing
    WHERE event BETWEEN NEW.key * 100000 AND NEW.key * 100000 + 99999 GROUP BY coalesce(province_code, ''), dated
    ON CONFLICT DO UPDATE SET number = number + excluded.number;
    INSERT INTO handed_over
    SELECT coalesce(programs, ''), coalesce(dated, ''), (NEW.lead - OLD.lead) * count(*), (NEW.lead - OLD.lead) * sum(value)
    FROM amounts
    WHERE key BETWEEN NEW.key * 100000 AND NEW.key * 100000 + 99999
        AND kind IN ('benefit', 'scholarship') AND per IS NULL AND currency = 'IDR' AND event_type = 'benefit_handover'
    GROUP BY coalesce(programs, ''), coalesce(dated, '')
    ON CONFLICT DO UPDATE SET payments = payments + excluded.payments, total = total + excluded.total;
END;
