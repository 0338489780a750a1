"""The index and the manifest: sizes of files and of surveys, fingerprints, and no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.accounts import Books, Reason
from lumo_analysis.publishing.audit.folder import Folder, sizes_of
from lumo_analysis.publishing.audit.page import Passage, read_page
from lumo_analysis.publishing.audit.passages import PassageReader
from lumo_analysis.publishing.audit.survey_context import SurveyContext

_HEXADECIMAL = re.compile(r"[0-9a-f]{12,64}")
_OWN = frozenset({"survey", "region", "place", "notebook", "language", "status", "failure"})
_OWN |= {"synthetic", "files", "inputs", "code", "versions"}
"""What an entry of the manifest has beside texts of the report."""
_PATH = re.compile(r"[\w./-]+")


def read_index(
    content: str, folder: Folder, contexts: Mapping[str, SurveyContext], books: Books
) -> list[str]:
    """Enter an index page's numbers in the books; all its texts, for the search of words."""
    page = read_page(content)
    words = Wording(page.language)
    own = _own_texts(folder, words)
    places = {(str(e["survey"]), str(e["region"])) for e in folder.manifest.values()}
    places |= {(survey, ALL) for survey in contexts}
    readers = [
        _reader(contexts[survey], page.language, region)
        for survey, region in sorted(places)
        if survey in contexts
    ]
    for passage in page.texts:
        if passage.text in own or _is_address(passage.text, folder):
            books.enter_all(passage.text, Reason.HARMLESS)
            continue
        tried = [_entered(reader, passage) for reader in readers]
        best = min(tried, key=lambda one: len(one.unaccounted), default=Books())
        books.counted.update(best.counted)
        books.unaccounted += best.unaccounted
    return [text for place, text in page.texts if place != "the style element"]


def _own_texts(folder: Folder, words: Wording) -> set[str]:
    """Sizes of files, and why reports failed."""
    sizes = {words.say("{n} kB", n=words.number(size)) for size in sizes_of(folder.manifest)}
    return sizes | {str(entry["failure"]) for entry in folder.manifest.values()}


def _is_address(text: str, folder: Folder) -> bool:
    """Whether a text is the address of a file, or names places of the page."""
    anchors = {str(entry["survey"]) for entry in folder.manifest.values()}
    for entry in folder.manifest.values():
        anchors.add(f"{entry['survey']}-{entry['region']}-{entry['notebook']}")
    paths = {
        str(file["path"]) for entry in folder.manifest.values() for file in entry["files"].values()
    }
    parts = [part.removeprefix("#").removesuffix(".table") for part in text.split()]
    return bool(_PATH.match(text.removeprefix("#"))) and all(
        part in anchors or part in paths for part in parts
    )


def _reader(context: SurveyContext, language: str, region: str) -> PassageReader:
    vocabulary, harmless = context.language(language)
    return PassageReader(vocabulary, harmless, context.truth, region, Books())


def _entered(reader: PassageReader, passage: Passage) -> Books:
    """The books of one text by itself."""
    reader.books = Books()
    reader.enter(passage)
    return reader.books


def faults_of_manifest(folder: Folder, contexts: Mapping[str, SurveyContext]) -> Iterator[str]:
    """What the manifest holds beside what it has to."""
    readers: dict[tuple[str, str, str], PassageReader] = {}
    for stem, entry in sorted(folder.manifest.items()):
        survey, language, region = (str(entry[n]) for n in ("survey", "language", "region"))
        if survey not in contexts:
            continue
        key = survey, language, region
        if key not in readers:
            readers[key] = _reader(contexts[survey], language, region)
        for place, text in _texts({k: v for k, v in entry.items() if k not in _OWN}, ""):
            start = contexts[survey].survey.questionnaire.collected.start
            if _HEXADECIMAL.fullmatch(text) or (place == "date" and text == start):
                continue
            for fault in _entered(readers[key], Passage(place, text)).unaccounted:
                yield f"{stem}: {fault}"
        for _, text in _texts({k: entry[k] for k in ("inputs", "code")}, ""):
            if not _HEXADECIMAL.fullmatch(text):
                yield f"{stem}: a fingerprint that is none"


def _texts(value: Any, key: str) -> Iterator[Passage]:
    """Every text and number of a JSON value, with the name it stands under."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, str(name))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part, key)
    elif value is not None and not isinstance(value, bool):
        yield Passage(key, value if isinstance(value, str) else json.dumps(value))
