"""Store a picture's two files in Django's default storage, under its random name."""

from collections.abc import Iterable
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from community.composing.pictures.encoding import EncodedPicture

SIZES = ("large", "small")
TYPE = "image/webp"


def path_of(name: UUID, size: str) -> str:
    """Return the path of a file in the storage."""
    return f"images/{name}/{size}.webp"


def store(name: UUID, picture: EncodedPicture) -> None:
    """Write both files. Raises OSError when the storage is full."""
    for size, data in zip(SIZES, (picture.large, picture.small), strict=True):
        default_storage.save(path_of(name, size), ContentFile(data))


def read(name: UUID, size: str) -> bytes:
    """Read the file of one size. Raises FileNotFoundError when it has been deleted."""
    with default_storage.open(path_of(name, size)) as file:
        data: bytes = file.read()
        return data


def delete(names: Iterable[UUID]) -> None:
    """Delete the files of these pictures and their folders, if they exist."""
    for name in names:
        for size in SIZES:
            default_storage.delete(path_of(name, size))
        default_storage.delete(f"images/{name}")
