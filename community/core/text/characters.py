"""Remove characters that hide text, reorder it or draw over the page, and tell whether a text has something to see."""

import regex

# How many combining marks a letter keeps. Hebrew with points and accents has up to six, Arabic and Thai four.
ACCENTS = 6

# What is not drawn: white space, controls and private characters; what Unicode lets every renderer leave out, which are
# zero-width and filler characters, selectors and tags; other format characters, but not those drawn around figures; a
# mark by itself; and five that are drawn as nothing.
_UNSEEN = (
    r"\s\p{Z}\p{Cc}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\p{M}"
    r"[\p{Cf}--\p{Prepended_Concatenation_Mark}]\u2800\ufffc\U0001d159\U00013441\U00013442"
)
_SEEN = regex.compile(rf"[^{_UNSEEN}]", regex.VERSION1)
_ACCENTS_AT_MOST = regex.compile(
    # Invisible characters between the marks do not begin a new letter.
    rf"((?:[\p{{Mn}}\p{{Me}}][\u200b-\u200d\u2060-\u2064\ufeff]*+){{{ACCENTS}}})[\p{{Mn}}\p{{Me}}\u200b-\u200d\u2060-\u2064\ufeff]++"
)
# The order in which a text is drawn: embeddings, overrides and isolates that a text may leave open. Single marks (RLM,
# LRM, ALM) reach no further than the next letter, and stay.
_BIDI = "\u202a-\u202e\u2066-\u2069"
_OVERRIDES = "\u202d\u202e"
_EMBEDDINGS, _POP = frozenset("\u202a\u202b"), "\u202c"
# Controls that nothing here needs, deprecated ones, and those of annotations.
_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u206a-\u206f\ufeff\ufff9-\ufffb"
# Tags have a meaning only in flags such as that of Scotland.
_STRAY_TAGS = r"(?<!\U0001f3f4[\U000e0020-\U000e007e]{0,8})[\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
_NOT_IN_TEXT = regex.compile(rf"[{_CONTROLS}{_OVERRIDES}]++|{_STRAY_TAGS}")
_NOT_IN_LINE = regex.compile(rf"[{_CONTROLS}{_BIDI}\u00ad\u180e\u2060-\u2065]++|{_STRAY_TAGS}")
_LINE_ENDS = regex.compile(r"[\t\n\x0b\x0c\r\x85\u2028\u2029]++")
# A joiner joins two letters or pictures, and a selector chooses the form of one: alone or repeated they do nothing.
_IDLE_JOINERS = regex.compile(
    r"^[\u200b-\u200d\ufe00-\ufe0f]++|(?<=[\s\u200b-\u200d])[\u200b-\u200d]++|[\u200b-\u200d]++(?=\s|$)"
)
_SELECTORS = regex.compile(r"([\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]++")


def has_something_to_see(text: str) -> bool:
    """Return whether a text has a letter, figure, sign or picture, not only characters that nobody sees."""
    return _SEEN.search(text) is not None


def clean_text(text: str) -> str:
    """Clean a text of several lines, or markup: at most ACCENTS marks on a letter, no overrides of its direction."""
    text = str(_NOT_IN_TEXT.sub("", text))
    if text.isascii():
        return text
    if _EMBEDDINGS.isdisjoint(text):
        text = text.replace(_POP, "")  # it ended an override
    return str(_SELECTORS.sub(r"\1", limit_accents(text)))


def clean_line(text: str) -> str:
    """Clean a text of one line, which stands beside others in lists: also without anything that turns it around."""
    text = str(_NOT_IN_LINE.sub("", _LINE_ENDS.sub(" ", text)))
    return text if text.isascii() else str(_IDLE_JOINERS.sub("", _SELECTORS.sub(r"\1", limit_accents(text))))


def limit_accents(text: str) -> str:
    """Keep at most ACCENTS combining marks on a letter: hundreds would be drawn over the lines around. Linear time."""
    return str(_ACCENTS_AT_MOST.sub(r"\1", text))
