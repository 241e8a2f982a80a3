"""Which office holder an article means by a name, and why."""

from collections.abc import Iterable

from politigraph.extract.people import FEW, PersonName
from politigraph.extract.word_lists import prominence
from politigraph.ontology.authority import Authority, Term


def choose(
    candidates: tuple[str, ...],
    evidence: list[PersonName],
    mentioned: frozenset[str],
    authority: Authority,
    date: str,
) -> tuple[str, float, str]:
    """Return the person that an article means by a name, its score and the reason.

    Empty when nothing speaks for any of them, or as much for two. ``mentioned`` are the
    countries of the article (ISO 3166 alpha-3).
    """
    ranked = []
    full = any(" " in e.name for e in evidence)
    for person in candidates:
        score, reason = _evidence(authority.terms_of(person), evidence, mentioned, date)
        if full and reason and score >= 1 and _ever_prominent(authority.terms_of(person)):
            score += 1
        elif not full and len(candidates) > FEW and "country" not in reason:
            score = 0  # one of many of that surname
        ranked.append((score, person, reason))
    if full and not date and len(ranked) == 1 and ranked[0][0] == 0:
        person = ranked[0][1]
        if _ever_prominent(authority.terms_of(person)):
            # No date tells who was in office, and no other leader is called so.
            return person, 0.65, "the only leader of that name"
    ranked.sort(reverse=True)
    if not ranked or ranked[0][0] < 2 or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return "", 0.0, ""
    score, person, reason = ranked[0]
    return person, min(0.99, 0.6 + score / 20), reason


def _evidence(
    terms: Iterable[Term], evidence: list[PersonName], mentioned: frozenset[str], date: str
) -> tuple[float, str]:
    full = any(" " in e.name for e in evidence)
    roles = {e.title.role for e in evidence if e.title and e.title.role}
    countries = {e.country for e in evidence if e.country}
    best, why = 0.0, ""
    for term in terms:
        now = term.covers(date)
        past = bool(date) and bool(term.valid_to) and term.valid_to < date
        score = 0.0
        reasons = []
        if now:
            score += prominence().get(term.role, 0) / 2
            reasons.append("in office")
        elif not past and not full:
            continue
        if term.role in roles or ("leader" in roles and prominence().get(term.role, 0) >= 4):
            score += 2 if now else 1
            reasons.append("title")
        if term.of in countries:
            score += 2
            reasons.append("country of the title")
        elif countries and len(term.of) == 3:
            score -= 3
        elif term.of in mentioned:
            score += 1
            reasons.append("country in the article")
        if score > best:
            best, why = score, ", ".join(reasons)
    return best, why


def _ever_prominent(terms: Iterable[Term]) -> bool:
    return any(prominence().get(term.role, 0) >= 3 for term in terms)
