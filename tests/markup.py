"""Checks of a page's markup."""

import re

INLINE = re.compile(r"""<style|<script(?![^>]*\ssrc=)[^>]*>|<[^>]*\s(?:style|on\w+)\s*=\s*["'][^>]*>""", re.IGNORECASE)


def inline_in(page: str) -> list[str]:
    """Return every tag that a CSP without unsafe-inline refuses: inline styles, scripts and handlers."""
    return INLINE.findall(page)
