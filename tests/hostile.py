"""Texts that try to be more than text, for every place where a report shows one."""

from __future__ import annotations

# What a script sets if it ever runs; the browser tests look for it.
_RUN = "window.pwned=1"

PAYLOADS: dict[str, str] = {
    "script": f"<script>{_RUN}</script>",
    "end of the style sheet": f"</style><script>{_RUN}</script>",
    "end of the head": f'</title></head><body onload="{_RUN}">',
    "attribute in double quotes": f'" autofocus tabindex=0 onfocus="{_RUN}" x="',
    "attribute in single quotes": f"' onmouseover='{_RUN}",
    "broken picture": f"<img src=x onerror={_RUN}>",
    "remote picture": '<img src="https://example.org/pixel.png" alt="">',
    "remote style": "<link rel=stylesheet href=//example.org/a.css><style>@import 'b.css'</style>",
    "style rule": "} * { display: none } body { background: url(https://example.org/c.png) } {",
    "script address": f'<a href="javascript:{_RUN}">more</a>',
    "Markdown link and picture": f"[more](javascript:{_RUN}) ![](https://example.org/d.png)",
    "page as an address": f'<iframe src="data:text/html,<script>parent.{_RUN}</script>"></iframe>',
    "drawing": f"<svg onload={_RUN}><foreignObject><body onload={_RUN}></foreignObject></svg>",
    "end of character data": f"]]><script>{_RUN}</script><![CDATA[",
    "end of a comment": f"--><script>{_RUN}</script><!--",
    "entities": "&lt;script&gt; &amp;amp; &#60;b&#62; &nbsp;",
    "refresh": '<meta http-equiv=refresh content="0;url=https://example.org/"><base href=//e.org>',
    "form": "<form action=https://example.org><button autofocus>Send</button></form>",
    "heading of HTML": "<h1>Forged</h1><h2>Forged</h2></main></body>",
    "heading of Markdown": "# Forged\n\n## Forged\n\n---",
    "heading of Typst": "= Forged\n== Forged",
    "code of Typst": '#panic("x") #import "@preview/x:1.0.0": * #image("/etc/passwd") // /* */',
    "label of Typst": "@ref <label> #link(\"https://example.org\")[x] \\ ~ -- ... 'q'",
    "mathematics": "$x^2$ $$ \\sum $$ \\(x\\) \\[x\\]",
    "template": "{{ 7*7 }} {% include '/etc/passwd' %} ${7*7} <%= 7*7 %> %s {0} {n}",
    "formula": '=HYPERLINK("https://example.org","more")',
    "command formula": "+cmd|' /C calc'!A0",
    "sum formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "workbook codes": "&A&[Tab] _x0041_ 'Sheet1'!A1",
    "right-to-left override": "\u202egnp.eliforp\u202c \u2067evil\u2069",
    "Hebrew and Arabic": "שלום עולם, مرحبا بالعالم",
    "without width": "a\u200bb\u200dc\u2060d\ufeffe\u00adf",
    "emoji": "👍🏽 👨‍👩‍👧 🇫🇮",
    "Chinese, Japanese and Korean": "漢字かな한국어",
    "combining marks": "Z\u0351\u036ba\u0310\u0304l\u0352go a\u0308iti",
    "long word": "kumppanuustyöskentely" * 40,
}
