"""Static files as served: hashed, compressed, and the stylesheet joined into one file that older browsers read too."""

from collections.abc import Iterator
from typing import Any

import lightningcss
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEETS = ("css/alongside.css", "css/contrast.css")
# Layers begin with these (2022). What is newer in our CSS, light-dark() above all, is written out for them.
OLDEST = ["ios_saf >= 15.4", "safari >= 15.4", "chrome >= 99", "firefox >= 97"]


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which joins a stylesheet's imports and lowers what is too new before it hashes.

    In the repository the stylesheet is one component a file and plain CSS of today; to a phone on a slow line each file
    would be one more request, and to an old phone a colour that it does not know is no colour."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """The address at which a file is served, put together once: a page names forty."""
        if name not in self.addresses:
            self.addresses[str(name)] = super().url(name, force)
        return self.addresses[str(name)]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join and lower, then hash and compress as WhiteNoise does. Raises ValueError on CSS that cannot be read."""
        for stylesheet in STYLESHEETS:
            if stylesheet in paths and not dry_run:
                self._join(stylesheet, paths)
        yield from super().post_process(paths, dry_run, **options)

    def _join(self, stylesheet: str, paths: dict[str, Any]) -> None:
        source, name = paths[stylesheet]  # not the copy here: it may be the joined one of an earlier deploy
        joined = lightningcss.bundle_css(source.path(name), browsers_list=OLDEST)
        self.delete(stylesheet)
        self._save(stylesheet, ContentFile(joined.encode()))
        paths[stylesheet] = (self, stylesheet)  # or Django hashes the original
