"""A folder that only its owner reads: where it is, how files in it are written and locked."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from lumo_analysis.errors import LumoError
from lumo_analysis.publishing.file_lock import lock

FOLDER = "LUMO_PRIVATE"
"""The environment variable that names the folder."""


class PrivateFolderError(LumoError):
    """A private folder that is not private, or can't be used."""


def private_folder() -> Path:
    """`LUMO_PRIVATE`, or the place for data of this user's programs.

    `PrivateFolderError` where neither is known, or where the folder lies in a git repository
    that does not ignore it.
    """
    given = os.environ.get(FOLDER)
    folder = Path(given) if given else _own_data()
    _refuse_repository(folder.absolute())
    return folder


def place_of(kind: str, output: Path, ending: str) -> Path:
    """Where something is kept of the reports in a folder, under the folder's fingerprint."""
    name = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:32]
    return private_folder() / kind / f"{name}{ending}"


def _own_data() -> Path:
    if sys.platform == "win32":
        named = os.environ.get("LOCALAPPDATA")
    else:
        named = os.environ.get("XDG_DATA_HOME")
    if named:
        return Path(named) / "lumo_analysis"
    try:
        home = Path.home()
    except RuntimeError:
        raise PrivateFolderError(
            f"this user has no home folder; name a private folder in {FOLDER}"
        ) from None
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "lumo_analysis"
    return home / ".local" / "share" / "lumo_analysis"


def git_would_publish(path: Path) -> bool:
    """Whether an absolute path lies in a git repository that does not ignore it."""
    root = next((p for p in path.parents if (p / ".git").exists()), None)
    if root is None:
        return False
    command = ["git", "-C", str(root), "check-ignore", "--quiet", str(path)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode != 0
    except OSError:
        return True


def _refuse_repository(folder: Path) -> None:
    if git_would_publish(folder / "any"):
        raise PrivateFolderError(
            f"the private folder {folder} lies in a git repository, which would publish it; "
            f"name another one in {FOLDER}"
        )


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all.

    The file is the old one or the new one at any moment, also when the machine stops.
    """
    _make_folder(path.parent)
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise _unusable(path, error) from None
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def read_private(path: Path) -> bytes | None:
    """A file's content, or None where there is none.

    `PrivateFolderError` where others than its owner could read it.
    """
    try:
        content = path.read_bytes()
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, error) from None
    if sys.platform != "win32" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise PrivateFolderError(
            f"others can read {path}; take their rights away (chmod 600) and find out who did"
        )
    return content


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, waiting for other processes that hold it.

    The system gives it back when a process ends, however it ends.
    """
    _make_folder(path.parent)
    beside = path.with_name(f".{path.name}.lock")
    try:
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unusable(beside, error) from None
    try:
        lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _unusable(folder, error) from None


def _unusable(path: Path, error: OSError) -> PrivateFolderError:
    return PrivateFolderError(
        f"can't use the private file {path}: {error.strerror}; "
        f"name a folder of your own in {FOLDER}"
    )
