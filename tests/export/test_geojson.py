"""Events on the map."""

from __future__ import annotations

import json

from extractor.export import export


def test_an_event_is_a_point_at_the_seat_of_its_regency(store, out):
    assert export(store, "geojson", out / "events.geojson").rows == {"features": 2}
    collection = json.loads((out / "events.geojson").read_text(encoding="utf-8"))
    event, nowhere = collection["features"]
    assert collection["type"] == "FeatureCollection"
    longitude, latitude = event["geometry"]["coordinates"]
    assert (round(longitude), round(latitude)) == (128, -4)  # Ambon
    properties = event["properties"]
    assert (properties["place_code"], properties["point_area"], properties["point_precision"]) == (
        "81.71.01",
        "81.71",
        "regency",
    )
    assert properties["participants"] == "Rahmat Suleman (giver); Dinas Tenaga Kerja (organizer)"
    assert (properties["day"], properties["amount_total"]) == ("2022-08-25", 42_000_000)
    assert all(not isinstance(value, (list, dict)) for value in properties.values())
    assert (nowhere["geometry"], nowhere["properties"]["point_area"]) == (None, None)
