"""Suggest usernames that are free: something like the wanted one, and names of birds and places."""

import re
import secrets

from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import get_language

from community.members.models import Member
from community.members.real_names import resembles_real_name
from community.members.validators import sign_up_validators

SUGGESTED = 3
TRIED = 12
# Two words that go well in any combination: in Spanish nothing needs to agree.
WORDS = {
    "en": (
        (
            "Amber",
            "Blue",
            "Bright",
            "Coastal",
            "Early",
            "Gentle",
            "Golden",
            "Little",
            "Quiet",
            "Silver",
            "Sunny",
            "Wild",
        ),
        ("Clover", "Fern", "Finch", "Harbor", "Heron", "Lark", "Maple", "Meadow", "River", "Swift", "Willow", "Wren"),
    ),
    "es": (
        ("Alondra", "Amapola", "Arroyo", "Brisa", "Garza", "Girasol", "Golondrina", "Jilguero", "Lavanda", "Sauce"),
        ("Azul", "DelAlba", "DeAbril", "DelMar", "DelMonte", "DelRio", "DelSur", "DeMayo", "DelValle"),
    ),
}


def suggest_names(wanted: str, email: str = "") -> list[str]:
    """Return up to three names that are free and allowed; the first is the wanted one with a number, where that is one.

    One query, whatever is taken."""
    stem = re.sub(r"[^A-Za-z0-9_-]", "", wanted).lstrip("-_")[:20]
    alike = [f"{stem}{number}" for number in _numbers()]
    first, second = WORDS.get(get_language() or "en", WORDS["en"])
    others = [secrets.choice(first) + secrets.choice(second) for _ in range(TRIED)]
    numbered = [f"{name}{number}" for name, number in zip(others, _numbers(), strict=True)]
    allowed = [name for name in dict.fromkeys([*alike, *others, *numbered]) if _is_allowed(name, email)]
    in_use = _in_use(allowed)
    free = [name for name in allowed if name.lower() not in in_use]
    like = [name for name in free if name in alike][:1]
    return [*like, *(name for name in free if name not in alike)][:SUGGESTED]


def _numbers() -> list[int]:
    return [secrets.randbelow(90) + 10 for _ in range(TRIED)]


def _is_allowed(name: str, email: str) -> bool:
    try:
        for check in sign_up_validators:
            check(name)
    except ValidationError:
        return False
    return re.search("[A-Za-z]", name) is not None and not resembles_real_name(name, email)


def _in_use(names: list[str]) -> set[str]:
    lowered = Member.objects.annotate(lowered=Lower("username")).filter(lowered__in=[name.lower() for name in names])
    return set(lowered.values_list("lowered", flat=True))
