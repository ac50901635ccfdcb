"""The published JSON Schema."""

from __future__ import annotations

import json

from extractor.records import EventType, ProgramCode, json_schema


def properties(schema):
    models = [schema, *schema["$defs"].values()]
    return {name for model in models for name in model.get("properties", {})}


def test_the_schema_in_the_repository_is_that_of_the_models(root):
    published = json.loads((root / "schema" / "record.schema.json").read_text(encoding="utf-8"))
    assert published == json_schema(), "run `make schema` and read the diff"


def test_every_object_is_closed_and_leaves_no_field_out():
    schema = json_schema()
    for model in (schema, *schema["$defs"].values()):
        if model["type"] == "object":
            assert model["additionalProperties"] is False
            assert set(model["required"]) == set(model["properties"])


def test_the_schema_names_the_vocabularies():
    schema = json.dumps(json_schema())
    assert all(f'"{value}"' in schema for value in (*EventType, *ProgramCode))


def test_every_field_and_every_value_is_documented(root):
    documented = (root / "docs" / "record.md").read_text(encoding="utf-8")
    schema = json_schema()
    values = {value for model in schema["$defs"].values() for value in model.get("enum", [])}
    missing = sorted(word for word in properties(schema) | values if f"`{word}`" not in documented)
    assert not missing, f"docs/record.md says nothing of {missing}"
