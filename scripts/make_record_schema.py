"""Write the JSON Schema of the article record from its pydantic models.

    python scripts/make_record_schema.py

A test fails when the file in the package is not what this writes.
"""

import json
from pathlib import Path

from politigraph.api.record_json import record_schema

TARGET = Path(__file__).parent.parent / "api" / "data" / "record.schema.json"


def schema_text() -> str:
    """Return the file's content: indented JSON with a final line break."""
    return json.dumps(record_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    TARGET.write_text(schema_text(), encoding="utf-8")
