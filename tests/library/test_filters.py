"""Color filters as matrices, and the program that applies them to a file."""

import subprocess
import sys
import tracemalloc
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from matplotlib import cbook
from PIL import Image, ImageCms

from linalg_book import filters
from linalg_book.filters import (
    FILTERS,
    REC_601,
    SEPIA,
    WARM,
    Filter,
    apply_matrix,
    blend,
    compose,
    homogeneous,
    pictures,
)
from linalg_book.filters import __main__ as cli
from linalg_book.plotting.filters import plot_photographs

EPS = np.finfo(float).eps
PHOTO = cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)
IDENTITY = np.eye(3, 4)
NAMES = list(FILTERS)


@pytest.fixture(scope="module")
def photo():
    with Image.open(PHOTO) as file:
        return np.asarray(file)


@pytest.fixture(scope="module")
def small(photo, tmp_path_factory):
    """A file with a piece of the photograph, which takes less time than all of it."""
    path = tmp_path_factory.mktemp("small") / "small.png"
    Image.fromarray(photo[100:220, 150:250]).save(path)
    return path


def rounded(values):
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


# ---- apply_matrix ----


@pytest.mark.parametrize("shape", [(3,), (1, 3), (5, 3), (4, 7, 3), (2, 4, 7, 3), (0, 3)])
def test_apply_matrix_is_one_product_a_pixel(shape, rng):
    image, M = rng.uniform(0, 255, shape), rng.standard_normal((3, 4))
    wanted = np.array([M[:, :3] @ p + M[:, 3] for p in image.reshape(-1, 3)]).reshape(shape)
    np.testing.assert_allclose(apply_matrix(image, M), wanted, rtol=0, atol=16 * EPS * 255 * np.abs(M).max())


def test_apply_matrix_of_the_chapter():
    np.testing.assert_allclose(apply_matrix([100, 150, 200], WARM), [135, 165, 180], rtol=4 * EPS)
    np.testing.assert_allclose(apply_matrix([180, 120, 90], SEPIA), [180.03, 160.26, 124.83], rtol=4 * EPS)
    np.testing.assert_allclose(REC_601 @ [100, 150, 200], 140.75, rtol=4 * EPS)


def test_apply_matrix_on_bytes_agrees_with_floats(photo, rng):
    M = compose(*(FILTERS[name](0.4) for name in NAMES)) + 0.01 * rng.standard_normal((3, 4))
    exact = apply_matrix(photo.astype(float), M)
    got = apply_matrix(photo, M)
    tie = np.abs(exact - np.floor(exact) - 0.5) < 1e-3  # float32 may fall on the other side of a half
    np.testing.assert_array_equal(got[~tie], rounded(exact)[~tie])
    assert np.abs(got[tie].astype(int) - rounded(exact)[tie]).max(initial=0) <= 1


def test_apply_matrix_agrees_with_pillow(photo):
    M = FILTERS["sepia"](0.7)
    wanted = np.asarray(Image.fromarray(photo).convert("RGB", M.ravel().tolist()))
    assert np.abs(apply_matrix(photo, M).astype(int) - wanted).max() <= 1  # Pillow rounds halves up, in float32


def test_apply_matrix_on_bytes_leaves_float32_where_it_is_too_coarse():
    M = [[1e8, 0.5, -1e8], [0, 1, 0], [0, 0, 1]]
    np.testing.assert_array_equal(apply_matrix(np.array([[200, 101, 200]], dtype=np.uint8), M), [[50, 101, 200]])


@pytest.mark.parametrize("kind", [memoryview, Image.fromarray, lambda array: array])
def test_apply_matrix_knows_a_picture_in_any_array(kind):
    picture = np.full((2, 2, 3), 250, dtype=np.uint8)
    result = apply_matrix(kind(picture), 1.2 * np.eye(3))
    assert result.dtype == np.uint8 and (result == 255).all()


def test_a_filter_keeps_a_copy_and_is_equal_to_another_like_it():
    full = np.eye(3)
    own = Filter("own", full, 1.0, "nothing")
    full[0, 0] = 7
    assert own == Filter("own", np.eye(3), 1.0, "nothing") != Filter("own", full, 1.0, "nothing")
    with pytest.raises(ValueError, match=r"full must have shape \(3, 3\) or \(3, 4\), got \(2, 2\)"):
        Filter("own", np.eye(2), 1.0, "nothing")


def test_apply_matrix_rounds_and_clips_bytes_once():
    bytes_ = np.array([[90, 200, 10]], dtype=np.uint8)
    np.testing.assert_array_equal(apply_matrix(bytes_, np.diag([0.7, 2, -1])), [[63, 255, 0]])


def test_apply_matrix_neither_rounds_nor_clips_floats():
    np.testing.assert_array_equal(apply_matrix([200.0, 100, 51], np.diag([2, -1, 0.5])), [400, -100, 25.5])


@pytest.mark.parametrize("dtype", [np.uint8, float])
def test_apply_matrix_keeps_alpha(dtype, rng):
    image = rng.integers(0, 256, (5, 6, 4)).astype(dtype)
    result = apply_matrix(image, FILTERS["negative"]())
    np.testing.assert_array_equal(result[..., 3], image[..., 3])
    np.testing.assert_array_equal(result[..., :3], 255 - image[..., :3])
    assert result.dtype == image.dtype


def test_apply_matrix_turns_other_integers_to_float64():
    assert apply_matrix(np.array([1, 2, 3], dtype=np.uint16), np.eye(3)).dtype == np.float64


@pytest.mark.parametrize("dtype", [np.uint8, float])
def test_apply_matrix_adds_rounds_and_clips_as_a_new_array_would(photo, dtype, rng):
    image, M = photo[::3, ::-2].astype(dtype), np.column_stack([2 * WARM, rng.uniform(-99, 99, 3)])
    narrow = M.astype(np.float32) if dtype == np.uint8 else M
    wanted = image @ narrow[:, :3].T + narrow[:, 3]
    np.testing.assert_array_equal(apply_matrix(image, M), rounded(wanted) if dtype == np.uint8 else wanted)


def test_apply_matrix_on_bytes_keeps_one_copy_in_float32():
    image = np.zeros((300, 1000, 3), dtype=np.uint8)
    tracemalloc.start()
    apply_matrix(image, WARM)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 9 * image.size  # four bytes in, four out; a step that makes a new array would take twelve


def test_apply_matrix_leaves_its_input_alone(photo):
    before = photo.copy()
    apply_matrix(before, WARM)
    np.testing.assert_array_equal(before, photo)


@pytest.mark.parametrize(
    ("image", "M", "error", "message"),
    [
        (np.zeros((4, 4)), np.eye(2), ValueError, r"M must have shape \(3, 3\) or \(3, 4\), got \(2, 2\)"),
        (np.zeros((4, 4)), np.eye(4, 3), ValueError, r"M must have shape \(3, 3\) or \(3, 4\), got \(4, 3\)"),
        (np.zeros((4, 1)), np.eye(3), ValueError, r"length 3 or 4 \(alpha\), got shape \(4, 1\)"),
        (np.zeros((4, 5)), np.eye(3), ValueError, r"length 3 or 4 \(alpha\), got shape \(4, 5\)"),
        (np.uint8(3), np.eye(3), ValueError, r"got shape \(\)"),
        (5.0, np.eye(3), ValueError, r"got shape \(\)"),
        ([1, 2, np.nan], np.eye(3), ValueError, "image must be finite"),
        ([1, 2, 3], np.full((3, 3), np.inf), ValueError, "M must be finite"),
        ([1, 2, 3j], np.eye(3), TypeError, "image must be real"),
        (["a", "b", "c"], np.eye(3), TypeError, "image must hold numbers"),
        ([1, 2, 3], 1j * np.eye(3), TypeError, "M must be real"),
    ],
)
def test_apply_matrix_names_the_fault(image, M, error, message):
    with pytest.raises(error, match=message):
        apply_matrix(image, M)


# ---- homogeneous, compose, blend ----


def test_homogeneous_structure(rng):
    M = rng.standard_normal((3, 4))
    np.testing.assert_array_equal(homogeneous(M)[:3], M)
    np.testing.assert_array_equal(homogeneous(M)[3], [0, 0, 0, 1])
    np.testing.assert_array_equal(homogeneous(M[:, :3])[:, 3], [0, 0, 0, 1])


def test_compose_of_nothing_is_the_identity():
    np.testing.assert_array_equal(compose(), IDENTITY)


def test_compose_acts_in_the_order_given():
    double, negate = 2 * np.eye(3), FILTERS["negative"]()
    np.testing.assert_array_equal(apply_matrix([10, 20, 30], compose(double, negate)), [235, 215, 195])
    np.testing.assert_array_equal(apply_matrix([10, 20, 30], compose(negate, double)), [490, 470, 450])


def test_compose_names_the_filter_at_fault():
    with pytest.raises(ValueError, match=r"filter 1 must have shape .* got \(4, 4\)"):
        compose(np.eye(3), np.eye(4))


def test_compose_is_broken_by_clipping_in_between():
    p = np.array([200.0, 100, 50])
    np.testing.assert_array_equal(np.clip(2 * p, 0, 255) / 2, [127.5, 100, 50])
    np.testing.assert_array_equal(apply_matrix(p, compose(2 * np.eye(3), np.eye(3) / 2)), p)


@pytest.mark.parametrize("amount", [0, 1, -0.5, 2.5])
def test_blend_is_a_line_through_the_identity(amount, rng):
    M = rng.standard_normal((3, 4))
    np.testing.assert_allclose(blend(M, amount), IDENTITY + amount * (M - IDENTITY), rtol=0, atol=32 * EPS)


@pytest.mark.parametrize(
    ("amount", "error", "message"),
    [
        (np.nan, ValueError, "finite"),
        ("much", TypeError, "numbers"),
        ([1, 2], ValueError, "amount must be"),
        (1j, TypeError, "real"),
    ],
)
def test_blend_names_the_fault(amount, error, message):
    with pytest.raises(error, match=message):
        blend(np.eye(3), amount)


# ---- the named filters ----


@pytest.mark.parametrize("name", NAMES)
def test_filters_leave_a_picture_alone_at_zero(name):
    np.testing.assert_array_equal(FILTERS[name](0), IDENTITY)


@pytest.mark.parametrize("name", NAMES)
def test_filters_have_a_usual_amount(name):
    f = FILTERS[name]
    np.testing.assert_array_equal(f(), f(f.usual))
    assert f.name == name and f.about and getattr(filters, name) is f


def test_filters_are_what_their_names_say():
    p = np.array([100.0, 150, 200])
    gray = np.full(3, REC_601 @ p)
    wanted = {
        "brightness": 1.5 * p, "warmth": (p + WARM @ p) / 2, "grayscale": (p + gray) / 2, "sepia": (p + SEPIA @ p) / 2,
        "contrast": 1.5 * (p - 128) + 128, "saturation": gray + 1.5 * (p - gray), "negative": np.full(3, 127.5),
    }  # fmt: skip
    for name, value in wanted.items():
        np.testing.assert_allclose(apply_matrix(p, FILTERS[name](0.5)), value, rtol=8 * EPS, err_msg=name)


def test_grayscale_has_rank_one_and_keeps_grays():
    A = FILTERS["grayscale"]()[:, :3]
    assert np.linalg.matrix_rank(A) == 1
    np.testing.assert_allclose(A @ [9, 9, 9], [9, 9, 9], rtol=4 * EPS)


def test_saturation_of_minus_one_is_grayscale():
    np.testing.assert_allclose(FILTERS["saturation"](-1), FILTERS["grayscale"](1), rtol=0, atol=4 * EPS)


def test_contrast_fixes_middle_gray():
    np.testing.assert_array_equal(apply_matrix([128, 128, 128], FILTERS["contrast"](0.75)), [128, 128, 128])


def test_contrast_is_not_linear():
    def f(p):
        return apply_matrix([p, p, p], FILTERS["contrast"](0.5))[0]

    assert (f(0), f(100) + f(50), f(150)) == (-64, 97, 161)


@pytest.mark.parametrize("array", [REC_601, WARM, SEPIA, *(f.full for f in FILTERS.values())])
def test_constants_cannot_be_changed(array):
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 0


def test_filter_of_ones_own():
    sunset = Filter("sunset", np.diag([1.2, 1.0, 0.7]), 1.0, "an evening")
    np.testing.assert_allclose(apply_matrix([100, 100, 100], sunset()), [120, 100, 70], rtol=4 * EPS)


# ---- the program ----


def run(*arguments):
    return cli.main([str(a) for a in arguments])


def refused(capsys, *arguments):
    """Run the program on what it should refuse, and return its one line."""
    try:
        status = run(*arguments)
    except SystemExit as stop:  # of the parser
        status = stop.code
    printed = capsys.readouterr()
    assert status == 2 and printed.out == ""
    assert printed.err.startswith("linalg_book.filters: error: ") and printed.err.count("\n") == 1
    return printed.err.strip().removeprefix("linalg_book.filters: error: ")


def pixels(path):
    with Image.open(path) as file:
        return np.asarray(file)


def test_program_runs_as_a_module(tmp_path):
    out = tmp_path / "out.png"
    command = [sys.executable, "-m", "linalg_book.filters", PHOTO, str(out), "--filter", "sepia", "--amount", "0.8"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == "" and "512 x 600 pixels" in done.stdout
    np.testing.assert_array_equal(pixels(out), apply_matrix(pixels(PHOTO), FILTERS["sepia"](0.8)))
    assert [p.name for p in tmp_path.iterdir()] == ["out.png"]


def test_program_fails_as_a_module_with_status_2(tmp_path):
    command = [sys.executable, "-m", "linalg_book.filters", "missing.jpg", str(tmp_path / "o.png"), "--filter", "sepia"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr == "linalg_book.filters: error: cannot read missing.jpg: No such file or directory\n"


def test_import_does_not_load_pillow():
    code = "import sys, linalg_book.filters, linalg_book.filters.__main__; sys.exit('PIL' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_program_chains_into_one_matrix(tmp_path, capsys, small):
    out = tmp_path / "out.png"
    steps = ["--filter", "sepia:0.8", "--matrix", "0,1,0 1,0,0 0,0,1", "--filter", "contrast", "--amount", "-0.2"]
    run(small, out, *steps)
    swap = [[0, 1, 0], [1, 0, 0], [0, 0, 1]]
    chain = compose(FILTERS["sepia"](0.8), swap, FILTERS["contrast"](-0.2))
    np.testing.assert_array_equal(pixels(out), apply_matrix(pixels(small), chain))
    assert np.array2string(chain, precision=3, suppress_small=True, floatmode="fixed") in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--filter", "brightness"], FILTERS["brightness"](0.2)),
        (["--filter", "warmth:-0.5"], FILTERS["warmth"](-0.5)),
        (["--filter", "warm"], FILTERS["warmth"]()),
        (["--filter", "Sepia:0.5"], FILTERS["sepia"](0.5)),
        (["--filter", "sepia=0.5"], FILTERS["sepia"](0.5)),
        (["--filter", "grey", "--amount", "0.5"], FILTERS["grayscale"](0.5)),
        (["--filter", "invert"], FILTERS["negative"]()),
        (["--filter", "warmth", "--amount", "-0.5"], FILTERS["warmth"](-0.5)),
        (["--amount=0.5", "--filter"], None),
        (["--matrix", "-1,0,0,255;0,-1,0,255;0,0,-1,255"], FILTERS["negative"]()),
        (["--matrix=-1 0 0 255 0 -1 0 255 0 0 -1 255", "--amount", ".5"], FILTERS["negative"](0.5)),
        (["--matrix", " 2,0,0,\n0,2,0,\n0,0,2,\n"], 2 * np.eye(3)),
    ],
)
def test_program_reads_its_steps(options, wanted, tmp_path, capsys, small):
    if wanted is None:
        assert "--amount 0.5 belongs after" in refused(capsys, small, tmp_path / "o.png", *options)
        return
    run(small, tmp_path / "o.bmp", *options)
    np.testing.assert_array_equal(pixels(tmp_path / "o.bmp"), apply_matrix(pixels(small), wanted))


def test_program_lists_the_filters(capsys):
    assert run("--list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == NAMES
    assert all(len(line) <= 100 for line in lines)


@pytest.mark.parametrize("suffix", sorted(pictures.FORMATS))
def test_program_writes_every_format(suffix, tmp_path, small):
    out = tmp_path / f"out{suffix.upper()}"
    run(small, out, "--filter", "warmth")
    wanted = apply_matrix(pixels(small), WARM)
    with Image.open(out) as file:
        assert file.format == pictures.FORMATS[suffix].name
        assert np.abs(np.asarray(file).astype(int) - wanted).mean() < (5 if "jp" in suffix else 1e-9)


def test_program_replaces_an_older_result(tmp_path, small):
    out = tmp_path / "out.png"
    out.write_bytes(b"old")
    run(small, out, "--filter", "negative")
    np.testing.assert_array_equal(pixels(out), 255 - pixels(small))


def save(path, array, mode=None, **options):
    image = Image.fromarray(np.asarray(array))
    (image.convert(mode) if mode else image).save(path, **options)
    return path


@pytest.fixture
def colors(rng):
    return rng.integers(0, 256, (70, 9, 3)).astype(np.uint8)  # more rows than a block has


def test_program_keeps_alpha(tmp_path, colors, rng):
    alpha = rng.integers(0, 256, (70, 9, 1)).astype(np.uint8)
    source = save(tmp_path / "in.png", np.concatenate([colors, alpha], axis=-1))
    run(source, tmp_path / "out.png", "--filter", "negative")
    np.testing.assert_array_equal(pixels(tmp_path / "out.png"), np.concatenate([255 - colors, alpha], axis=-1))


def test_program_refuses_to_lose_transparency(tmp_path, colors, capsys):
    source = save(tmp_path / "in.png", np.dstack([colors, np.full((70, 9), 128, np.uint8)]))
    assert "transparent, which JPEG cannot keep" in refused(capsys, source, tmp_path / "out.jpg", "--filter", "sepia")
    assert not (tmp_path / "out.jpg").exists()


def test_program_drops_alpha_that_says_nothing(tmp_path, colors):
    source = save(tmp_path / "in.png", np.dstack([colors, np.full((70, 9), 255, np.uint8)]))
    run(source, tmp_path / "out.bmp", "--filter", "negative")
    np.testing.assert_array_equal(pixels(tmp_path / "out.bmp"), 255 - colors)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_program_turns_the_picture_upright(orientation, tmp_path, colors):
    exif = Image.Exif()
    exif[0x0112] = orientation
    source = save(tmp_path / "in.png", colors, exif=exif)
    run(source, tmp_path / "out.png", "--matrix", "1,0,0,0,1,0,0,0,1")
    turned = {
        1: colors, 2: colors[:, ::-1], 3: colors[::-1, ::-1], 4: colors[::-1], 5: colors.swapaxes(0, 1),
        6: np.rot90(colors, -1), 7: colors[::-1, ::-1].swapaxes(0, 1), 8: np.rot90(colors),
    }[orientation]  # fmt: skip
    np.testing.assert_array_equal(pixels(tmp_path / "out.png"), turned)
    with Image.open(tmp_path / "out.png") as file:
        assert 0x0112 not in file.getexif()


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "YCbCr"])
def test_program_converts_other_modes(mode, tmp_path, colors):
    suffix = ".tif" if mode in ("CMYK", "YCbCr") else ".png"
    image = Image.fromarray(colors).convert(mode)
    image.save(tmp_path / f"in{suffix}")
    run(tmp_path / f"in{suffix}", tmp_path / "out.png", "--filter", "negative")
    np.testing.assert_array_equal(pixels(tmp_path / "out.png"), 255 - np.asarray(image.convert("RGB")))


def test_program_keeps_the_transparency_of_a_palette(tmp_path):
    image = Image.new("P", (4, 3))
    image.putpalette([10, 20, 30, 200, 100, 50])
    image.putpixel((1, 1), 1)
    image.save(tmp_path / "in.png", transparency=0)
    run(tmp_path / "in.png", tmp_path / "out.png", "--filter", "negative")
    out = pixels(tmp_path / "out.png")
    assert out.shape == (3, 4, 4) and tuple(out[1, 1]) == (55, 155, 205, 255) and out[0, 0, 3] == 0


def test_program_reads_16_bit_gray(tmp_path):
    deep = np.array([[0, 257, 65535, 32896]], dtype=np.uint16)
    run(save(tmp_path / "in.png", deep), tmp_path / "out.png", "--matrix", "1,0,0,0,1,0,0,0,1")
    np.testing.assert_array_equal(pixels(tmp_path / "out.png")[0, :, 0], [0, 1, 255, 128])


@pytest.mark.parametrize("dtype", [np.int32, np.float32])
def test_program_refuses_pixels_that_are_no_colors(dtype, tmp_path, capsys):
    source = save(tmp_path / "in.tif", np.zeros((2, 2), dtype))
    assert "convert it to 8-bit RGB first" in refused(capsys, source, tmp_path / "o.png", "--filter", "sepia")


def test_program_keeps_the_color_profile(tmp_path, colors):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name, mode, wanted in (("rgb", None, profile), ("gray", "L", None)):
        source = save(tmp_path / f"{name}.png", colors, mode, icc_profile=profile)
        run(source, tmp_path / f"{name}-out.png", "--filter", "sepia")
        with Image.open(tmp_path / f"{name}-out.png") as file:
            assert file.info.get("icc_profile") == wanted


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "needs at least one --filter or --matrix"),
        (["--filter", "sepai"], "unknown filter 'sepai'; did you mean sepia?"),
        (["--filter", "wramth"], "unknown filter 'wramth'; did you mean warmth?"),
        (["--filter", "wa"], "unknown filter 'wa'; there are brightness, warmth"),
        (["--filter", "xyz"], "unknown filter 'xyz'; there are brightness, warmth"),
        (["--filter", "sepia:much"], "'much' is not a number"),
        (["--filter", "sepia:"], "'' is not a number"),
        (["--filter", "sepia:nan"], "'nan' is not a finite number"),
        (["--filter", "sepia", "--amount", "inf"], "'inf' is not a finite number"),
        (["--filter", "sepia:1", "--amount", "2"], "--amount 2 belongs after"),
        (["--filter", "sepia", "--amount", "1", "--amount", "2"], "--amount 2 belongs after"),
        (["--matrix", "1,2,3"], "--matrix needs 9 numbers (3 x 3) or 12 (3 x 4), got 3"),
        (["--matrix", ""], "got 0"),
        (["--matrix", "1,0,0,0,1,0,0,0,x"], "'x' is not a number"),
        (["--matrix"], "expected one argument"),
        (["--fliter", "sepia"], "unrecognized arguments: --fliter"),
    ],
)
def test_program_names_the_wrong_option(options, message, tmp_path, capsys, small):
    assert message in refused(capsys, small, tmp_path / "out.png", *options)
    assert list(tmp_path.iterdir()) == []


def test_program_wants_two_names(capsys, small):
    assert "needs a picture to read and a name to write to" in refused(capsys, small, "--filter", "sepia")


def test_program_names_the_wrong_output(tmp_path, capsys, small):
    (tmp_path / "folder.png").mkdir()
    for target, message in [
        (tmp_path / "out.xyz", "the name must end in .png, .jpg"),
        (tmp_path / "out", "the name must end in .png, .jpg"),
        (tmp_path / "no" / "out.png", f"there is no folder {tmp_path / 'no'}"),
        (tmp_path / "folder.png", "it is a folder"),
    ]:
        assert message in refused(capsys, small, target, "--filter", "sepia")
    assert [p.name for p in tmp_path.iterdir()] == ["folder.png"]


def test_program_does_not_overwrite_its_input(tmp_path, colors, capsys, monkeypatch):
    source = save(tmp_path / "in.png", colors)
    before = source.read_bytes()
    monkeypatch.chdir(tmp_path)
    assert "so that the original survives" in refused(capsys, source, "in.png", "--filter", "sepia")
    assert source.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a picture that can be read"),
        (b"hello, world\n" * 99, "is not a picture that can be read"),
        ("cut", "truncated"),
        (None, "No such file or directory"),
    ],
)
@pytest.mark.parametrize("name", ["in.jpg", "in.png"])
def test_program_names_the_wrong_input(name, content, message, tmp_path, capsys, small):
    source = tmp_path / name
    if content == "cut":
        save(source, pixels(small))
        content = source.read_bytes()[: source.stat().st_size // 2]
    if content is not None:
        source.write_bytes(content)
    line = refused(capsys, source, tmp_path / "out.png", "--filter", "sepia")
    assert message in line and str(source) in line
    assert not (tmp_path / "out.png").exists()


def test_program_names_a_folder_as_input(tmp_path, capsys):
    assert "Is a directory" in refused(capsys, tmp_path, tmp_path / "out.png", "--filter", "sepia")


def test_program_refuses_many_pictures_in_one(tmp_path, capsys):
    frames = [Image.new("P", (4, 4), k) for k in range(3)]
    for frame, shade in zip(frames, (0, 100, 200), strict=True):
        frame.putpalette([shade] * 9)
    frames[0].save(tmp_path / "in.gif", save_all=True, append_images=frames[1:])
    assert "holds 3 pictures" in refused(capsys, tmp_path / "in.gif", tmp_path / "out.png", "--filter", "sepia")


def test_program_refuses_an_absurd_size_and_says_how_to_allow_it(tmp_path, capsys):
    source = tmp_path / "in.png"
    Image.new("1", (20_001, 20_000)).save(source)
    line = refused(capsys, source, tmp_path / "out.png", "--filter", "sepia")
    memory = "has 401 megapixels, which take about 3.2 GB of memory"  # 400.02, so that 400 would not do
    assert line == f"{source} {memory}; --megapixels 401 allows that"


@pytest.mark.parametrize(("suffix", "format"), [("webp", "WEBP"), ("jp2", "JPEG2000")])
def test_program_refuses_earlier_what_takes_more_memory(tmp_path, capsys, monkeypatch, colors, suffix, format):
    source, (taken, usual) = save(tmp_path / f"in.{suffix}", colors), pictures.LARGER[format]
    assert taken * usual <= 1500 and usual < pictures.MOST  # 1.5 GB
    monkeypatch.setitem(pictures.LARGER, format, (taken, 6e-4))  # 630 pixels are more
    arguments = [source, tmp_path / "out.png", "--filter", "sepia"]
    assert "has 1 megapixels" in refused(capsys, *arguments)
    assert run(*arguments, "--megapixels", "1") == 0


def test_program_reads_more_pixels_than_pillow_likes(tmp_path, capsys, monkeypatch, colors):
    source = save(tmp_path / "in.png", colors)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    monkeypatch.setattr(pictures, "BAND", 300)  # so that a band, too, has more
    assert run(source, tmp_path / "out.png", "--filter", "sepia") == 0
    assert Image.MAX_IMAGE_PIXELS == 100  # as before


def test_program_allows_as_many_megapixels_as_it_is_told(tmp_path, capsys, colors):
    source = save(tmp_path / "in.png", colors)  # of 630 pixels
    assert "megapixels" in refused(capsys, source, tmp_path / "o.png", "--filter", "sepia", "--megapixels", "6e-4")
    assert run(source, tmp_path / "o.png", "--filter", "sepia", "--megapixels", "7e-4") == 0


def test_program_leaves_nothing_behind_when_writing_fails(tmp_path, capsys, monkeypatch, small):
    def full(self, file, **options):
        file.write(b"half a picture")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Image.Image, "save", full)
    assert "No space left on device" in refused(capsys, small, tmp_path / "out.png", "--filter", "sepia")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shape", [(1000, 1), (100, 10), (1, 1000)])
def test_program_works_in_bounded_memory(shape, monkeypatch):
    monkeypatch.setattr(pictures, "BAND", 100_000)
    peaks = []
    for times in (4, 40):
        image = Image.new("RGB", (shape[0] * 100, shape[1] * 10 * times))
        picture = pictures.Picture(image, pictures.Samples(), "RGB", None, ())
        tracemalloc.start()
        pictures.filtered(picture, FILTERS["sepia"]())
        peaks.append(tracemalloc.get_traced_memory()[1])  # of Python and NumPy, not of Pillow's two images
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0] and max(peaks) < 6 * 12 * pictures.BAND  # 12 bytes hold a pixel in float32


# ---- pictures ----


def test_plot_photographs_embeds_small_jpegs(photo):
    picture = plot_photographs({"one": photo, "two": photo[..., 0]}, "A portrait", interactive="colormatrix")
    html = picture._repr_mimebundle_()["text/html"]
    assert html.startswith('<div data-figure="colormatrix" class="interactive"><svg')
    assert html.count("data:image/jpeg;base64,") == 2 and "image/png" not in html and "pixelated" not in html
    assert len(html) < 40_000
    ET.fromstring(html)


def test_plot_photographs_says_what_it_shows(photo):
    picture = plot_photographs({"one": photo, "gray": photo[..., 0]}, "A portrait")
    assert picture.alt.startswith("A portrait, 2 times: one, mean color ")
    assert "data-figure" not in picture.svg()
