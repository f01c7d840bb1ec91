"""Answer for static files on the event loop, so that no thread is needed for them."""

import io
from typing import Any

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware

from community.core.http.page_threads import Answer, request_of, send_answer
from community.core.http.request_buffering import Scope, Send


class StaticFiles:
    """The collected static files, with the headers that the pages' middleware gives them too.

    While developing there are none: WhiteNoise then looks for each file, which is a thread's work."""

    def __init__(self) -> None:
        files = WhiteNoiseMiddleware(_no_page)
        self._paths = files.files
        self._respond = convert_exception_to_response(SecurityMiddleware(files))

    def has(self, path: str) -> bool:
        """Return whether there is a file at this path."""
        return path in self._paths

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Send the file."""
        response: Any = self._respond(request_of(scope))
        file = getattr(response, "file_to_stream", None)
        if file is None:  # no body: not modified, or a redirect to HTTPS
            file = io.BytesIO(b"" if response.streaming else response.content)
            size = len(file.getbuffer())
        else:
            size = int(response["Content-Length"])
        await send_answer(Answer(response.status_code, list(response.items()), file, size), send)


def _no_page(request: WSGIRequest) -> HttpResponse:
    """Stand for the pages, which have no part in static files."""
    raise LookupError(request.path)
