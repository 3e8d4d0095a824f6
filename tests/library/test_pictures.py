"""Files of pictures: what is read of them, and that nothing but pixels and a color profile gets into another file."""

import io
import itertools
import os
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

from linalg_book.filters import __main__ as cli
from linalg_book.filters import pictures

SAME = ["--matrix", "1,0,0,0,1,0,0,0,1"]
SECRET = b"Nowhere-Nobody-Nothing"  # place, person and device
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
COLORS = np.arange(8 * 12 * 3).reshape(8, 12, 3).astype(np.uint8) % 200 + 20


@pytest.fixture
def filtered(tmp_path, capsys):
    """A function that runs the program on a file, by its content, and returns pixels, or what it was told instead."""

    def work(content, suffix=".png", *, out=".png", options=SAME):
        source, target = tmp_path / f"in{suffix}", tmp_path / f"out{out}"
        source.write_bytes(content)
        status = cli.main([str(source), str(target), *options])
        told = capsys.readouterr().err
        if status:
            assert (status, told.count("\n"), target.exists()) == (2, 1, False)
            return told.removeprefix("linalg_book.filters: error: ").strip()
        work.told, work.target = told, target
        with pictures._patience(), Image.open(target) as image:
            work.info = dict(image.info)
            return np.asarray(image)

    return work


def saved(name, **options):
    """The bytes of a small picture."""
    file = io.BytesIO()
    Image.fromarray(COLORS).save(file, name, **options)
    return file.getvalue()


# ---- pictures as bytes, where Pillow does not write them


def tiff(bits, photometric, data, width=4):
    """A gray TIFF of one row."""
    tags = [(256, 4, width), (257, 4, 1), (258, 3, bits), (259, 3, 1), (262, 3, photometric)]
    tags += [(273, 4, 8 + 2 + 9 * 12 + 4), (277, 3, 1), (278, 4, 1), (279, 4, len(data))]
    body = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + body + bytes(4) + data


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, depth, color, row, *more):
    """A PNG of one row, with more chunks."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, 1, depth, color, 0, 0, 0))
    end = chunk(b"IDAT", zlib.compress(b"\0" + row)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + end


def gamma(value):
    return chunk(b"gAMA", struct.pack(">I", round(100_000 * value)))


def exif(*entries):
    """EXIF of entries (tag, type, count, four bytes)."""
    body = b"".join(struct.pack("<HHI", *entry[:3]) + entry[3] for entry in entries)
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(entries)) + body + bytes(4)


# ---- privacy


def secret_exif():
    """EXIF that tells maker, model, software, host, person, date, place and a thumbnail."""
    found = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x013C, 0x8298):
        found[tag] = SECRET.decode()
    found[0x0132] = "2001:01:01 00:00:00"
    found.get_ifd(0x8825).update({1: "N", 2: (1.0, 2.0, 3.0), 27: SECRET})
    found.get_ifd(0x8769).update({0x927C: SECRET, 0xA430: SECRET.decode(), 0xA431: SECRET.decode()})
    return found


def photoshop():
    """A block of Photoshop, with IPTC in it."""
    iptc = b"\x1c\x02\x5a" + struct.pack(">H", len(SECRET)) + SECRET
    return b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc


def private_jpeg(name):
    more = {"save_all": True, "append_images": [Image.fromarray(COLORS)]} if name == "MPO" else {"comment": SECRET}
    data = saved(name, exif=secret_exif(), **more)
    block = b"Photoshop 3.0\0" + photoshop()
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + SECRET
    blocks = [(b"\xff\xed", block), (b"\xff\xe1", xmp)]
    return data[:2] + b"".join(mark + struct.pack(">H", len(b) + 2) + b for mark, b in blocks) + data[2:]


def private_png():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_text("Comment", SECRET.decode(), zip=True)
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    info.add(b"tIME", bytes([7, 209, 1, 1, 0, 0, 0]))
    info.add(b"zzZz", SECRET)
    return saved("PNG", pnginfo=info, exif=secret_exif(), dpi=(300, 300))


def private_tiff():
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, kind, value in ((700, 1, SECRET), (33723, 7, SECRET), (34377, 1, photoshop())):
        tags.tagtype[tag] = kind
        tags[tag] = value
    for tag in (269, 270, 271, 272, 285, 305, 315, 316, 33432):
        tags[tag] = SECRET.decode()
    tags[306] = "2001:01:01 00:00:00"
    tags[34853] = {27: SECRET}
    return saved("TIFF", tiffinfo=tags)


PRIVATE = {
    "jpg": lambda: private_jpeg("JPEG"),
    "mpo": lambda: private_jpeg("MPO"),
    "png": private_png,
    "tif": private_tiff,
    "webp": lambda: saved("WEBP", exif=secret_exif(), xmp=SECRET),
    "avif": lambda: saved("AVIF", exif=secret_exif(), xmp=SECRET),
    "gif": lambda: saved("GIF", comment=SECRET),
    "jp2": lambda: saved("JPEG2000", comment=SECRET),
    "bmp": lambda: saved("BMP"),
}


def parts(suffix, data):
    """The kinds of parts that a file of pictures has."""
    if suffix == ".png":
        found, at = set(), 8
        while at < len(data):
            (length,) = struct.unpack(">I", data[at : at + 4])
            found.add(data[at + 4 : at + 8])
            at += 12 + length
        return found
    if suffix in (".jpg", ".jpeg"):
        found, at = set(), 2
        while data[at + 1] != 0xDA:  # from here on there are pixels
            found.add(data[at + 1])
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        return found
    if suffix in (".tif", ".tiff"):
        with Image.open(io.BytesIO(data)) as image:
            return {*image.tag_v2}
    return {len(data)}


PLAIN = {
    ".png": {b"IHDR", b"IDAT", b"IEND"},
    ".jpg": {0xE0, 0xDB, 0xC0, 0xC4},  # JFIF, tables, frame
    ".tif": {256, 257, 258, 259, 262, 273, 277, 278, 279, 284},  # sizes, depth and places of the pixels
    ".bmp": {54 + 3 * 8 * 12},  # heads and pixels
}
PLAIN |= {".jpeg": PLAIN[".jpg"], ".tiff": PLAIN[".tif"]}


@pytest.mark.parametrize(("kind", "out"), [*itertools.product(PRIVATE, pictures.FORMATS)])
def test_nothing_private_gets_into_another_file(kind, out, filtered):
    Image.init()
    if kind in ("webp", "avif") and kind.upper() not in Image.SAVE:
        pytest.skip(f"Pillow is built without {kind}")
    content = PRIVATE[kind]() + SECRET
    assert SECRET in content
    filtered(content, f".{kind}", out=out)
    data = filtered.target.read_bytes()
    assert SECRET not in data
    assert parts(out, data) <= PLAIN[out]


def test_the_writer_sees_pixels_only(filtered, monkeypatch):
    seen, save = [], Image.Image.save

    def look(image, file, format, **options):
        seen.append((type(image), image.info, {*options}))
        save(image, file, format, **options)

    content = private_tiff()
    monkeypatch.setattr(Image.Image, "save", look)
    filtered(content, ".tif", out=".tif")
    assert seen == [(Image.Image, {}, set())]


@pytest.mark.parametrize("out", sorted(pictures.FORMATS))
def test_the_color_profile_is_kept_without_what_comes_after_it(out, filtered):
    filtered(saved("PNG", icc_profile=PROFILE + SECRET), out=out)
    assert filtered.info.get("icc_profile") == (None if out == ".bmp" else PROFILE)
    assert SECRET not in filtered.target.read_bytes() and filtered.told == ""


LARGE = struct.pack(">I", len(PROFILE) + 1_500_000) + PROFILE[4:] + np.random.default_rng(0).bytes(1_500_000)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_a_large_color_profile_comes_out_as_it_went_in_twice(kind, filtered):
    for content, suffix in ((saved(kind, icc_profile=LARGE), f".{kind.lower()}"), (None, ".png")):
        filtered(content or filtered.target.read_bytes(), suffix)
        assert filtered.info["icc_profile"] == LARGE


@pytest.mark.parametrize("profile", [SECRET, SECRET * 99, PROFILE[:200], PROFILE[:16] + b"CMYK" + PROFILE[20:]])
def test_a_color_profile_that_is_none_for_rgb_is_dropped_and_told(profile, filtered):
    filtered(saved("TIFF", icc_profile=profile), ".tif")
    assert "icc_profile" not in filtered.info
    assert "in.tif: its color profile is not one for RGB, and is dropped" in filtered.told


# ---- what the numbers in a file mean


def shades(pixels):
    """The grays of a picture of one row."""
    np.testing.assert_array_equal(pixels[..., :3], pixels[..., :1].repeat(3, axis=-1))
    return pixels[0, :, 0].tolist()


def test_gray_of_12_bits(filtered):
    row = int("".join(f"{value:012b}" for value in (4095, 2048, 0, 16)), 2).to_bytes(6, "big")
    assert shades(filtered(tiff(12, 1, row), ".tif")) == [255, 128, 0, 1]


def test_gray_of_16_bits_whose_0_is_white(filtered):
    assert shades(filtered(tiff(16, 0, struct.pack("<4H", 0, 65535, 30000, 257)), ".tif")) == [255, 0, 138, 254]


@pytest.mark.parametrize(("bits", "row"), [(1, b"\x80"), (2, b"\xc0"), (4, b"\xf0"), (8, b"\xff\0")])
def test_gray_whose_0_is_white(bits, row, filtered):
    assert shades(filtered(tiff(bits, 0, row, 2), ".tif")) == [0, 255]


def test_gray_of_16_bits_of_a_portable_graymap(filtered):
    assert shades(filtered(b"P5 3 1 65535\n" + struct.pack(">3H", 0, 257, 65535), ".pgm")) == [0, 1, 255]
    assert shades(filtered(b"P5 3 1 1000\n" + struct.pack(">3H", 0, 500, 1000), ".pgm")) == [0, 128, 255]


@pytest.mark.parametrize(
    ("depth", "row", "clear"),
    [
        (1, b"\x80", 1), (1, b"\x80", 0), (2, b"\xc0", 3), (2, b"\x40", 1), (4, b"\xf3", 15), (4, b"\x30", 0),
        (8, b"\x07\x09", 7), (16, b"\x01\x02\x01\x03", 0x0102), (16, b"\xff\xff\x00\x00", 65535),
    ],
)  # fmt: skip
def test_a_gray_that_is_transparent(depth, row, clear, filtered):
    pixels = filtered(png(2, depth, 0, row, chunk(b"tRNS", struct.pack(">H", clear))))
    bits = "".join(f"{byte:08b}" for byte in row)
    samples = [int(bits[:depth], 2), int(bits[depth : 2 * depth], 2)]
    assert pixels[0, :, 3].tolist() == [0 if sample == clear else 255 for sample in samples]
    assert shades(pixels) == [round(255 * sample / (2**depth - 1)) for sample in samples]


def test_a_color_that_is_transparent(filtered):
    row = bytes([1, 2, 3, 4, 5, 6])
    pixels = filtered(png(2, 8, 2, row, chunk(b"tRNS", struct.pack(">3H", 4, 5, 6))))
    assert pixels[0].tolist() == [[1, 2, 3, 255], [4, 5, 6, 0]]


def test_a_deep_color_that_is_transparent_is_refused_with_a_way_out(filtered):
    told = filtered(png(1, 16, 2, bytes(6), chunk(b"tRNS", bytes(6))))
    assert "a transparent color of 16 bits a channel; save the picture with an alpha channel" in told


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("value", [1.0, 0.55556, 0.3])
def test_gamma_is_applied(depth, value, filtered):
    samples = np.array([0, 64, 128, 255])
    row = (samples * (257 if depth == 16 else 1)).astype(">u2" if depth == 16 else np.uint8).tobytes()
    wanted = np.rint(255 * (samples / 255) ** (0.45455 / value)).astype(int).tolist()
    assert shades(filtered(png(4, depth, 0, row, gamma(value)))) == wanted
    pixels = filtered(png(2, 8, 6, bytes([64, 128, 255, 100, 0, 0, 0, 200]), gamma(value)))
    assert pixels[0].tolist() == [[*wanted[1:], 100], [0, 0, 0, 200]]  # alpha has none


@pytest.mark.parametrize(
    "more", [[gamma(0.45455)], [gamma(1 / 2.2)], [gamma(1), chunk(b"sRGB", b"\0")], [gamma(0)], []]
)
def test_gamma_of_a_usual_screen_changes_nothing(more, filtered):
    assert shades(filtered(png(4, 8, 0, bytes([0, 64, 128, 255]), *more))) == [0, 64, 128, 255]


def test_gamma_beside_a_color_profile_changes_nothing(filtered):
    profile = chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(PROFILE))
    assert filtered(png(1, 8, 2, bytes([64, 128, 255]), gamma(1), profile))[0].tolist() == [[64, 128, 255]]
    assert filtered.info["icc_profile"] == PROFILE


@pytest.mark.parametrize(("x", "told"), [(64_000, False), (70_000, True)])
def test_primaries_of_another_screen_are_dropped_and_told(x, told, filtered):
    primaries = chunk(b"cHRM", struct.pack(">8I", 31270, 32900, x, 33000, 30000, 60000, 15000, 6000))
    filtered(png(1, 8, 2, bytes(3), primaries))
    assert ("its primaries (cHRM) are not those of a usual screen" in filtered.told) == told


# ---- EXIF that makes no sense


def with_exif(kind, data):
    """A picture with EXIF as it is."""
    if kind == "JPEG":
        jpeg = saved("JPEG", quality=95)
        return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data + jpeg[2:]
    return saved(kind, exif=data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    "more",
    [
        (0x11A, 2, 3, b"72\0\0"), (0x11A, 5, 1, b"\xff\xff\xff\xff"), (0x128, 2, 2, b"x\0\0\0"),
        (0x132, 12, 1, bytes(4)), (0x8769, 4, 1, b"\xff\xff\xff\x7f"), (0x8825, 2, 3, b"ab\0\0"),
        (0x9003, 99, 1, bytes(4)), (0x927C, 7, 400_000, b"\x10\0\0\0"),
    ],
)  # fmt: skip
def test_exif_of_a_wrong_type_does_not_matter(kind, more, filtered):
    pixels = filtered(with_exif(kind, exif((0x112, 3, 1, b"\6\0\0\0"), more)), f".{kind.lower()}")
    assert pixels.shape == (12, 8, 3) and filtered.told == ""


@pytest.mark.parametrize(
    ("entry", "shape"),
    [
        ((0x112, 4, 1, b"\6\0\0\0"), (12, 8, 3)), ((0x112, 1, 1, b"\6\0\0\0"), (12, 8, 3)),
        ((0x112, 7, 1, b"\6\0\0\0"), (12, 8, 3)), ((0x112, 2, 2, b"6\0\0\0"), (12, 8, 3)),
        ((0x112, 3, 2, b"\6\0\6\0"), (12, 8, 3)), ((0x112, 3, 1, b"\x09\0\0\0"), (8, 12, 3)),
        ((0x112, 3, 1, bytes(4)), (8, 12, 3)), ((0x112, 2, 2, b"x\0\0\0"), (8, 12, 3)),
    ],
)  # fmt: skip
def test_orientation_is_read_whatever_its_type(entry, shape, filtered):
    assert filtered(with_exif("JPEG", exif(entry)), ".jpg").shape == shape


def test_exif_that_is_cut_off_does_not_matter(filtered):
    assert filtered(with_exif("JPEG", b"Exif\0\0II*\0\x08\0"), ".jpg").shape == (8, 12, 3)


# ---- sizes


def test_a_picture_as_wide_as_they_come(filtered):
    row = bytes(range(250)) * 2000
    assert shades(filtered(png(500_000, 8, 0, row)))[:500] == [*range(250)] * 2
    told = filtered(png(500_000, 8, 0, row), out=".jpg")
    assert told == "JPEG takes sides up to 65500 pixels, got 500000; write a .png"


def test_filters_that_are_too_strong_are_refused_in_one_line(filtered):
    assert "overflow" in filtered(saved("PNG"), options=["--filter", "brightness:1e300"] * 2)


@pytest.mark.parametrize("amount", ["1e29", "1e40"])
def test_a_strong_filter_gives_white_or_is_refused_in_one_line(amount, filtered):
    result = filtered(saved("PNG"), options=["--filter", f"brightness:{amount}"])
    assert "overflow" in result if isinstance(result, str) else (result == 255).all()


def test_what_pillow_would_log_is_not_told_beside_the_error(tmp_path):
    content, source = bytearray(saved("TIFF")), tmp_path / "in.tif"
    at = content.index(struct.pack("<HHI", 277, 3, 1))
    content[at + 8 : at + 10] = b"\x00\x20"  # samples a pixel
    source.write_bytes(content)
    command = [sys.executable, "-m", "linalg_book.filters", str(source), str(tmp_path / "out.png"), *SAME]
    told = subprocess.run(command, capture_output=True, text=True).stderr
    wrong = "is not a picture that can be read; save it as 8-bit PNG, JPEG or TIFF"
    assert told == f"linalg_book.filters: error: {source} {wrong}\n"


# ---- Ctrl-C


STOPPED = """
import os, signal, sys
from linalg_book.filters import __main__ as cli, pictures
count = 0

def stop(place):
    global count
    count += 1
    if count == 3:
        os.kill(os.getpid(), signal.SIGINT)
    return place

pictures.BAND = 100
{patch}
cli.start(lambda: cli.main(sys.argv[1:]))
"""
WHERE = {
    "while pixels are filtered": "work = pictures.apply_matrix; pictures.apply_matrix = lambda *a: stop(work(*a))",
    "while the file is written": "pictures._Pieces.write = lambda self, data: stop(self._write(data))",
}


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
@pytest.mark.parametrize("out", [".png", ".jpg", ".tif", ".bmp"])
@pytest.mark.parametrize("patch", WHERE.values(), ids=WHERE)
def test_ctrl_c_leaves_nothing_behind(patch, out, tmp_path):
    source, target = tmp_path / "in.bmp", tmp_path / f"out{out}"
    Image.effect_noise((700, 700), 99).save(source)
    command = [sys.executable, "-c", STOPPED.format(patch=patch), str(source), str(target), "--filter", "sepia"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "linalg_book.filters: interrupted\n")
    assert [path.name for path in tmp_path.iterdir()] == ["in.bmp"]
