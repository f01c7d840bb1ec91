"""The one gate through which a picture reaches the disk: in goes what somebody sent, out come dots of our own making.

A picture is told by its content, never by its name or by what the sender says it is. pruning.py looks at the file's
shape, without decoding, and keeps only the parts that draw the dots; making.py decodes those and writes them anew in
two sizes. Nothing of the file that was sent is kept: no metadata, no profile, no comment, no byte behind its end.
"""

from community.composing.pictures.making import Built, Busy, build_from
from community.composing.pictures.shape import BYTES, Unfit

ACCEPT = "image/jpeg,image/png,image/webp"  # phones that take HEIC make JPEG of it where they read this

__all__ = ["ACCEPT", "BYTES", "Built", "Busy", "Unfit", "build_from"]
