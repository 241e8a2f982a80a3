"""What is shown of each variable of a pattern: blocks of lines, each with what it binds.

Oxigraph evaluates an OPTIONAL of one triple for each row, but one of two as a join with all
that the graph holds (on a million quads 1 s instead of 1 ms); NOT EXISTS likewise. Hence the
chains of single ones, each from a variable that is always bound.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from politigraph.graph.pattern_grammar import VariableKind


@dataclass(frozen=True, slots=True)
class Block:
    """Triples that are always there, lines that follow them, and the columns that they bind."""

    triples: tuple[str, ...]
    lines: tuple[str, ...]
    binds: tuple[str, ...]


def blocks(v: str, kind: VariableKind) -> Mapping[str, Block]:
    """Return the blocks that show a variable, in an order in which each has what it needs.

    >>> list(blocks("x", "entity")), blocks("c", "claim")["polarity"].triples
    (['name'], ('?c :polarity ?c_polarity .',))
    """
    match kind:
        case "claim":
            return _claim(v)
        case "event":
            return _event(v)
        case "entity":
            return {"name": Block((), (f"OPTIONAL {{ ?{v} schema:name ?{v}_name }}",), ("name",))}
        case "type":
            line = f"BIND(STRAFTER(STR(?{v}), STR(plover:)) AS ?{v}_name)"
            return {"name": Block((), (line,), ("name",))}
    return {"name": _topic(v)}


def _claim(v: str) -> dict[str, Block]:
    return {
        "article": _article(v),
        "speaker": Block((), _name_of(v, ":speaker", "speaker"), ("speaker",)),
        "act": Block((f"?{v} :speechAct ?{v}_speechAct .",), (_act(v),), ("act",)),
        **{name: _plain(v, name) for name in ("polarity", "certainty", "quoteType")},
        "content": Block((f"?{v} :contentText ?{v}_content .",), (), ("content",)),
        "days": _days(v, ":saidOn", ":saidUntil"),
        "outlet": _outlet(v),
        "evidence": Block(
            (f"?{v} :content ?{v}_evidence .",),
            (
                f"FILTER NOT EXISTS {{ ?{v} :content ?{v}_other ."
                f" FILTER({_before(f'STR(?{v}_other)', f'STR(?{v}_evidence)')}) }}",
            ),
            ("evidence",),
        ),
    }


def _event(v: str) -> dict[str, Block]:
    kind = f"BIND(STRAFTER(STR(?{v}_eventType), STR(plover:)) AS ?{v}_type)"
    mode = f'COALESCE(STRAFTER(STR(?{v}_modeIri), CONCAT(?{v}_type, "-")), "")'
    words = f"?{v} gaf:denotedBy ?{v}_evidence . ?{v}_evidence nif:anchorOf ?{v}_words ."
    speaker = _name_of(v, ":speaker", "speaker", node=f"{v}_teller")
    told = (f"OPTIONAL {{ ?{v}_teller :speechAct ?{v}_speechAct }}", _act(v))
    return {
        "article": _article(v),
        "type": Block((f"?{v} sem:eventType ?{v}_eventType .",), (kind,), ("type",)),
        "mode": Block(
            (),
            (f"OPTIONAL {{ ?{v} :mode ?{v}_modeIri }}", f"BIND({mode} AS ?{v}_mode)"),
            ("mode",),
        ),
        "words": Block((words,), (), ("words", "evidence")),
        "place": Block((), _name_of(v, "sem:hasPlace", "place"), ("place",)),
        "polarity": _plain(v, "polarity"),
        "realis": _plain(v, "realis"),
        "doubt": _doubt(v),
        "act": Block((f"?{v} :reportedIn ?{v}_teller .",), told, ("teller", "act")),
        "speaker": Block((), speaker, ("speaker",)),
        "days": _days(v, "sem:hasBeginTimeStamp", "sem:hasEndTimeStamp"),
        "outlet": _outlet(v),
    }


def _doubt(v: str) -> Block:
    optional = f"OPTIONAL {{ ?{v} :doubtful ?{v}_mark }}"
    bind = f'BIND(IF(BOUND(?{v}_mark), "doubtful", "") AS ?{v}_doubt)'
    return Block((), (optional, bind), ("doubt",))


def _topic(v: str) -> Block:
    lines = (
        f"OPTIONAL {{ ?{v} schema:name ?{v}_label }}",
        f"OPTIONAL {{ ?{v} :contentText ?{v}_content }}",
        f"OPTIONAL {{ ?{v} sem:eventType ?{v}_eventType }}",
        f"BIND(COALESCE(?{v}_label, ?{v}_content, STRAFTER(STR(?{v}_eventType), STR(plover:)))"
        f" AS ?{v}_name)",
    )
    return Block((), lines, ("name",))


def _article(v: str) -> Block:
    """Return the article and its date; an unknown date is empty, so that it can be compared."""
    lines = (
        f"OPTIONAL {{ ?{v}_article schema:datePublished ?{v}_published }}",
        f'BIND(COALESCE(STR(?{v}_published), "") AS ?{v}_date)',
    )
    return Block((f"?{v} :inArticle ?{v}_article .",), lines, ("article", "date"))


def _outlet(v: str) -> Block:
    return Block((), _name_of(v, "schema:publisher", "outlet", f"{v}_article"), ("outlet",))


def _days(v: str, first: str, last: str) -> Block:
    """Return the first and last day that the text tells; empty where it tells none."""
    lines = (
        f"OPTIONAL {{ ?{v} {first} ?{v}_begin }}",
        f"OPTIONAL {{ ?{v} {last} ?{v}_end }}",
        f'BIND(COALESCE(STR(?{v}_begin), "") AS ?{v}_on)',
        f"BIND(COALESCE(STR(?{v}_end), ?{v}_on) AS ?{v}_to)",
    )
    return Block((), lines, ("on", "to"))


def _plain(v: str, name: str) -> Block:
    return Block((f"?{v} :{name} ?{v}_{name} .",), (), (name,))


def _act(v: str) -> str:
    return f'BIND(COALESCE(LCASE(STRAFTER(STR(?{v}_speechAct), STR(act:))), "") AS ?{v}_act)'


def _name_of(v: str, edge: str, column: str, node: str = "") -> tuple[str, ...]:
    """Return the lines for the name of what an edge leads to, if it leads anywhere."""
    end = f"?{v}_{column}Iri"
    return (
        f"OPTIONAL {{ ?{node or v} {edge} {end} }}",
        f"BIND(COALESCE({end}, :none) AS {end}OrNone)",
        f"OPTIONAL {{ {end}OrNone schema:name ?{v}_{column} }}",
    )


def _before(one: str, other: str) -> str:
    # Spans of one text in their order: shorter numbers first, those of one length as texts.
    shorter = f"STRLEN({one}) < STRLEN({other})"
    return f"{shorter} || (STRLEN({one}) = STRLEN({other}) && {one} < {other})"
