"""The folds that learning and evaluating events share."""

from hashlib import sha256


def fold_of(text: str, folds: int) -> int:
    """Return the fold that a text is held out in, the same in every run.

    >>> fold_of("Oslo said no.", 5) == fold_of("Oslo said no.", 5)
    True
    """
    return int(sha256(" ".join(text.split()).encode()).hexdigest(), 16) % folds
