"""How a complete new set of reports takes the place of the former one.

The new set is whole before anything moves: pages, reports made now, reports kept, and files
that are not ours. Then its folder and the former one exchange their names, in one step, so
that a reader meets either set and never a mixture, also when the machine stops.

Where folders can't be exchanged (Windows, a mounted folder, the folder that a command runs in)
the files are moved one by one after a journal is written. The pages that link the reports
are taken away first and put back last, so that nobody enters a half-placed set by them; a
run that finds a journal moves the rest first.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from lumo_analysis.errors import OutputError
from lumo_analysis.publishing.exchange import exchange
from lumo_analysis.publishing.manifest import NAME, replace_file

NEW = "new"
_JOURNAL = "journal.json"
_PAGE = re.compile(r"index(\.[a-z]{2})?\.html")
_MOST_FOREIGN = 1000


def carry(names: Iterable[str], source: Path, target: Path) -> None:
    """Let files of one folder stand in another too, as links where that is possible."""
    for name in names:
        place = target / name
        if place.exists() or place.is_symlink():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source / name, place, follow_symlinks=False)
        except (OSError, NotImplementedError):
            shutil.copy2(source / name, place, follow_symlinks=False)


def foreign_files(output: Path, known: frozenset[str]) -> list[str]:
    """The files of a folder that are no reports and no pages of ours; they stay as they are.

    `OutputError` where there are so many that the folder is surely not one for reports.
    """
    found = [name for name in _files(output) if name not in known and not is_page(name)]
    if len(found) > _MOST_FOREIGN:
        raise OutputError(
            f"{output} holds {len(found):,} files that are no reports; name a folder for "
            "reports alone with --output"
        )
    return found


def is_page(name: str) -> bool:
    """Whether a name is that of the manifest, or of a page that links the reports."""
    return name == NAME or _PAGE.fullmatch(name) is not None


def place(folder: Path, output: Path, gone: Iterable[str]) -> None:
    """Let the set in `folder`/new take the place of `output`; `gone` are files to be removed.

    `OSError` where a move failed. Then the former set is in place, or a journal that the next
    run completes.
    """
    new = folder / NEW
    _to_disk(new)
    if output.is_dir() and not _can_exchange(folder, output):
        _place_by_journal(folder, output, gone)
        return
    if not output.is_dir():
        _shared(new)
        new.rename(output)
    else:
        shutil.copystat(output, new)
        try:
            exchange(new, output)
        except OSError:
            _place_by_journal(folder, output, gone)
            return
        # Somebody may have put a file there in the last moment.
        removed = frozenset(gone)
        carry([n for n in _files(new) if n not in removed and not is_page(n)], new, output)
    _folder_to_disk(output.parent)


def is_placing(folder: Path) -> bool:
    """Whether a run was stopped while it moved files."""
    return (folder / _JOURNAL).is_file()


def complete_placing(folder: Path, output: Path) -> None:
    """Move the rest of a set whose placing was stopped, if one was."""
    if not is_placing(folder):
        return
    gone = json.loads((folder / _JOURNAL).read_text(encoding="utf-8"))
    new = folder / NEW
    # The manifest moves last: where it is gone, all is in place.
    if (new / NAME).is_file():
        pages = sorted(filter(is_page, _files(new)), key=lambda name: (name == NAME, name))
        for name in [*pages, *gone]:
            (output / name).unlink(missing_ok=True)
        for name in [name for name in _files(new) if not is_page(name)] + pages:
            _move(new / name, output / name)
    (folder / _JOURNAL).unlink()


def _place_by_journal(folder: Path, output: Path, gone: Iterable[str]) -> None:
    old_pages = {path.name for path in output.iterdir() if is_page(path.name)}
    gone = {*gone, *(name for name in old_pages if not (folder / NEW / name).is_file())}
    replace_file(folder / _JOURNAL, json.dumps(sorted(gone)).encode())
    complete_placing(folder, output)


def _can_exchange(folder: Path, output: Path) -> bool:
    """A folder that a command runs in must stay the same one, whatever it holds."""
    with contextlib.suppress(OSError):
        return not folder.is_relative_to(output) and not Path.cwd().is_relative_to(output)
    return False


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        replace_file(target, source.read_bytes())
        source.unlink()


def _files(folder: Path) -> list[str]:
    """The files and links below a folder by their paths in it, without a run's own folder."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() or path.is_symlink())
    names = (path.relative_to(folder).as_posix() for path in found)
    return [name for name in names if not name.startswith(".run/")]


def _shared(folder: Path) -> None:
    """Rights of a folder as any new one has them; a run's own is closed to others."""
    mask = os.umask(0)
    os.umask(mask)
    folder.chmod(0o777 & ~mask)


def _to_disk(folder: Path) -> None:
    """New files reach the disk before their names do; kept ones are there already."""
    if os.name != "posix":
        return
    for path in folder.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            _folder_to_disk(path)
        elif path.is_file() and not path.is_symlink() and path.stat().st_nlink == 1:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _folder_to_disk(folder)


def _folder_to_disk(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems know no such thing.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
