"""Web addresses without what follows people about: a copied link often carries a mark of who was sent it."""

from urllib.parse import urlsplit, urlunsplit

# Of newsletters, advertisements and networks. Some, such as mc_eid, name one reader.
_NAMES = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid li_fat_id yclid igsh igshid epik mc_cid mc_eid mkt_tok
    _hsenc _hsmi hsctatracking vero_id vero_conv oly_enc_id oly_anon_id rb_clickid s_cid wickedid ml_subscriber __s
"""
_MARKS = frozenset(_NAMES.split())


def without_tracking(address: str) -> str:
    """A web address without parameters that only tell who read what; any other address as it is.

    What is left stays as it was written, in its order. Doing it again changes nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no address at all, such as "http://[": the cleaners judge it
        return address
    if parts.scheme.lower() not in ("http", "https") or not parts.query:
        return address
    kept = [pair for pair in parts.query.split("&") if not _is_mark(pair)]
    if len(kept) == len(parts.query.split("&")):
        return address
    return urlunsplit(parts._replace(query="&".join(kept)))


def _is_mark(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _MARKS or name.startswith("utm_")
