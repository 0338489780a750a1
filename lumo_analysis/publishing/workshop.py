"""A run's own folder beside the reports: one run at a time, and nothing of a killed one stays."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from lumo_analysis.errors import OutputError, ReportError
from lumo_analysis.publishing.file_lock import try_lock
from lumo_analysis.publishing.placing import complete_placing, is_placing

_LOCK = "lock"
_ATTEMPTS = 20


@contextlib.contextmanager
def workshop(output: Path) -> Iterator[Path]:
    """The folder where a run makes what shall take the place of `output`, and its lock.

    What a killed run left is dealt with first: a set that was being placed is placed to its
    end, one that was not finished is removed.

    Raises:
        OutputError: another run is at work on the same folder, or it can't be written to.
        ReportError: it could no longer be written to, or the disk is full.
    """
    output = output.resolve()
    folder = workshop_folder(output)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        if output.exists() and not (output.is_dir() and os.access(output, os.W_OK)):
            raise OutputError(f"can't write in {output}: it is no folder that you may write to")
        descriptor = _locked(folder, output)
    except OSError as error:
        raise OutputError(f"can't write in {output}: {error.strerror}") from None
    try:
        complete_placing(folder, output)
        _clear(folder)
        yield folder
    except OSError as error:
        raise ReportError(f"can't write in {output}: {error.strerror}") from None
    finally:
        # A set that could not be placed to its end waits for the next run.
        waits = is_placing(folder)
        if not waits:
            _clear(folder)
        _unlock(descriptor, folder, remove=not waits)


def workshop_folder(output: Path) -> Path:
    """Beside the output, on the same file system; inside it where it can't be beside."""
    beside = output.parent
    if os.path.ismount(output) or (beside.exists() and not os.access(beside, os.W_OK)):
        return output / ".run"
    return beside / f".{output.name}.run"


def _locked(folder: Path, output: Path) -> int:
    for _ in range(_ATTEMPTS):
        # Nobody else reads what the audit has not passed yet.
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            continue
        if not try_lock(descriptor):
            os.close(descriptor)
            raise OutputError(
                f"another run is making reports in {output}; wait for its end, or name another "
                "folder with --output"
            )
        if _is_there(descriptor, folder):
            return descriptor
        os.close(descriptor)
    raise OutputError(f"other runs come and go in {output}; try again in a moment")


def _is_there(descriptor: int, folder: Path) -> bool:
    """Whether the lock is still the folder's: a run that ended may have removed it meanwhile."""
    with contextlib.suppress(OSError):
        return os.path.samestat(os.fstat(descriptor), (folder / _LOCK).stat())
    return False


def _clear(folder: Path) -> None:
    for path in list(folder.iterdir()):
        if path.name == _LOCK:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _unlock(descriptor: int, folder: Path, *, remove: bool) -> None:
    if remove and os.name == "posix":
        shutil.rmtree(folder, ignore_errors=True)
    os.close(descriptor)
    if remove and os.name != "posix":
        # There an open file can't be removed.
        shutil.rmtree(folder, ignore_errors=True)
