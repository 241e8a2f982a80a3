"""What `politigraph extract` writes, from real articles, against the JSON Schema."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from politigraph.api.cli import main
from politigraph.api.record_json import packaged_schema

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "seed"


def extracted(tmp_path: Path, *paths: Path) -> list[dict[str, Any]]:
    """The records of some paths, each checked against the schema."""
    output = tmp_path / "records.jsonl"
    assert main(["extract", *map(str, paths), "-o", str(output)]) == 0
    records = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    validator = jsonschema.Draft202012Validator(packaged_schema())
    for record in records:
        validator.validate(record)
    return records


def references(record: dict[str, Any]) -> set[str]:
    """Every id that the record refers to."""
    found = {mention["entity"] for mention in record["mentions"]}
    for claim in record["claims"]:
        found |= {claim["speaker"], claim["addressee"], claim["embedded_in"], *claim["about"]}
    for event in record["events"]:
        found |= {*event["agents"], *event["targets"], event["place"], event["claim"]}
    return found - {""}


@pytest.mark.parametrize(
    "folder",
    [
        ROOT / "examples" / "articles",
        pytest.param(
            SEED, marks=pytest.mark.skipif(not SEED.exists(), reason="../shared is absent")
        ),
    ],
    ids=["examples", "seed"],
)
def test_records_fit_the_schema_and_refer_only_to_what_they_hold(
    folder: Path, tmp_path: Path
) -> None:
    records = extracted(tmp_path, folder)
    assert records
    for record in records:
        parts = ("entities", "claims", "events")
        ids = [part["id"] for name in parts for part in record[name]]
        assert len(ids) == len(set(ids))
        assert references(record) <= set(ids)
        assert record["claims"]
