"""Small pictures from what people bring: upright, cut square or made to fit, small, freed of everything else."""

import warnings
from collections.abc import Callable
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from otklik.infra.files import MAX_PIXELS
from otklik.kit.errors import FieldError, Invalid

SMALLEST: Final = 64
SMALLEST_SIDE: Final = 24
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def make_square(data: bytes, side: int, field: str) -> bytes:
    """Return the middle of a picture as a square JPEG of `side` pixels; what a camera wrote beside it is left out.

    Raises Invalid naming `field` for what is no picture, and for one that is too small or has too many pixels.
    """
    return _open(data, field, lambda image: _cut(image, side, field))


def make_fitting(data: bytes, box: tuple[int, int], field: str) -> bytes:
    """Return a picture as a PNG that fits into a box, see-through where it was; a smaller one keeps its size.

    Raises Invalid naming `field` for what is no picture, and for one that is too small or has too many pixels.
    """
    return _open(data, field, lambda image: _fit(image, box, field))


def _open(data: bytes, field: str, make: Callable[[Image.Image], bytes]) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(data), formats=_FORMATS) as image:
                return make(image)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _wrong(field, "too_many_pixels", f"has more than {MAX_PIXELS // 1_000_000} million pixels") from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            raise _wrong(field, "not_a_picture", "is not a picture in PNG, JPEG, GIF or WebP") from None


def _cut(image: Image.Image, side: int, field: str) -> bytes:
    if min(image.size) < SMALLEST:
        raise _wrong(field, "picture_too_small", f"must be at least {SMALLEST} by {SMALLEST} pixels")
    image.draft("RGB", (side * 2, side * 2))
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    square = ImageOps.fit(upright, (side, side), Image.Resampling.LANCZOS)
    ground = Image.new("RGB", square.size, "white")
    ground.paste(square, mask=square.getchannel("A"))
    made = BytesIO()
    ground.save(made, "JPEG", quality=88)
    return made.getvalue()


def _fit(image: Image.Image, box: tuple[int, int], field: str) -> bytes:
    if min(image.size) < SMALLEST_SIDE:
        raise _wrong(field, "logo_too_small", f"must be at least {SMALLEST_SIDE} pixels on each side")
    image.draft("RGB", (box[0] * 2, box[1] * 2))
    small = ImageOps.exif_transpose(image).convert("RGBA")
    small.thumbnail(box, Image.Resampling.LANCZOS)
    made = BytesIO()
    small.save(made, "PNG", optimize=True)
    return made.getvalue()


def _wrong(field: str, code: str, message: str) -> Invalid:
    return Invalid("the picture is not acceptable", errors=(FieldError(field, code, message),))
