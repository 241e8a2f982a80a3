"""What every test may use: one loaded pipeline, and the data beside the repository."""

from pathlib import Path

import pytest
from spacy.language import Language

from politigraph.extract.annotate import load_pipeline

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_pipeline()
