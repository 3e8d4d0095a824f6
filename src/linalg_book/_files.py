"""The one writer of files: whole, or not at all, and never over what it would harm."""

import contextlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def whole(
    path: str | os.PathLike, *, encoding: str | None = None, never: Iterable[str | os.PathLike] = ()
) -> Iterator[IO]:
    """Open a file, for bytes or for text, that stands under its name once it is complete; else nothing has changed.

    `place_for` says what it is not written over.  An existing file keeps its mode; an error of the system names
    ``path``, and not the file beside it that holds the parts until then.
    """
    target = place_for(path, never=never)
    part = target.with_name(f".{secrets.token_hex(8)}.part")  # short: the name of the file may be as long as names go
    try:
        with open(part, "xb") if encoding is None else open(part, "x", encoding=encoding, newline="") as file:
            if target.exists():
                shutil.copymode(target, part)  # before anything is in it that others may not read
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    except OSError as error:
        if error.errno is not None and (error.filename is None or os.fspath(error.filename) == str(part)):
            error.filename, error.filename2 = os.fspath(path), None
        raise
    finally:
        part.unlink(missing_ok=True)


def place_for(path: str | os.PathLike, *, never: Iterable[str | os.PathLike] = ()) -> Path:
    """Return where a file is written, behind all links; refuse what it would harm.

    That is a file of ``never``, which is read here; what is no ordinary file; and what nobody may write, not even root.
    """
    path = os.fspath(path)
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise FileNotFoundError(2, f"there is no folder {Path(path).parent}", path)
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise PermissionError(13, f"the folder {Path(path).parent} is read-only", path)
    try:
        there = target.stat()
    except FileNotFoundError:
        return target
    if stat.S_ISDIR(there.st_mode):
        raise ValueError(f"{path}: it is a folder")
    if not stat.S_ISREG(there.st_mode):
        raise ValueError(f"{path}: it is no ordinary file")
    if any(os.path.exists(source) and os.path.samefile(target, source) for source in never):
        raise ValueError(f"{path}: it is read here; give another name, so that the original survives")
    if not (there.st_mode & 0o222 and os.access(target, os.W_OK)):
        raise PermissionError(13, "it is read-only", path)
    return target


def reason(error: BaseException) -> str:
    """Return what an error says; of an error of the system, what it means, without its number and its file."""
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    if isinstance(error, FloatingPointError):
        return f"the numbers are too large: {error}"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say of what goes wrong that a file cannot be written."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise ValueError(f"cannot write {path}: {reason(error).removeprefix(f'{path}: ')}") from None
