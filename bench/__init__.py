"""Benchmarks and screenshots, taken of communities of their own; a running community imports nothing from here."""
