-- The store, version 4: views for the questions that are asked most. A happening told by many outlets counts once: in the article that
-- stands for its story (`articles.lead`). Each is answered from indexes alone (benchmarks/README.md has the times).

CREATE INDEX articles_behind ON articles (key) WHERE lead = 0;

CREATE VIEW events_by_province_and_month AS
SELECT
    grouped.province_code,
    provinces.name AS province,
    grouped.month,
    grouped.events,
    grouped.occurred,
    grouped.ongoing,
    grouped.planned,
    grouped.urged
FROM (
    SELECT
        province_code,
        month,
        sum(number) AS events,
        sum(number * (status = 'occurred')) AS occurred,
        sum(number * (status = 'ongoing')) AS ongoing,
        sum(number * (status = 'planned')) AS planned,
        sum(number * (status = 'urged')) AS urged
    FROM (
        SELECT province_code, month, status, sum(counted) AS number
        FROM events
        GROUP BY province_code, month, status
    )
    GROUP BY province_code, month
    HAVING sum(number) > 0
) AS grouped
LEFT JOIN provinces ON provinces.code = grouped.province_code;

CREATE VIEW amounts_by_program AS
SELECT
    programs,
    substr(dated, 1, 4) AS year,
    kind,
    count(*) AS payments,
    sum(value) AS total,
    max(value) AS largest
FROM amounts INDEXED BY amounts_paid
WHERE kind IN ('benefit', 'scholarship') AND per IS NULL AND currency = 'IDR'
    AND event_type = 'benefit_handover'
    AND article NOT IN (SELECT key FROM articles WHERE lead = 0)
GROUP BY programs, substr(dated, 1, 4), kind;

CREATE VIEW targets_and_coverage AS
SELECT
    newest.place_code,
    (SELECT name FROM places WHERE code = newest.place_code ORDER BY key LIMIT 1) AS place,
    substr(newest.place_code, 1, 2) AS province_code,
    newest.unit,
    max(CASE newest.kind WHEN 'target' THEN newest.value END) AS target,
    max(CASE newest.kind WHEN 'target' THEN newest.dated END) AS target_dated,
    max(CASE newest.kind WHEN 'coverage' THEN newest.value END) AS coverage,
    max(CASE newest.kind WHEN 'coverage' THEN newest.dated END) AS coverage_dated,
    max(CASE newest.kind WHEN 'potential' THEN newest.value END) AS potential,
    max(CASE newest.kind WHEN 'potential' THEN newest.dated END) AS potential_dated
FROM (
    SELECT place_code, unit, kind, max(dated) AS dated, value
    FROM quantities INDEXED BY quantities_reached
    WHERE kind IN ('target', 'coverage', 'potential') AND place_code IS NOT NULL
    GROUP BY place_code, unit, kind
) AS newest
GROUP BY newest.place_code, newest.unit;

CREATE VIEW office_holders AS
SELECT tenures.person, tenures.name, tenures.title, tenures.body, tenures.area_code, tenures.area,
    tenures.first_day, tenures.last_day, tenures.articles
FROM tenures
JOIN offices ON offices.key = tenures.office
WHERE offices.of_interest = 1;

CREATE VIEW meetings AS
SELECT
    who.person,
    person.name,
    'person' AS met_kind,
    whom.person AS met,
    other.name AS met_name,
    events.type,
    events.status,
    events.day,
    events.article
FROM person_signatures AS who
JOIN people AS one ON one.signature = who.key
JOIN participants AS part ON part.person = one.key
JOIN participants AS beside ON beside.event = part.event AND beside.person <> part.person
JOIN people AS two ON two.key = beside.person
JOIN person_signatures AS whom ON whom.key = two.signature
JOIN events ON events.key = part.event
JOIN persons AS person ON person.key = who.person
JOIN persons AS other ON other.key = whom.person
WHERE whom.person <> who.person
UNION ALL
SELECT
    who.person,
    person.name,
    'organization',
    met.body,
    bodies.name,
    events.type,
    events.status,
    events.day,
    events.article
FROM person_signatures AS who
JOIN people AS one ON one.signature = who.key
JOIN participants AS part ON part.person = one.key
JOIN participants AS beside ON beside.event = part.event
JOIN organizations AS two ON two.key = beside.organization
JOIN body_signatures AS met ON met.key = two.signature
JOIN events ON events.key = part.event
JOIN persons AS person ON person.key = who.person
JOIN bodies ON bodies.key = met.body;
