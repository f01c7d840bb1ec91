"""Formats in English."""

DATETIME_FORMAT = "N j, Y, P T"
SHORT_DATETIME_FORMAT = "m/d/Y P T"
TIME_FORMAT = "P T"

# Our own: core/text/dates.py
DAY_FORMAT = "D, M j, Y"
DAY_AND_TIME_FORMAT = "D, M j, Y, g:i A"
CITED_DAY_FORMAT = "N j, Y"
SHORT_DAY_FORMAT = "M j, Y"
