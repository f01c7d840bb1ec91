"""Formats in Spanish."""

DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i T"
SHORT_DATETIME_FORMAT = "d/m/Y H:i T"
TIME_FORMAT = "H:i T"

# Our own: core/text/dates.py
DAY_FORMAT = "D, j b Y"
DAY_AND_TIME_FORMAT = "D, j b Y, H:i"
CITED_DAY_FORMAT = "j b Y"
SHORT_DAY_FORMAT = "j b Y"
