"""What is shown of each variable of a pattern: the columns, and the triples they come from.

Oxigraph evaluates an OPTIONAL of one triple for each row, and of two as a join with all
that the graph holds (on a million quads 1 s instead of 1 ms); so does NOT EXISTS. Hence the
chains of single ones, each from a variable that is always bound.
"""

from collections.abc import Collection

from politigraph.graph.pattern_grammar import VariableKind

Lines = tuple[list[str], list[str], list[str], list[str]]
"""Triples, columns, optional triples and bindings, filters."""


def claim_part(v: str, facets: Collection[str] = ()) -> Lines:
    """Return what shows a claim: speaker, act, polarity, words, outlet, date, evidence.

    ``facets`` are further properties to filter by.
    """
    more = "".join(f" ; :{f} ?{v}_{f}" for f in sorted(facets) if f != "polarity")
    triples = [
        f"?{v} :contentText ?{v}_content ; :speechAct ?{v}_speechAct ; :polarity ?{v}_polarity ;",
        f"  :content ?{v}_evidence ; :inArticle ?{v}_article{more} .",
    ]
    columns = [v, *(f"{v}_{c}" for c in ("speaker", "act", "polarity", "content"))]
    optional = [
        *_name_of(v, ":speaker", "speaker"),
        _act(v, f"?{v}_speechAct"),
        f"OPTIONAL {{ ?{v} :saidOn ?{v}_saidOn }}",
        f"OPTIONAL {{ ?{v} :saidUntil ?{v}_saidUntil }}",
        *_days(v, "saidOn", "saidUntil"),
        *_source(v),
    ]
    first = (
        f"FILTER NOT EXISTS {{ ?{v} :content ?{v}_other ."
        f" FILTER({_before(f'STR(?{v}_other)', f'STR(?{v}_evidence)')}) }}"
    )
    return triples, [*columns, *_shown(v)], optional, [first]


def event_part(v: str) -> Lines:
    """Return what shows an event: type, mode, words, day, place, who tells it, and the rest."""
    triples = [
        f"?{v} sem:eventType ?{v}_eventType ; :polarity ?{v}_polarity ; :realis ?{v}_realis ;",
        f"  gaf:denotedBy ?{v}_evidence ; :reportedIn ?{v}_teller ; :inArticle ?{v}_article .",
        f"?{v}_evidence nif:anchorOf ?{v}_words .",
    ]
    shown = ("type", "mode", "words", "place", "polarity", "realis", "speaker", "act")
    optional = [
        f"BIND(STRAFTER(STR(?{v}_eventType), STR(plover:)) AS ?{v}_type)",
        f"OPTIONAL {{ ?{v} :mode ?{v}_modeIri }}",
        f'BIND(COALESCE(STRAFTER(STR(?{v}_modeIri), CONCAT(?{v}_type, "-")), "") AS ?{v}_mode)',
        *_name_of(v, "sem:hasPlace", "place"),
        f"OPTIONAL {{ ?{v}_teller :speechAct ?{v}_speechAct }}",
        _act(v, f"?{v}_speechAct"),
        *_name_of(v, ":speaker", "speaker", node=f"{v}_teller"),
        f"OPTIONAL {{ ?{v} sem:hasBeginTimeStamp ?{v}_begin }}",
        f"OPTIONAL {{ ?{v} sem:hasEndTimeStamp ?{v}_end }}",
        *_days(v, "begin", "end"),
        *_source(v),
    ]
    return triples, [v, *(f"{v}_{c}" for c in shown), *_shown(v)], optional, []


def topic_part(v: str, kind: VariableKind) -> Lines:
    """Return what shows an entity, an event type, or whatever a claim is about: its name."""
    if kind == "type":
        name = f"STRAFTER(STR(?{v}), STR(plover:))"
        return [], [v, f"{v}_name"], [f"BIND({name} AS ?{v}_name)"], []
    if kind == "entity":
        return [], [v, f"{v}_name"], [f"OPTIONAL {{ ?{v} schema:name ?{v}_name }}"], []
    optional = [
        f"OPTIONAL {{ ?{v} schema:name ?{v}_label }}",
        f"OPTIONAL {{ ?{v} :contentText ?{v}_content }}",
        f"OPTIONAL {{ ?{v} sem:eventType ?{v}_eventType }}",
        f"BIND(COALESCE(?{v}_label, ?{v}_content, STRAFTER(STR(?{v}_eventType), STR(plover:)))"
        f" AS ?{v}_name)",
    ]
    return [], [v, f"{v}_name"], optional, []


def _shown(v: str) -> list[str]:
    return [f"{v}_{column}" for column in ("on", "outlet", "date", "evidence")]


def _source(v: str) -> list[str]:
    """Return the lines for the outlet and date of an article; an unknown date is empty."""
    return [
        *_name_of(v, "schema:publisher", "outlet", node=f"{v}_article"),
        f"OPTIONAL {{ ?{v}_article schema:datePublished ?{v}_published }}",
        f'BIND(COALESCE(STR(?{v}_published), "") AS ?{v}_date)',
    ]


def _name_of(v: str, edge: str, column: str, node: str = "") -> list[str]:
    """Return the lines for the name of what an edge leads to, if it leads anywhere."""
    end = f"?{v}_{column}Iri"
    return [
        f"OPTIONAL {{ ?{node or v} {edge} {end} }}",
        f"BIND(COALESCE({end}, :none) AS {end}OrNone)",
        f"OPTIONAL {{ {end}OrNone schema:name ?{v}_{column} }}",
    ]


def _act(v: str, act: str) -> str:
    return f'BIND(COALESCE(LCASE(STRAFTER(STR({act}), STR(act:))), "") AS ?{v}_act)'


def _days(v: str, first: str, last: str) -> list[str]:
    """Return the lines for the first and last day that the text tells; empty where it does not."""
    return [
        f'BIND(COALESCE(STR(?{v}_{first}), "") AS ?{v}_on)',
        f"BIND(COALESCE(STR(?{v}_{last}), ?{v}_on) AS ?{v}_to)",
    ]


def _before(one: str, other: str) -> str:
    # Spans of one text in their order: shorter numbers first, those of one length as texts.
    return (
        f"STRLEN({one}) < STRLEN({other}) || (STRLEN({one}) = STRLEN({other}) && {one} < {other})"
    )
