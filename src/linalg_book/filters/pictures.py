"""Files of pictures: any that Pillow can read becomes 8-bit colors, and pixels are written, with nothing beside them.

A picture is worked on a band of rows at a time and written anew, so that what else its file says cannot come along.
"""

import contextlib
import functools
import logging
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from linalg_book._files import reason, whole, writing
from linalg_book._progress import Progress
from linalg_book.filters.colors import apply_matrix


class Format(NamedTuple):
    """How pictures are written: Pillow's name and options, whether alpha is kept, and the longest side."""

    name: str
    options: dict[str, Any]
    keeps_alpha: bool = True
    longest: float = np.inf


PNG = Format("PNG", {"compress_level": 1})  # Pillow's usual 6 takes several times as long to save a tenth
JPEG = Format("JPEG", {"quality": 92}, keeps_alpha=False, longest=65_500)
TIFF = Format("TIFF", {})
BMP = Format("BMP", {}, keeps_alpha=False)
FORMATS = {".png": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".tif": TIFF, ".tiff": TIFF, ".bmp": BMP}

MOST = 300  # megapixels that are read unless more are allowed; the largest photos of phones have 200
BYTES = 8  # that a pixel takes: as it was read, and as it is written
#: Formats of which Pillow holds a second copy while it reads: bytes a pixel, and megapixels that fit into 1.5 GB.
LARGER = {"WEBP": (17, 85), "JPEG2000": (20, 75)}
BAND = 2**17  # pixels worked on at a time: their floats stay in the processor's cache, and memory is bounded
#: What makes a picture upright, by its orientation in EXIF.
TURNS = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_270",
         7: "TRANSVERSE", 8: "ROTATE_90"}  # fmt: skip
USUAL_GAMMA = 0.45455  # in a PNG, of samples made for a usual screen
SRGB = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)  # in a PNG, white and primaries of a usual screen

QUIET = logging.NullHandler()  # what Pillow cannot read is an error, and no line of a log beside it


@dataclass(frozen=True)
class Samples:
    """What the numbers in a file mean, as far as Pillow does not see to it."""

    white: int = 255  # the largest; more than 255 for deep grays
    inverted: bool = False  # whether 0 is white, of deep grays
    clear: int | None = None  # the gray that is transparent
    exponent: float = 1.0  # of the power that suits them to a usual screen, as shares of the largest

    @functools.cached_property
    def eight_bits(self) -> NDArray:
        """What becomes of each sample from 0 to the largest, of uint8."""
        shares = np.arange(self.white + 1) / self.white
        return np.rint(255 * (1 - shares if self.inverted else shares) ** self.exponent).astype(np.uint8)

    def colors(self, band: Any, mode: str) -> NDArray:
        """Return a part of a picture as colors of uint8, shape (rows, columns, 3) for "RGB", 4 for "RGBA"."""
        if self.white > 255 or self.clear is not None:
            samples = np.asarray(band if self.white > 255 else band.convert("L"))
            colors = np.repeat(self.eight_bits[samples][..., None], len(mode), axis=-1)
            if self.clear is not None:
                colors[..., 3] = np.where(samples == self.clear, 0, 255)
            return colors
        colors = np.array(band.convert(mode))
        if self.exponent != 1:
            colors[..., :3] = self.eight_bits[colors[..., :3]]
        return colors


@dataclass(frozen=True)
class Picture:
    """A picture that was read: Pillow's image, upright, what its samples mean, and what it is to become."""

    image: Any
    samples: Samples
    mode: str  # "RGB" or "RGBA"
    profile: bytes | None  # of its colors, where it still fits
    notes: tuple[str, ...]  # on what is lost


@contextlib.contextmanager
def _patience() -> Iterator[None]:
    """Let Pillow work on what is large: its limits are those of a server to which strangers send pictures."""
    from PIL import Image, PngImagePlugin

    logging.getLogger("PIL").addHandler(QUIET)
    before = Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK
    try:
        Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK = None, PngImagePlugin.MAX_TEXT_MEMORY
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damage to what is not used here
            yield
    finally:
        Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK = before


def read(path: Path, *, most: float | None = None) -> Picture:
    """Read a picture that has at most so many megapixels; without a number, as many as its format can do with."""
    from PIL import Image, UnidentifiedImageError

    try:
        with _patience(), Image.open(path) as image:
            pictures = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)  # a phone's JPEG with previews
            size = image.width * image.height / 1e6
            taken, usual = LARGER.get(str(image.format), (BYTES, MOST))
            most = usual if most is None else most
            if pictures == 1 and size <= most:
                samples = _samples(image)  # before it is loaded, since then its file is closed
                image.load()
                if turn := TURNS.get(_orientation(image)):
                    image = image.transpose(Image.Transpose[turn])
    except UnidentifiedImageError:
        raise ValueError(f"{path} is not a picture that can be read; save it as 8-bit PNG, JPEG or TIFF") from None
    except Exception as error:  # Pillow's many readers answer a damaged file with as many kinds of error
        raise ValueError(f"cannot read {path}: {reason(error)}") from None
    if pictures > 1:
        raise ValueError(f"{path} holds {pictures} pictures; this works on one")
    if size > most:
        memory, size = f"about {taken * size / 1000:.1f} GB of memory", math.ceil(size)
        raise ValueError(f"{path} has {size} megapixels, which take {memory}; --megapixels {size} allows that")
    return _as_colors(path, image, samples)


def _as_colors(path, image, samples):
    """Say what a picture becomes, and what it loses; refuse what has no colors."""
    if samples.white == 255 and image.mode in ("I", "F", "LAB", "La"):
        raise ValueError(f"{path} has the pixel format {image.mode}; convert it to 8-bit RGB first")
    alpha = samples.clear is not None or image.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in image.info
    profile, notes = _profile(image), []
    if profile is None and image.info.get("icc_profile"):
        notes.append("its color profile is not one for RGB, and is dropped; colors may look different")
    primaries = image.info.get("chromaticity")
    if primaries and not {"srgb", "icc_profile"} & {*image.info} and not np.allclose(primaries, SRGB, atol=0.01):
        notes.append("its primaries (cHRM) are not those of a usual screen, and are dropped; colors may look different")
    return Picture(image, samples, "RGBA" if alpha else "RGB", profile, tuple(notes))


def _samples(image):
    """Find out what the samples of a picture mean that is open and not yet loaded."""
    white, inverted, clear, exponent = 255, False, None, 1.0
    deep = image.mode.startswith("I;16")
    if image.format == "TIFF" and deep:
        white = 2 ** image.tag_v2.get(258, (16,))[0] - 1  # BitsPerSample
        inverted = image.tag_v2.get(262) == 0  # PhotometricInterpretation: WhiteIsZero
    elif deep or (image.mode == "I" and image.format in ("PNG", "PPM")):
        white = 65535
    if image.format == "PNG":
        clear = _clear(image)
        gamma = image.info.get("gamma")
        if gamma and not {"srgb", "icc_profile"} & {*image.info} and abs(gamma / USUAL_GAMMA - 1) > 0.05:
            exponent = USUAL_GAMMA / gamma
    return Samples(white, inverted, clear, exponent)


def _clear(image):
    """Return the gray sample of a PNG that is transparent, or None; it is of the file's depth, which Pillow forgets."""
    clear, raw = image.info.get("transparency"), image.tile[0][3]
    if raw == "RGB;16B" and clear is not None:
        raise ValueError("a transparent color of 16 bits a channel; save the picture with an alpha channel")
    if image.mode not in ("1", "L", "I", "I;16") or not isinstance(clear, int):
        return None
    del image.info["transparency"]
    steps = {"1": 1, "L;2": 3, "L;4": 15}.get(raw)
    return 255 * min(clear, steps) // steps if steps else clear  # of one bit some Pillows say 255, some 1


def _orientation(image):
    """Return the orientation that EXIF gives, or 1, upright, where it makes no sense."""
    try:
        value = image.getexif().get(0x0112, 1)
        return int(value[0] if isinstance(value, bytes | tuple) else value)
    except Exception:  # EXIF can be damaged in as many ways as pictures
        return 1


def _profile(image):
    """Return the color profile of a picture, without what comes after it, if profile and colors are of RGB."""
    profile = image.info.get("icc_profile") or b""
    length = int.from_bytes(profile[:4], "big")
    fits = image.mode in ("RGB", "RGBA", "P", "PA") and profile[16:20] + profile[36:40] == b"RGB acsp"
    return profile[:length] if fits and 128 <= length <= len(profile) else None


def filtered(picture: Picture, M: NDArray) -> Any:
    """Return a new image of Pillow with each pixel of a picture sent through a filter."""
    from PIL import Image

    width, height = picture.image.size
    new, rows = Image.new(picture.mode, (width, height)), max(1, BAND // max(1, width))
    with _patience(), Progress("filtering", height) as progress:
        for top in range(0, height, rows):
            box = (0, top, width, min(top + rows, height))
            colors = picture.samples.colors(picture.image.crop(box), picture.mode)
            new.paste(Image.fromarray(apply_matrix(colors, M)), box)
            progress(top)
    return new


def write(image: Any, profile: bytes | None, path: Path) -> None:
    """Write the pixels of an image, and its color profile, whole or not at all."""
    form = FORMATS[path.suffix.lower()]
    if max(image.size) > form.longest:
        raise ValueError(f"{form.name} takes sides up to {form.longest} pixels, got {max(image.size)}; write a .png")
    if image.mode == "RGBA" and not form.keeps_alpha:
        if image.getextrema()[3] != (255, 255):
            raise ValueError(f"the picture is partly transparent, which {form.name} cannot keep; write a .png")
        image = image.convert("RGB")
    with writing(path), whole(path) as file, Progress(f"writing {path.name}", unit=" MB") as progress:
        options = {**form.options, "icc_profile": profile} if profile else form.options
        image.save(_Pieces(file, progress), format=form.name, **options)


class _Pieces:
    """A file that has no number of the system, so that Pillow fills it in pieces, between which Ctrl-C is heard."""

    def __init__(self, file: IO[bytes], progress: Progress):
        self.seek, self.tell, self.flush = file.seek, file.tell, file.flush
        self._write, self._progress = file.write, progress

    def write(self, data: bytes) -> int:
        self._progress(self.tell() // 10**6)
        return self._write(data)
