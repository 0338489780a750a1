"""A report as one self-contained HTML page: no script, no request, read by any browser.

The page is made from the blocks' data by one template in which everything is escaped, so
no text of a notebook can become markup. `jupyter nbconvert --to lumo-html` works too.
"""

from __future__ import annotations

import base64
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters import Exporter, HTMLExporter
from nbformat import NotebookNode
from traitlets import default

from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.blocks import report_blocks
from lumo_analysis.publishing.style import TEMPLATES, content_security_policy, stylesheet


class LumoHTMLExporter(HTMLExporter):
    """Exports an executed notebook of lumo blocks as accessible HTML.

    >>> LumoHTMLExporter().output_mimetype
    'text/html'
    """

    export_from_notebook = "Report (HTML)"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "lumo"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True
        environment.trim_blocks = True
        environment.lstrip_blocks = True
        return environment

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page as text, and nbconvert's resources.

        Raises:
            ReportError: What `report_blocks` refuses.
        """
        # nbconvert's preprocessors first: `--execute` is one of them.
        notebook, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        front, *blocks = report_blocks(notebook)
        wording = Wording(front["language"])
        style = stylesheet("report")
        resources["lumo"] = {
            "front": front,
            "blocks": blocks,
            "contents": _contents(blocks),
            "style": Markup(style),
            "policy": content_security_policy(style),
            "source_of": _picture_source,
            "words": {
                "skip": wording.say("Skip to content"),
                "contents": wording.say("Contents"),
                "numbers": wording.say("Numbers of the figure as a table"),
                "about": wording.say("About this report"),
                "made": wording.say(
                    "The report was made from the notebook {notebook}.", notebook=front["notebook"]
                ),
            },
        }
        # HTMLExporter would parse and rewrite the finished page; ours needs no mending.
        page: str = self.template.render(nb=notebook, resources=resources)
        return page.rstrip() + "\n", resources


def _picture_source(picture: dict[str, Any]) -> str:
    """The picture as a data address; base64, so that no byte of it is read as markup."""
    if "svg" in picture:
        content = base64.b64encode(picture["svg"].encode()).decode()
        return f"data:image/svg+xml;base64,{content}"
    return f"data:{picture['mime']};base64,{''.join(picture['data'].split())}"


def _contents(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sections, each with its subsections."""
    sections: list[dict[str, Any]] = []
    for block in blocks:
        if block["kind"] == "heading" and block["listed"]:
            entry = {"text": block["text"], "anchor": block["anchor"], "parts": []}
            (sections if block["level"] == 2 else sections[-1]["parts"]).append(entry)
    return sections
