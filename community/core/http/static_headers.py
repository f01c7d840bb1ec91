"""Headers of single static files. Settings read this module, so it knows nothing of Django."""

from wsgiref.headers import Headers

WORKER = "/js/service-worker."


def let_worker_serve_the_site(headers: Headers, path: str, url: str) -> None:
    """Let the service worker answer for the whole site though it is a static file in a folder (WhiteNoise asks)."""
    if WORKER in url:
        headers["Service-Worker-Allowed"] = "/"
