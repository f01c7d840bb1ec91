"""Static files storage: bundle and lower the stylesheets, then hash and compress all files."""

from collections.abc import Iterator
from typing import Any

import lightningcss
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEETS = ("css/alongside.css", "css/contrast.css")
# The first browsers with cascade layers (2022). Newer CSS, such as light-dark(), is lowered for them.
OLDEST = ["ios_saf >= 15.4", "safari >= 15.4", "chrome >= 99", "firefox >= 97"]


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with a bundler for CSS.

    The sources are one file per component in current CSS. Unbundled, each file would cost a request on a slow
    connection; unlowered, older browsers would drop declarations that they do not know."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.urls: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """Return a file's URL, cached per process: a page has about forty."""
        if name not in self.urls:
            self.urls[str(name)] = super().url(name, force)
        return self.urls[str(name)]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Bundle the stylesheets, then let WhiteNoise hash and compress. Raises ValueError for invalid CSS."""
        for stylesheet in STYLESHEETS:
            if stylesheet in paths and not dry_run:
                self._bundle(stylesheet, paths)
        yield from super().post_process(paths, dry_run, **options)

    def _bundle(self, stylesheet: str, paths: dict[str, Any]) -> None:
        source, name = paths[stylesheet]  # not the copy in STATIC_ROOT, which an earlier deploy may have bundled
        bundle = lightningcss.bundle_css(source.path(name), browsers_list=OLDEST)
        self.delete(stylesheet)
        self._save(stylesheet, ContentFile(bundle.encode()))
        paths[stylesheet] = (self, stylesheet)  # otherwise Django hashes the source
