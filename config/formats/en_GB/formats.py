"""Formats in English, as in the United Kingdom."""

DATETIME_FORMAT = "j N Y, H:i T"
SHORT_DATETIME_FORMAT = "d/m/Y H:i T"
TIME_FORMAT = "H:i T"

# Our own: core/text/dates.py
DAY_FORMAT = "D, j M Y"
DAY_AND_TIME_FORMAT = "D, j M Y, H:i"
CITED_DAY_FORMAT = "j N Y"
SHORT_DAY_FORMAT = "j M Y"
