"""Linear models over named binary features: few are kept, and scores are of unseen articles."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

FOLDS = 4
RAREST = 4


@dataclass(frozen=True, slots=True)
class Rows:
    """A binary problem: the feature names of each row, and its label."""

    names: list[list[str]]
    labels: list[int]
    groups: list[int]


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted linear model over named features."""

    weights: dict[str, float]

    def scores(self, rows: Sequence[list[str]]) -> np.ndarray:
        """Return the probability of each row."""
        value = self.weights.get
        raw = np.array([sum(value(n, 0.0) for n in names) for names in rows])
        return 1 / (1 + np.exp(-(raw + self.weights.get("bias", 0.0))))


def matrix(rows: Sequence[list[str]], columns: dict[str, int]) -> csr_matrix:
    """Return the rows as a sparse matrix of zeros and ones."""
    indices: list[int] = []
    ends = [0]
    for names in rows:
        indices.extend({columns[n] for n in names if n in columns})
        ends.append(len(indices))
    data = np.ones(len(indices), dtype=np.float32)
    return csr_matrix((data, indices, ends), shape=(len(rows), len(columns)))


def columns_of(rows: Iterable[list[str]], rarest: int = RAREST) -> dict[str, int]:
    """Return the features that occur often enough, numbered."""
    seen = Counter(name for names in rows for name in set(names))
    return {name: i for i, name in enumerate(sorted(n for n, c in seen.items() if c >= rarest))}


def select(rows: Rows, budget: int, penalty: float) -> list[str]:
    """Return the features of the largest weights under an L1 penalty."""
    columns = columns_of(rows.names)
    model = LogisticRegression(
        l1_ratio=1, C=penalty, solver="liblinear", max_iter=200, tol=1e-3, random_state=0
    )
    model.fit(matrix(rows.names, columns), rows.labels)
    sizes = dict(zip(columns, np.abs(model.coef_[0]), strict=True))
    kept = sorted((n for n in sizes if sizes[n] > 0), key=lambda n: (-sizes[n], n))[:budget]
    print(f"  {len(columns)} features, {sum(v > 0 for v in sizes.values())} not zero, {len(kept)}")
    return kept


def fit(rows: Rows, kept: Sequence[str], strength: float = 0.5) -> Model:
    """Fit a model with an L2 penalty on the kept features."""
    columns = {name: i for i, name in enumerate(kept)}
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3)
    model.fit(matrix(rows.names, columns), rows.labels)
    weights = {n: float(w) for n, w in zip(columns, model.coef_[0], strict=True)}
    weights["bias"] = weights.get("bias", 0.0) + float(model.intercept_[0])
    return Model(weights)


def cross_fitted(rows: Rows, kept: Sequence[str]) -> np.ndarray:
    """Return a score for each row from a model that has not seen its article."""
    scores = np.zeros(len(rows.labels))
    fold = np.array(rows.groups) % FOLDS
    for held_out in range(FOLDS):
        inside = [i for i in range(len(fold)) if fold[i] != held_out]
        outside = [i for i in range(len(fold)) if fold[i] == held_out]
        part = Rows([rows.names[i] for i in inside], [rows.labels[i] for i in inside], [])
        scores[outside] = fit(part, kept).scores([rows.names[i] for i in outside])
    return scores
