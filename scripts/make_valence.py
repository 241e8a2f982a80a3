"""Make extract/data/valence.tsv: how good or bad a word says that something is.

    python scripts/make_valence.py LEXICON

LEXICON is the file vader_lexicon.txt of the package vaderSentiment. Ten people rated each
word from -4 to 4; the mean is kept, of words in letters alone.
"""

import re
import sys
from pathlib import Path

_FILE = Path(__file__).parent.parent / "extract" / "data" / "valence.tsv"
_HEADER = """\
# How good or bad a word says that something is, from -4 to 4: the mean of ten people's ratings.
# Origin: made by scripts/make_valence.py from the lexicon of VADER (package vaderSentiment 3.3.2,
# MIT licence, © 2014 C.J. Hutto), which rated every inflected form by itself.
word\tvalence
"""


def main() -> None:
    """Write the table."""
    rows = {}
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        word, mean, *_ = line.split("\t")
        if re.fullmatch(r"[a-z]{3,}", word):
            rows[word] = float(mean)
    lines = [f"{word}\t{mean:g}\n" for word, mean in sorted(rows.items())]
    _FILE.write_text(_HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
