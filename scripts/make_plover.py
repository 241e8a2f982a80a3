"""Write ontology/plover.ttl from the table of PLOVER's event types.

    python scripts/make_plover.py PLOVER_TYPES.json

The table gives each type's quad class, modes, CAMEO codes and a definition after
the PLOVER manual. The manual does not define every mode; the words for the modes
are our own and stand below. A test fails when the file is not what this writes.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "ontology" / "plover.ttl"

MODES: Mapping[str, Mapping[str, str]] = {
    "CONSULT": {
        "visit": "one side travels to the other",
        "third-party": "a third party mediates or hosts",
        "multilateral": "three or more sides take part",
        "phone": "by telephone, video or other means at a distance",
    },
    "RETREAT": {
        "withdraw": "forces leave a place or lift a siege",
        "release": "persons or property are let go",
        "disarm": "weapons are given up or destroyed",
        "ceasefire": "fighting stops by agreement or order",
        "access": "observers, aid workers or others are let in",
        "resign": "an office holder steps down",
    },
    "REQUEST": {
        "assist": "asks for help: material, military, political",
        "change": "asks for a change of policy, law, leadership or institutions",
        "yield": "asks the other side to give way: ease, release, withdraw, stop",
        "meet": "asks for talks, a meeting or mediation",
    },
    "ACCUSE": {
        "disapprove": "criticises, condemns or complains",
        "investigate": "inquires into a suspected wrong",
        "allege": "says that the other side did wrong or broke a rule",
    },
    "REJECT": {
        "assist": "refuses to help",
        "change": "refuses a change of policy, law, leadership or institutions",
        "yield": "refuses to give way",
        "meet": "refuses or calls off talks, a meeting or mediation",
    },
    "THREATEN": {
        "restrict": "with bans, curfews, blockades or other restrictions",
        "arrest": "with arrest, charges or punishment",
        "relations": "with reduced or broken relations, sanctions or an embargo",
        "expel": "with expulsion of persons or organisations",
        "territory": "with occupation or annexation of territory",
        "violence": "with the use of force",
    },
    "PROTEST": {
        "demo": "a demonstration, march, rally or vigil",
        "riot": "with violence against persons or property",
        "strike": "work or study is stopped",
        "hunger": "food is refused",
        "boycott": "dealings or elections are shunned",
        "obstruct": "passage or entry is blocked",
        "vandalize": "property is defaced or damaged",
    },
    "SANCTION": {
        "convict": "a court finds guilty or sentences",
        "expel": "diplomats, members or organisations are sent away",
        "withdraw": "somebody leaves an agreement, a body or a mission",
        "discontinue": "ties, aid, trade or talks are cut, reduced or suspended",
    },
    "MOBILIZE": {
        "troops": "soldiers are moved, called up or put on alert",
        "weapons": "arms are deployed, moved or tested",
        "police": "police or security forces are moved or put on alert",
        "militia": "irregular armed groups are raised or moved",
    },
    "COERCE": {
        "seize": "property or territory is taken without a fight",
        "restrict": "movement, parties, assembly or activities are banned or limited",
        "censor": "media or speech are suppressed",
        "curfew": "people must stay indoors at certain hours",
        "martial-law": "a state of emergency or military rule is imposed",
        "arrest": "persons are arrested, detained or charged",
        "deport": "persons are removed from a country or region",
        "withhold": "goods, services or access that are due are held back",
        "misinformation": "false information is spread by design",
        "cyber": "computers or networks are attacked",
    },
    "ASSAULT": {
        "abduct": "persons are kidnapped or taken hostage",
        "beat": "persons are hurt without weapons or with blunt ones",
        "torture": "pain is inflicted on persons held",
        "sexual": "sexual violence",
        "targeted": "a chosen person is killed or nearly so",
        "destroy": "property is destroyed",
        "primitive": "with blades, stones, fire or other primitive weapons",
        "firearms": "with small arms",
        "explosives": "with bombs, mines or other explosives",
        "suicide-attack": "the attacker means to die in it",
        "aerial": "from manned aircraft, or with missiles from the air",
        "drone": "with unmanned aircraft",
        "heavy-weapons": "with artillery, rockets, tanks or other heavy weapons",
        "crowd-control": "with tear gas, water cannon, rubber bullets or batons",
        "unconventional": "with chemical, biological, radiological or nuclear weapons",
    },
}

_HEADER = """\
# PLOVER's sixteen types of political event and their modes, as a SKOS scheme.
# Origin: names, quad classes, CAMEO codes and the definitions of the types after the
# {version} (https://github.com/openeventdata/PLOVER);
# the definitions of the quad classes and modes are our own.
# Made by scripts/make_plover.py. Licence: MIT.

@prefix : <https://w3id.org/politigraph/ns#> .
@prefix plover: <https://w3id.org/politigraph/plover/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

plover: a skos:ConceptScheme , owl:Ontology ;
    rdfs:label "PLOVER event types"@en ;
    rdfs:comment "PLOVER's codes; skos:broader leads from mode to type to quad class."@en ;
    owl:versionIRI <https://w3id.org/politigraph/plover/0.1.0> ;
    owl:imports <https://w3id.org/politigraph/ns> ;
    dcterms:title "PLOVER event types"@en ;
    dcterms:source <https://github.com/openeventdata/PLOVER> ;
    dcterms:creator "The Politigraph developers" ;
    dcterms:created "2026-11-22"^^xsd:date ;
    dcterms:license <https://spdx.org/licenses/MIT> .
"""

_QUADS = {
    "verbal cooperation": "Words or dealings that bring sides together.",
    "material cooperation": "Deeds that help or give way to the other side.",
    "verbal conflict": "Words that set sides apart.",
    "material conflict": "Deeds that press, punish or harm the other side.",
}


def plover_turtle(codebook: Mapping[str, Any]) -> str:
    """Return the Turtle of the scheme for the table of types."""
    return _HEADER.format(version=codebook["version"].split(":")[0]) + "".join(_concepts(codebook))


def _concepts(codebook: Mapping[str, Any]) -> Iterator[str]:
    for quad, definition in _QUADS.items():
        lines = [f'skos:definition "{definition}"@en', "skos:topConceptOf plover:"]
        yield _concept(_camel(quad), "skos:Concept", quad, lines)
    old_names: dict[str, list[str]] = {new: [] for new in codebook["types"]}
    for old, new in codebook["old_names"].items():
        old_names[new].append(old)
    for name, row in codebook["types"].items():
        lines = [
            f'skos:notation "{name}"',
            f"skos:definition {json.dumps(_sentence(row['def']), ensure_ascii=False)}@en",
            f'skos:scopeNote "CAMEO {row["cameo"]}"@en',
            *(f'skos:hiddenLabel "{old}"' for old in old_names[name]),
            f"skos:broader plover:{_camel(row['quad'])}",
        ]
        yield _concept(name, ":EventType", name.lower(), lines)
        for mode in row["modes"]:
            lines = [
                f'skos:notation "{mode}"',
                f'skos:definition "{_sentence(MODES[name][mode])}"@en',
                f"skos:broader plover:{name}",
            ]
            label = f"{name.lower()}: {mode.replace('-', ' ')}"
            yield _concept(f"{name}-{mode}", ":EventMode", label, lines)


def _concept(local: str, class_: str, label: str, lines: list[str]) -> str:
    head = f"\nplover:{local} a {class_} ;"
    if class_ != "skos:Concept":
        head = f"\nplover:{local} a {class_} , skos:Concept ;"
    tail = ["skos:inScheme plover:", "rdfs:isDefinedBy plover:"]
    body = " ;\n    ".join([f'skos:prefLabel "{label}"@en', *lines, *tail])
    return f"{head}\n    {body} .\n"


def _camel(words: str) -> str:
    return words.title().replace(" ", "")


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


if __name__ == "__main__":
    table = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    TARGET.write_text(plover_turtle(table), encoding="utf-8")
