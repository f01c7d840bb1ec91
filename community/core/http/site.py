"""Write complete addresses of this site, for what is read outside of it, such as mail."""

from django.conf import settings


def absolute(path: str) -> str:
    """Return a path of this site with the site's own address before it, whatever host a request came by."""
    return f"{settings.SITE_URL}{path}"
