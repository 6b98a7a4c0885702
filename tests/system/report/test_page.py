"""The page as a browser shows it, in both languages: nothing is cut, boxed or fetched, and every figure is told in words."""

import base64
import html
import io
import json
import re

import pytest
from fontTools.ttLib import TTFont

from simulator.report.brief.page import SECTIONS

MOST_BYTES = 8_000_000
POLICY = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'"
LISTEN = (
    "<script>const refused = []; "
    "document.addEventListener('securitypolicyviolation', event => refused.push(event.blockedURI));</script>"
)
# Looks for text that is wider than its place, or stands out of the page, and for places that scroll when they need not.
LOOK = """<script>document.fonts.ready.then(() => new Promise(done => setTimeout(done, 500))).then(() => {
  const cut = [], wide = document.documentElement.clientWidth;
  const inside = element => element.closest('.scroll, figure.wide');
  const told = 'h1, h2, h3, p, a, td, th, dt, dd, figcaption, caption, .maps span';
  for (const element of document.querySelectorAll(told)) {
    const box = element.getBoundingClientRect();
    if (!inside(element) && (box.right > wide + 1 || box.left < -1)) cut.push('out: ' + element.textContent.slice(0, 40));
    if (element.clientWidth && element.scrollWidth > element.clientWidth + 1) cut.push('cut: ' + element.textContent.slice(0, 40));
  }
  for (const text of document.querySelectorAll('svg.map text')) {
    const box = text.getBoundingClientRect(), map = text.closest('svg').getBoundingClientRect();
    if (box.left < map.left - 1 || box.right > map.right + 1) cut.push('map: ' + text.textContent);
  }
  const images = [...document.images].filter(image => !image.complete || !image.naturalWidth).length;
  const fonts = [...document.fonts].filter(font => font.status == 'loaded').map(font => font.family);
  const fetched = performance.getEntriesByType('resource').map(entry => entry.name).filter(name => !name.startsWith('data:'));
  const scrolls = document.documentElement.scrollWidth > wide + 1;
  document.body.innerHTML = '';
  document.body.setAttribute('data-found', JSON.stringify({cut, images, fonts, wide, refused, fetched, scrolls}));
});</script>"""

# Fills the score card up to seven scenarios with copies of the last, and says by how much it is wider than its place.
WIDEN = """<script>document.fonts.ready.then(() => {
  const card = document.querySelector('table.card');
  for (const row of card.rows) while (row.cells.length < 10) row.append(row.lastElementChild.cloneNode(true));
  const over = card.parentElement.scrollWidth - card.parentElement.clientWidth, columns = card.rows[0].cells.length;
  document.body.innerHTML = '';
  document.body.setAttribute('data-found', `${columns} ${over}`);
});</script>"""


@pytest.fixture(params=["en", "zh", "real"])
def brief(made_up, real, request):
    """Each of the briefs."""
    return real if request.param == "real" else made_up[request.param]


@pytest.fixture(params=[(1366, 900), (500, 844)], ids=["laptop", "phone"])
def window(request):
    """The size of a window; a browser without a screen makes none narrower than 500."""
    return request.param


def test_nothing_is_cut_missing_or_fetched_in_a_browser(brief, window, browse, tmp_path):
    assert brief.page.count(POLICY) == 1, "the page itself forbids every request"
    page = brief.page.replace(POLICY, f"{POLICY}; script-src 'unsafe-inline'").replace("<style>", f"{LISTEN}<style>", 1)
    copy = tmp_path / "page.html"
    copy.write_text(page.replace("</body>", f"{LOOK}</body>"), encoding="utf-8")
    said = browse(copy, f"--window-size={window[0]},{window[1]}", "--virtual-time-budget=5000", "--dump-dom")
    found = json.loads(html.unescape(re.search(r'data-found="([^"]*)"', said).group(1)))
    assert found["cut"] == [] and not found["scrolls"]
    assert found["images"] == 0 and found["fonts"] == ["Brief"] and found["wide"] <= window[0]
    assert found["refused"] == [] and found["fetched"] == [], "the page asked for something"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_seven_scenarios_stand_side_by_side_on_a_laptop(made_up, language, browse, tmp_path):
    """At 1200 dots, less the bar by which the page scrolls, nothing of the score card is out of sight."""
    page = made_up[language].page.replace(POLICY, f"{POLICY}; script-src 'unsafe-inline'")
    copy = tmp_path / "page.html"
    copy.write_text(page.replace("</body>", f"{WIDEN}</body>"), encoding="utf-8")
    said = browse(copy, "--window-size=1185,900", "--virtual-time-budget=5000", "--dump-dom")
    columns, over = (int(word) for word in re.search(r'data-found="(\d+) (-?\d+)"', said).groups())
    assert columns == 3 + 7 and over <= 1


def test_a_request_would_be_noticed(brief, browse, tmp_path):
    page = brief.page.replace(POLICY, f"{POLICY}; script-src 'unsafe-inline'").replace("<style>", f"{LISTEN}<style>", 1)
    copy = tmp_path / "page.html"
    copy.write_text(
        page.replace("</main>", '<img src="https://example.invalid/a.png" alt=""></main>').replace("</body>", f"{LOOK}</body>"),
        encoding="utf-8",
    )
    said = browse(copy, "--virtual-time-budget=5000", "--dump-dom")
    found = json.loads(html.unescape(re.search(r'data-found="([^"]*)"', said).group(1)))
    assert found["refused"] == ["https://example.invalid/a.png"] and found["images"] == 1


def test_the_page_prints_on_a4(brief, browse, tmp_path):
    path = tmp_path / "brief.pdf"
    browse(brief.path, f"--print-to-pdf={path}", "--no-pdf-header-footer")
    sizes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", path.read_bytes())
    assert 4 <= len(sizes) <= 14
    assert all(abs(float(width) - 595) < 2 and abs(float(height) - 842) < 2 for width, height in sizes)


def test_every_sign_of_the_page_is_in_its_typeface(brief):
    data = re.search(r"base64,([^)\"]+)\) format", brief.page).group(1)
    known = set(TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap())
    bare = re.sub(r"<style>.*?</style>|base64,[^\")]+", "", brief.page, flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]*>", "", bare))
    assert len(text) > 3000
    assert {sign for sign in text if not sign.isspace() and ord(sign) not in known} == set()


def test_figures_are_told_in_words(brief):
    read = brief.read()
    images = read.of("img")
    assert len(images) >= 5
    for image in images:
        assert len(image["alt"]) > 30 and re.search("[:：]", image["alt"])
        assert bool(re.search("[\u4e00-\u9fff]", image["alt"])) == (brief.language == "zh")
    assert all(svg.get("aria-label") or svg.get("aria-hidden") for svg in read.of("svg"))


def test_the_page_stands_alone_and_is_small(brief):
    assert brief.path.stat().st_size < MOST_BYTES
    bare = re.sub(r"base64,[^\")]+", "", brief.page)
    assert re.findall(r"(?:src|href)=\"(?!data:|#)[^\"]*\"|https?://(?!www\.w3\.org)|@import|<script|<link", bare) == []


def test_sections_are_there_and_linked(brief):
    ids = {each.get("id") for each in brief.read().of("section")}
    links = {each["href"].removeprefix("#") for each in brief.read().of("a")}
    assert links == ids == set(SECTIONS)


def test_a_made_up_region_says_so_and_has_tiles(made_up, real):
    assert "SYNTHETIC" in made_up["en"].page and "SYNTHETIC" in made_up["zh"].page
    assert "SYNTHETIC" not in real.page


def test_the_page_is_the_same_twice(made_up, tmp_path, capsys):
    from simulator.__main__ import main

    command = json.loads((made_up["en"].folder / "manifest.json").read_text(encoding="utf-8"))["overrides"]
    words = [word if not word.startswith("out=") else f"out={tmp_path / 'again'}" for word in command]
    assert main([word.replace("'", "") for word in words]) == 0
    again = (tmp_path / "again" / "brief.html").read_text(encoding="utf-8")
    place = re.compile(r"<code>.*?</code>")
    assert place.sub("", again) == place.sub("", made_up["en"].page)


def test_figures_are_written_for_papers_and_slides(made_up):
    names = {path.name for path in (made_up["zh"].folder / "figures").iterdir()}
    for figure in (
        "headline",
        "pathways",
        "levers",
        "services",
        "money",
        "influences",
        "map_urban_share_2030",
        "map_change_registered_share_2030",
    ):
        assert {f"{figure}.{form}" for form in ("svg", "pdf", "png")} <= names
    assert not (made_up["en"].folder / "figures").exists()
