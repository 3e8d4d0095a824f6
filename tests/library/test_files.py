"""The one writer of files: complete or not at all, and never over what it would harm."""

import os
import re
import stat
import subprocess
import sys

import pytest

from linalg_book._files import place_for, reason, whole, writing


def names(folder):
    """What lies in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def test_whole_writes_text_as_it_is_and_bytes(tmp_path):
    with whole(tmp_path / "a.txt", encoding="utf-8-sig") as file:
        file.write("é\n1\r\n")
    with whole(tmp_path / "b.bin") as file:
        file.write(b"\x00\r\n")
    assert (tmp_path / "a.txt").read_bytes() == b"\xef\xbb\xbf\xc3\xa9\n1\r\n"
    assert (tmp_path / "b.bin").read_bytes() == b"\x00\r\n"
    assert names(tmp_path) == ["a.txt", "b.bin"]


def test_whole_shows_nothing_under_the_name_before_it_is_complete(tmp_path):
    new, old = tmp_path / "new.txt", tmp_path / "old.txt"
    old.write_text("old")
    for path in (new, old):
        with whole(path, encoding="utf-8") as file:
            file.write("half")
            file.flush()
            assert not new.exists() or path is old
            assert old.read_text() == "old"
        assert path.read_text() == "half"


def test_whole_is_on_the_disk_before_it_gets_its_name(tmp_path, monkeypatch):
    steps, replace = [], os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: steps.append(os.fstat(fd).st_size))
    monkeypatch.setattr(os, "replace", lambda *paths: steps.append("named") or replace(*paths))
    with whole(tmp_path / "a.txt", encoding="utf-8") as file:
        file.write("12345")
    assert steps == [5, "named"]


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), ValueError("no"), KeyboardInterrupt()])
@pytest.mark.parametrize("old", [True, False])
def test_whole_leaves_everything_as_it_was_after_a_failure(fault, old, tmp_path):
    path = tmp_path / "a.txt"
    if old:
        path.write_text("old")
    with pytest.raises(type(fault)), whole(path) as file:
        file.write(b"half")
        raise fault
    assert names(tmp_path) == ["a.txt"] * old
    assert not old or path.read_text() == "old"


def test_whole_leaves_everything_as_it_was_when_a_letter_cannot_be_encoded(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError), whole(path, encoding="utf-8") as file:
        file.write("long " * 10_000 + "\udc80")
    assert (names(tmp_path), path.read_text()) == (["a.txt"], "old")


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_whole_leaves_everything_as_it_was_when_the_last_steps_fail(step, tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="No space") as caught, whole(path) as file:
        file.write(b"new")
    assert caught.value.filename == str(path)
    assert (names(tmp_path), path.read_text()) == (["a.txt"], "old")


def test_whole_leaves_nothing_behind_after_ctrl_c(tmp_path):
    code = f"""
import os, signal
from linalg_book._files import whole
with whole({str(tmp_path / "a.bin")!r}) as file:
    file.write(b"half")
    os.kill(os.getpid(), signal.SIGINT)
    file.write(b"rest")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "KeyboardInterrupt" in done.stderr and names(tmp_path) == []


def test_whole_names_the_file_that_was_asked_for_and_not_the_one_beside_it(tmp_path):
    link = tmp_path / "link"
    link.symlink_to("a.txt")
    with pytest.raises(OSError) as caught, whole(link) as file:
        file.write(b"new")
        (tmp_path / "a.txt").mkdir()  # somebody was quicker
    assert (caught.value.filename, caught.value.filename2) == (str(link), None)
    assert names(tmp_path) == ["a.txt", "link"]


def test_whole_leaves_the_error_of_another_file_alone(tmp_path):
    with pytest.raises(FileNotFoundError) as caught, whole(tmp_path / "a.txt"):
        open(tmp_path / "other")
    assert caught.value.filename == str(tmp_path / "other")


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_whole_keeps_the_mode_of_a_file_and_gives_a_new_one_the_usual_mode(tmp_path):
    new, old = tmp_path / "new.txt", tmp_path / "old.txt"
    old.write_text("old")
    old.chmod(0o620)
    before = os.umask(0o027)
    try:
        for path in (new, old):
            with whole(path) as file:
                inside = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
                file.write(b"new")
            assert stat.S_IMODE(path.stat().st_mode) == inside  # never wider than at the end
    finally:
        os.umask(before)
    assert stat.S_IMODE(new.stat().st_mode) == 0o640
    assert stat.S_IMODE(old.stat().st_mode) == 0o620


def test_whole_replaces_the_file_behind_a_link_and_leaves_the_link(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("second")
    (tmp_path / "second").symlink_to(os.path.join("there", "file"))
    for content in (b"new", b"newer"):  # a link that leads nowhere yet is followed, too
        with whole(tmp_path / "link") as file:
            file.write(content)
        assert (tmp_path / "there" / "file").read_bytes() == content
    assert (tmp_path / "link").is_symlink() and (tmp_path / "second").is_symlink()
    assert names(tmp_path) == ["link", "second", "there"] and names(tmp_path / "there") == ["file"]


def test_whole_takes_a_name_as_long_as_names_go(tmp_path):
    path = tmp_path / ("é" * 125 + "a.csv")
    assert len(path.name.encode()) == 255
    with whole(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"


def test_whole_uses_another_name_beside_the_file_each_time(tmp_path):
    with whole(tmp_path / "a") as one, whole(tmp_path / "a") as other:
        one.write(b"one")
        other.write(b"other")
    assert (tmp_path / "a").read_bytes() == b"one"  # the one that was closed last
    assert names(tmp_path) == ["a"]


# ---- what may not be written over


def refused(path, error, message, **options):
    """See that neither the writer nor the look ahead of it accepts a place."""
    with pytest.raises(error, match=re.escape(message)):
        place_for(path, **options)
    with pytest.raises(error, match=re.escape(message)), whole(path, **options):
        pytest.fail("opened")


def test_a_file_that_is_read_is_not_written_over(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("old")
    (tmp_path / "link.csv").symlink_to(source)
    os.link(source, tmp_path / "hard.csv")
    for name in ("in.csv", "link.csv", "hard.csv"):
        for never in ([source], [tmp_path / "no", str(source)]):
            refused(tmp_path / name, ValueError, f"{tmp_path / name}: it is read here", never=never)
    assert source.read_text() == "old"


def test_a_folder_is_not_written_over(tmp_path):
    refused(tmp_path, ValueError, f"{tmp_path}: it is a folder")


@pytest.mark.skipif(os.name == "nt", reason="devices and FIFOs are those of POSIX")
def test_a_device_and_a_fifo_are_not_written_over(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to(os.devnull)
    for path in (os.devnull, tmp_path / "fifo", tmp_path / "link"):
        refused(path, ValueError, f"{path}: it is no ordinary file")
    assert stat.S_ISFIFO((tmp_path / "fifo").stat().st_mode)


def test_a_file_that_nobody_may_write_is_not_written_over(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o444)
    refused(path, PermissionError, "it is read-only")
    assert path.read_text() == "old"


def test_a_folder_that_is_read_only_is_named_and_not_the_part_of_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: os.fspath(path) != str(tmp_path))  # root may write anywhere
    refused(tmp_path / "a.txt", PermissionError, f"the folder {tmp_path} is read-only")
    with pytest.raises(PermissionError) as caught:
        place_for(tmp_path / "a.txt")
    assert caught.value.filename == str(tmp_path / "a.txt")


def test_a_folder_must_be_there(tmp_path):
    path = tmp_path / "no" / "a.txt"
    refused(path, FileNotFoundError, f"there is no folder {tmp_path / 'no'}")
    (tmp_path / "no").write_text("a file")
    refused(path, FileNotFoundError, f"there is no folder {tmp_path / 'no'}")


# ---- what is said of it


def test_reason_leaves_number_and_file_out():
    assert reason(OSError(28, "No space left on device", "a.csv")) == "No space left on device"


@pytest.mark.parametrize("error", [ValueError("a.png: it is a folder"), OSError(2, "it is a folder", "a.png")])
def test_writing_says_that_a_file_cannot_be_written(error):
    with pytest.raises(ValueError, match=r"^cannot write a.png: it is a folder$"), writing("a.png"):
        raise error
