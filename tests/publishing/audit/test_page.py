from __future__ import annotations

import base64

from lumo_analysis.publishing.audit.markup import parse_html
from lumo_analysis.publishing.audit.page import read_page
from lumo_analysis.publishing.audit.page_parts import Passage

SVG = base64.b64encode(b"<svg/>").decode()
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>T 2024</title><style>p {{ top: 3px }}</style>
</head><body><header><h1>T 2024</h1></header><nav><ol><li><a href="#a">A 1</a></li></ol></nav>
<main id="main" tabindex="-1"><h2 id="a">A 1</h2><p>Text 5 <b>and</b> 6</p>
<div class="exhibit" id="x" data-raw="7"><p class="finding">Finding 8</p>
<figure><figcaption><b>Figure 1.</b> Title 9</figcaption>
<img src="data:image/svg+xml;base64,{SVG}" alt="Alt 10" width="40" height="20"></figure>
<table><caption><b>Numbers of figure 1.</b> Title 9</caption>
<tr><th scope="col">Question</th><th>Count</th></tr>
<tr><th>Row</th><td data-column="Count" title="11">12 <!-- 13 --></td></tr></table>
<p class="remark">Note 14</p><p>Stray 15</p></div>
<figure class="quote"><blockquote lang="fi"><p>Said 16</p></blockquote>
<figcaption>Whence 17</figcaption></figure>
</main><footer><p>Foot 18</p></footer><!-- last 19 --></body></html>"""


def test_the_parts_of_an_exhibit_are_told_apart():
    exhibit = read_page(PAGE).exhibits[0]
    assert (exhibit.anchor, exhibit.heading) == ("x", "A 1")
    assert (exhibit.label, exhibit.title, exhibit.name) == ("Figure 1.", "Title 9", "Figure 1")
    assert (exhibit.finding, exhibit.alt, exhibit.svg) == ("Finding 8", "Alt 10", b"<svg/>")
    assert (exhibit.headers, exhibit.rows) == (("Question", "Count"), (("Row", "12"),))
    assert exhibit.notes == ("Note 14",)
    assert exhibit.size == ("40", "20")


def test_nothing_of_a_page_is_lost():
    page = read_page(PAGE)
    extra = [passage.text for passage in page.exhibits[0].extra]
    assert extra == ["7", "11", "13", "Stray 15"]
    texts = [passage.text for passage in page.texts]
    for text in ("T 2024", "A 1", "Text 5 and 6", "Said 16", "Whence 17", "Foot 18", "last 19"):
        assert text in texts
    assert Passage("a contents entry", "A 1") in page.front
    assert page.quotes == (("Said 16", "Whence 17"),)


def test_pictures_that_are_no_drawing_are_unreadable():
    page = read_page('<div class="exhibit"><img src="data:image/png;base64,AAAA" alt=""></div>')
    assert len(page.unreadable) == 1
    damaged = '<div class="exhibit"><img src="data:image/svg+xml;base64,%%%" alt=""></div>'
    assert "damaged" in read_page(damaged).unreadable[0]


def test_unclosed_and_odd_markup_is_read_to_the_end():
    root = parse_html("<p>One<p>Two<br/>&amp; three</div><?x 4?><![CDATA[5]]><!OTHER 6>")
    assert "Two" in root.text()
    comments = [node.text() for node in root.walk() if node.tag == "!"]
    assert [text for text in comments if any(sign in text for sign in "456")] != []
