"""The example content."""

import pytest

from community.education.models import Condition, Page
from community.education.operations import load_content
from tests.education.reading import CONTENT


@pytest.fixture
def condition(db: None) -> Condition:
    """Recurrent breast cancer, with its four pages."""
    load_content(CONTENT)
    return Condition.objects.get(slug="recurrent-breast-cancer")


@pytest.fixture
def first_page(condition: Condition) -> Page:
    """The page "Symptoms and causes"."""
    return condition.pages.get(slug="symptoms-causes")
