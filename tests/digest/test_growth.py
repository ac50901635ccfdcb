"""A digest asks for what is new through indexes: the size of the store does not matter."""

from __future__ import annotations

import sqlite3


def test_no_question_of_a_digest_looks_through_a_table_that_grows(newsroom, post):
    event = {"type": "meeting", "place": "l1", "day": "2026-05-30", "status": "planned"}
    after = newsroom.run(*(post(f"Lama {n}", places=("53",), events=(event,)) for n in range(30)))
    newsroom.run(post("Baru", places=("81",), events=(event,), warnings=(("number_format", "1", "read as 1"),)))
    asked: list[str] = []
    connection: sqlite3.Connection = newsroom.store.database._connection
    connection.set_trace_callback(asked.append)
    newsroom.digest(after_run=after, areas=["Maluku"])
    connection.set_trace_callback(None)
    plans = {
        query: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
        for query in asked
        if query.lstrip().upper().startswith(("SELECT", "WITH"))
    }
    small = ("runs", "provinces", "json_each", "(subquery", "n", "CONSTANT")
    scans = [
        (step, " ".join(query.split())[:160])
        for query, steps in plans.items()
        for step in steps
        if step.startswith("SCAN") and step.split()[1] not in small and "VIRTUAL TABLE" not in step
    ]
    assert len(plans) > 10
    assert scans == []
