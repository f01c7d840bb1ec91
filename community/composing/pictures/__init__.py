"""Decode uploaded pictures and encode them again; no other way leads to the storage.

The type comes from the content, never from the file's name or Content-Type. pruning.py parses the file without decoding
and copies only the parts needed to draw it; encoding.py decodes those, converts the colours (profiles.py) and encodes
the pixels in two sizes. Nothing of the uploaded file is stored: no metadata, no colour profile, no comment, no trailing
bytes.
"""

from community.composing.pictures.encoding import Busy, EncodedPicture, encode
from community.composing.pictures.limits import BYTES, Unfit

ACCEPT = "image/jpeg,image/png,image/webp"  # phones that take HEIC convert it to JPEG for this list

__all__ = ["ACCEPT", "BYTES", "Busy", "EncodedPicture", "Unfit", "encode"]
