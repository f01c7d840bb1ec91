"""Remove tracking parameters from URLs: a copied link often identifies who received it."""

from urllib.parse import urlsplit, urlunsplit

# Parameters of newsletters, advertisements and social networks. Some, such as mc_eid, identify one person.
_NAMES = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid li_fat_id yclid igsh igshid epik mc_cid mc_eid mkt_tok
    _hsenc _hsmi hsctatracking vero_id vero_conv oly_enc_id oly_anon_id rb_clickid s_cid wickedid ml_subscriber __s
"""
_TRACKING = frozenset(_NAMES.split())


def without_tracking(address: str) -> str:
    """Remove tracking parameters from an http(s) URL; return any other text unchanged.

    Other parameters keep their spelling and order. The function is idempotent."""
    try:
        parts = urlsplit(address)
    except ValueError:  # not a URL, such as "http://[": the HTML cleaners decide
        return address
    if parts.scheme.lower() not in ("http", "https") or not parts.query:
        return address
    rest = [pair for pair in parts.query.split("&") if not _is_tracking(pair)]
    if len(rest) == len(parts.query.split("&")):
        return address
    return urlunsplit(parts._replace(query="&".join(rest)))


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _TRACKING or name.startswith("utm_")
