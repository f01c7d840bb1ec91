"""How Django's admin writes a time of day: with the name of its time zone, which is the community's."""
