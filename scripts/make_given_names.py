"""Make extract/data/given_names.tsv from the name lists that the package Faker carries.

    PYTHONPATH=FAKER python scripts/make_given_names.py

FAKER is a folder with the package unpacked; only its tables are read, nothing is drawn.
A name that is a woman's in one country and a man's in another (Andrea, Jean) is left out,
unless six times as many lists give it to one of them; so is one that a single list has.
"""

import re
from collections import Counter
from importlib import import_module
from pathlib import Path

_FILE = Path(__file__).parent.parent / "politigraph" / "extract" / "data" / "given_names.tsv"
_LOCALES = (
    "ar_DZ az_AZ cs_CZ da_DK de_AT de_CH de_DE en_GB en_IE en_IN en_KE en_NG en_NZ en_US es_AR"
    " es_CL es_CO es_ES es_MX et_EE fi_FI fr_BE fr_CA fr_CH fr_FR ga_IE hr_HR hu_HU id_ID is_IS"
    " it_IT lt_LT lv_LV nl_BE nl_NL no_NO pl_PL pt_BR pt_PT ro_RO sk_SK sl_SI sv_SE sw tr_TR"
    " yo_NG zu_ZA"
)
_SURE = 6
# Men's names in Italian and in romanised Russian, which too few of the lists know as such.
_BOTH = {"andrea", "dana", "ilya", "misha", "nicola", "nikita", "simone", "vanya", "yura", "yury"}
_HEADER = """\
# Given names that are nearly always a woman's (f) or a man's (m), in small letters.
# Origin: made by scripts/make_given_names.py from the lists of names in the package Faker 40.54
# (MIT licence, © Daniele Faraglia and contributors), which took them from public statistics.
name\tgender
"""


def main() -> None:
    """Write the table."""
    counts: dict[str, Counter[str]] = {}
    for locale in _LOCALES.split():
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for gender, names in (
            ("f", getattr(provider, "first_names_female", ())),
            ("m", getattr(provider, "first_names_male", ())),
        ):
            for name in {n.strip().lower() for n in names}:
                if re.fullmatch(r"[a-zà-žșț]{3,}", name):
                    counts.setdefault(name, Counter())[gender] += 1
    rows = []
    for name, count in sorted(counts.items()):
        [(gender, most), *rest] = count.most_common()
        sure = most >= _SURE * rest[0][1] if rest else most > 1
        if sure and name not in _BOTH:
            rows.append(f"{name}\t{gender}\n")
    _FILE.write_text(_HEADER + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
