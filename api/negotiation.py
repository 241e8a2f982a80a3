"""Choose what to send from an ``Accept`` header (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence
from typing import NamedTuple


class MediaRange(NamedTuple):
    """One element of an ``Accept`` header: ``text/*;q=0.5``."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """Return 3, 2 or 1 for a full, type or catch-all match, 0 for none.

        >>> MediaRange("text", "*", 1.0).specificity("text/turtle")
        2
        """
        kind, _, subtype = media_type.partition("/")
        if self.type == "*":
            return 1
        if self.type != kind:
            return 0
        if self.subtype == "*":
            return 2
        return 3 if self.subtype == subtype else 0


def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """Return the media ranges of an ``Accept`` header, in its order.

    Parameters other than ``q`` are left out: no format of ours has variants. An
    element that is no media range is passed over, as RFC 9110 allows.

    >>> parse_accept("text/turtle, application/*;q=0.5")
    (MediaRange(type='text', subtype='turtle', quality=1.0), \
MediaRange(type='application', subtype='*', quality=0.5))
    """
    found = []
    for element in header.split(","):
        name, *parameters = (part.strip().lower() for part in element.split(";"))
        kind, slash, subtype = name.partition("/")
        if slash and kind and subtype and (kind != "*" or subtype == "*"):
            found.append(MediaRange(kind, subtype, _quality(parameters)))
    return tuple(found)


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0


def choose_media_type(accept: str, offered: Sequence[str]) -> str | None:
    """Return the offered media type that the client likes best, or None.

    The most specific range decides each type's quality; among equals the server's
    order in ``offered`` decides. An absent or empty header accepts everything.

    >>> offered = ["application/json", "text/csv", "text/turtle"]
    >>> choose_media_type("text/*;q=0.3, text/csv;q=0.2", offered)
    'text/turtle'
    >>> choose_media_type("", offered)
    'application/json'
    >>> choose_media_type("image/png", offered) is None
    True
    """
    if not accept.strip():
        return offered[0]
    ranges = parse_accept(accept)
    best, best_quality = None, 0.0
    for media_type in offered:
        matches = [(r.specificity(media_type), r.quality) for r in ranges]
        level, quality = max(matches, key=lambda match: match[0], default=(0, 0.0))
        if level and quality > best_quality:
            best, best_quality = media_type, quality
    return best
