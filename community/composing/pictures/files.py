"""Where a picture's two files are kept: in Django's default storage, under the name that was drawn for it."""

from collections.abc import Iterable
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from community.composing.pictures.making import Built

SIZES = ("large", "small")
TYPE = "image/webp"


def path_of(name: UUID, size: str) -> str:
    """The name of a file in the storage."""
    return f"images/{name}/{size}.webp"


def store(name: UUID, built: Built) -> None:
    """Write both files. Raises OSError when there is no room for them."""
    for size, data in zip(SIZES, (built.large, built.small), strict=True):
        default_storage.save(path_of(name, size), ContentFile(data))


def read(name: UUID, size: str) -> bytes:
    """The file of this size. Raises FileNotFoundError when it is gone."""
    with default_storage.open(path_of(name, size)) as file:
        data: bytes = file.read()
        return data


def forget(names: Iterable[UUID]) -> None:
    """Delete the files of these pictures, and the folders that they were in; what is gone already is no matter."""
    for name in names:
        for size in SIZES:
            default_storage.delete(path_of(name, size))
        default_storage.delete(f"images/{name}")
