"""The page's own typeface: the packaged font cut down to the characters that the page uses, written into the page."""

from __future__ import annotations

import base64
import io
import logging
from importlib.resources import files

from simulator.report.fonts.chinese_font import PACKAGED_FONT

ALWAYS = "".join(chr(code) for code in range(0x20, 0x7F)) + "–—−≥≤±²·✓×…"


def embed_font(text: str) -> str:
    """The font as a data address, with every character of the text that it has; nothing without the packaged font."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        data = (files(PACKAGED_FONT[0]) / PACKAGED_FONT[1]).read_bytes()
    except (ImportError, FileNotFoundError):
        return ""
    font = TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False)
    options = Options(layout_features=["kern"], name_IDs=[1, 2, 13], hinting=False, desubroutinize=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(text=text + ALWAYS)
    subsetter.subset(font)
    font.flavor = "woff"
    written = io.BytesIO()
    font.save(written)
    return "data:font/woff;base64," + base64.b64encode(written.getvalue()).decode()
