"""Contrast of every pair of colours in each of the four themes, computed from the tokens.

Text reaches 7:1 (WCAG 1.4.6) whatever its size, and 10:1 in high contrast. Boundaries of controls (fields, buttons, the
outline, bars at the side) reach 4.5:1, more than the 3:1 of WCAG 1.4.11."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from coloraide import Color
from coloraide.css.color_names import has_name
from django.conf import settings

STYLES = Path(settings.BASE_DIR) / "static" / "css"
TOKENS = STYLES / "tokens.css"
HIGH = STYLES / "contrast.css"
SHEETS = sorted(set(STYLES.rglob("*.css")) - {TOKENS, HIGH})
THEMES = ("light", "dark", "high contrast, light", "high contrast, dark")

SURFACES = ("paper", "surface", "surface-soft", "accent-soft", "warm", "live-soft", "alert-soft")
HUES = tuple(f"hue-{number}" for number in range(1, 13))
# Each text colour, and all its backgrounds.
TEXT = {
    "ink": SURFACES,
    "ink-soft": SURFACES,
    "accent": SURFACES,
    "accent-strong": SURFACES,
    "live": SURFACES,
    "alert": SURFACES,
    "accent-ink": ("accent", "accent-strong"),
    "surface": ("alert",),
    "portrait-ink": HUES,
}
# Each boundary colour, and all adjacent colours.
BOUNDARIES = dict.fromkeys(("line-strong", "focus", "accent", "live", "alert"), SURFACES)
# Lines between things and the backdrop of a dialog are decorative; white is the background of a QR code.
SAY_NOTHING = {"line", "veil", "white"}

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;{}]+);")
RAW = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\(", re.I)
COLOURED = re.compile(r"color|background|border|outline|shadow|fill|stroke|decoration")


def read(sheet: Path) -> str:
    """Read a stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)


def colours(sheet: Path, dark: bool) -> dict[str, str]:
    """Return the colour of each token in a sheet, for light or dark."""
    found = {}
    for name, value in re.findall(r"--([\w-]+)\s*:\s*([^;]+);", read(sheet)):
        both = re.fullmatch(r"light-dark\(([^,]+), ([^,]+)\)", value)
        one = both[2 if dark else 1] if both else value
        if Color.match(one, fullmatch=True):
            found[name] = one
    return found


def theme(name: str) -> dict[str, str]:
    """Return the colour of each token in one of the four themes."""
    dark = name.endswith("dark")
    return colours(TOKENS, dark) | (colours(HIGH, dark) if name.startswith("high") else {})


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio, 1 to 21."""
    return float(Color(one).contrast(other, method="wcag21"))


def poor(pairs: dict[str, tuple[str, ...]], values: dict[str, str], least: float) -> list[str]:
    """Return the pairs below the minimum, with their ratio."""
    return [
        f"{upper} on {lower}: {ratio:.2f}"
        for upper, lowers in pairs.items()
        for lower in lowers
        if (ratio := contrast(values[upper], values[lower])) < least
    ]


def rules() -> Iterator[tuple[str, str, str]]:
    """Yield every rule of every sheet: file, selector, declarations."""
    for sheet in SHEETS:
        for selector, body in RULE.findall(read(sheet)):
            yield sheet.name, selector.strip(), body


@pytest.mark.parametrize("name", THEMES)
def test_words_can_be_read_by_tired_eyes(name: str) -> None:
    assert poor(TEXT, theme(name), 10 if name.startswith("high") else 7) == []


@pytest.mark.parametrize("name", THEMES)
def test_fields_buttons_and_outlines_can_be_seen(name: str) -> None:
    assert poor(BOUNDARIES, theme(name), 7 if name.startswith("high") else 4.5) == []


def test_a_grey_that_is_too_pale_is_reported() -> None:
    assert poor({"pale": ("paper",)}, {"pale": "#999999", "paper": "#ffffff"}, 7) == ["pale on paper: 2.85"]


def test_every_colour_is_listed_in_the_table() -> None:
    listed = {*TEXT, *BOUNDARIES, *SURFACES, *HUES, *SAY_NOTHING}

    assert set(theme("light")) <= listed
    assert set(theme("high contrast, dark")) == set(theme("light")) == set(theme("dark"))


def test_high_contrast_gives_other_values_and_no_tokens_of_its_own() -> None:
    names = {sheet: set(re.findall(r"--([\w-]+)\s*:", read(sheet))) for sheet in (TOKENS, HIGH)}

    assert names[HIGH] <= names[TOKENS]
    assert len(RULE.findall(read(HIGH).partition("{")[2])) == 1


def test_no_colour_is_defined_outside_the_tokens() -> None:
    """Allow system colours in forced colours, and white paper in print."""
    raw = []
    for file, selector, body in rules():
        for prop, value in DECLARATION.findall(body):
            words = re.findall(r"(?<![-\w])[a-z]+(?![-\w(])", value.lower()) if COLOURED.search(prop) else []
            if RAW.search(value) or any(has_name(word) for word in words if word != "transparent"):
                raw.append(f"{file}: {selector} {{ {prop}: {value} }}")

    assert [line for line in raw if not line.startswith("print.css")] == []


def test_every_token_that_is_asked_for_exists() -> None:
    everything = "".join(read(sheet) for sheet in (*SHEETS, TOKENS, HIGH))

    assert set(re.findall(r"var\(--([\w-]+)", everything)) <= set(re.findall(r"--([\w-]+)\s*:", everything))


def test_what_a_rule_puts_on_its_own_ground_is_in_the_table() -> None:
    missing = []
    seen = 0
    for file, selector, body in rules():
        upper = re.search(r"(?<![-\w])color:\s*var\(--([\w-]+)\)", body)
        lower = re.search(r"background(?:-color)?:\s*var\(--([\w-]+)\)", body)
        if upper and lower:
            seen += 1
            if lower[1] not in TEXT.get(upper[1], ()):
                missing.append(f"{file}: {selector}: {upper[1]} on {lower[1]}")

    assert missing == []
    assert seen > 10
