"""Finds a font with Chinese characters, and writes English where a character cannot be drawn: never boxes.

The font shipped by a package comes first, so that figures are the same on every machine; then the fonts installed.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

PACKAGED_FONT = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")  # SIL Open Font License 1.1
INSTALLED_FONTS = (
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "Hiragino Sans GB", "Heiti SC", "SimHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Sans CJK JP",
    "Droid Sans Fallback", "Arial Unicode MS", "SimSun",
)  # fmt: skip
LATIN_FONT = "DejaVu Sans"  # comes with matplotlib
NO_FONT = "Chinese labels are in English: no Chinese font was found; the package pylopdf-fonts-zh-cn brings one."


class Lettering:
    """The fonts of one figure and its language; remembers whether a Chinese label had to be replaced."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.chinese_font = find_chinese_font()
        self.families = [*([self.chinese_font] if self.chinese_font else []), LATIN_FONT]
        self.replaced: set[str] = set()

    def write(self, english: str, chinese: str) -> str:
        """Give the label in the figure's language; English where the fonts lack a character of the Chinese."""
        if self.language == "zh" and chinese:
            if self.can_draw(chinese):
                return chinese
            self.replaced.add(chinese)
        return "".join(letter if self.can_draw(letter) else "?" for letter in english)

    def can_draw(self, text: str) -> bool:
        """Tell whether every character of the text has a glyph in one of the fonts."""
        known = [read_characters(family) for family in self.families]
        return all(letter.isspace() or any(ord(letter) in letters for letters in known) for letter in text)

    def explain(self) -> str:
        """Say what was replaced and why, or nothing."""
        if not self.replaced:
            return ""
        if not self.chinese_font:
            return NO_FONT
        return f"{len(self.replaced)} labels are in English: {self.chinese_font} lacks a character of their Chinese."


@cache
def find_chinese_font() -> str | None:
    """Name a font with Chinese characters that matplotlib can use from now on, or None."""
    return add_packaged_font() or find_installed_font()


def add_packaged_font() -> str | None:
    """Make the font that comes as a Python package known to matplotlib and name it, or None if it is not installed."""
    from matplotlib.font_manager import FontProperties, fontManager

    package, name = PACKAGED_FONT
    try:
        path = files(package) / name
    except ImportError:
        return None
    if not path.is_file():
        return None
    fontManager.addfont(str(path))
    return FontProperties(fname=str(path)).get_name()


def find_installed_font() -> str | None:
    """Name the first of the known Chinese fonts that this machine has, or None."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return next((name for name in INSTALLED_FONTS if name in installed), None)


@cache
def read_characters(family: str) -> frozenset[int]:
    """Give the code points for which a font has a glyph."""
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont(family)).get_charmap())
