"""HTTP headers for static files. Settings import this module, so it imports nothing from Django."""

from wsgiref.headers import Headers

WORKER = "/js/service-worker."


def let_worker_serve_the_site(headers: Headers, path: str, url: str) -> None:
    """Extend the service worker's scope from its folder to the whole site; WhiteNoise calls this for each file."""
    if WORKER in url:
        headers["Service-Worker-Allowed"] = "/"
