"""The documentation page: the OpenAPI document as plain HTML.

FastAPI's own pages load their scripts from a content delivery network; this one
needs no network and no script.
"""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
h2 { border-top: 1px solid #ccc; padding-top: 1rem; font-size: 1.1rem }
code, pre { font-family: ui-monospace, monospace; font-size: .9em }
pre { background: #f5f5f5; padding: .8rem; overflow: auto; max-height: 24rem }
table { border-collapse: collapse } td { padding: .15rem .8rem .15rem 0; vertical-align: top }
"""


def docs_page(openapi: dict[str, Any]) -> str:
    """Return an HTML page that lists the operations of an OpenAPI document.

    >>> info = {"title": "T", "version": "1", "description": "d"}
    >>> page = docs_page({"info": info, "paths": {"/x": {"get": {"summary": "List <x>"}}}})
    >>> "GET /x" in page, "List &lt;x&gt;" in page
    (True, True)
    """
    info = openapi["info"]
    operations = "".join(
        _operation(method, path, operation)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    )
    title = escape(info["title"])
    return (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style><h1>{title} {escape(info['version'])}</h1>"
        f"<p>{escape(info['description'])}</p>"
        '<p>The same for programs: <a href="openapi.json">openapi.json</a></p>'
        f"{operations}</html>"
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    parts = [
        f"<h2><code>{method.upper()} {escape(path)}</code> {escape(operation['summary'])}</h2>"
    ]
    if description := operation.get("description"):
        parts.append(f"<p>{escape(description)}</p>")
    rows = "".join(map(_parameter, operation.get("parameters", [])))
    if rows:
        parts.append(f"<table>{rows}</table>")
    parts += [
        f"<p><code>{escape(media_type)}</code></p><pre>{escape(example)}</pre>"
        for media_type, example in _examples(operation)
    ]
    return "".join(parts)


def _parameter(parameter: dict[str, Any]) -> str:
    example = parameter.get("example", parameter["schema"].get("examples", [""])[0])
    cells = (f"<code>{escape(parameter['name'])}</code>", escape(parameter.get("description", "")))
    shown = f"<code>{escape(str(example))}</code>" if example != "" else ""
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in (*cells, shown))}</tr>"


def _examples(operation: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for media_type, content in (
        operation.get("responses", {}).get("200", {}).get("content", {}).items()
    ):
        if "example" in content:
            example = content["example"]
            indented = json.dumps(example, ensure_ascii=False, indent=2)
            yield media_type, example if isinstance(example, str) else indented
