"""Two hands for one mathematics: HTML that opens without a network, and LaTeX for Markdown."""

from __future__ import annotations

import re
from html import escape

from simulator.documentation.typeset import Hand

# A call of so few letters is not broken at the end of a line.
TAG, UNBROKEN = re.compile(r"<[^>]*>"), 44
GUARD = "nothing where there is nothing below"


def plain_number(value: float) -> tuple[str, int]:
    """A number as people write it: digits, and the power of ten that multiplies them."""
    digits, _, power = f"{value:g}".partition("e")
    return (digits, int(power)) if power else (digits, 0)


class Html(Hand):
    """HTML, set by the style sheet: every word can be a link, and a long line breaks between its words."""

    times, minus, plus, stroke = (f' <span class="o">{sign}</span>&nbsp;' for sign in ("×", "−", "+", "/"))
    negative = "−"
    guarded_stroke = f' <span class="o" title="{GUARD}">/<sub>0</sub></span>&nbsp;'

    def number(self, value: float) -> str:
        digits, power = plain_number(value)
        if not power:
            return f'<span class="n">{digits}</span>'
        return f'<span class="n">{"" if digits == "1" else digits + " × "}10<sup>{power}</sup></span>'.replace("<sup>-", "<sup>−")

    def fence(self, inner: str) -> str:
        tall = " tall" if 'class="frac' in inner else ""
        return f'<span class="b{tall}">(</span>{inner}<span class="b{tall}">)</span>'

    def fraction(self, top: str, bottom: str, guarded: bool = False) -> str:
        kind, title = (" guarded", f' title="{GUARD}"') if guarded else ("", "")
        return f'<span class="frac{kind}"{title}><span>{top}</span><span class="s"> / </span><span>{bottom}</span></span>'

    def power(self, base: str, exponent: str) -> str:
        return f"{base}<sup>{exponent}</sup>"

    def root(self, inner: str) -> str:
        return f'<span class="o">√</span><span class="root">{inner}</span>'

    def call(self, word: str, *parts: str) -> str:
        call = f'<span class="f">{escape(word)}</span>{self.fence(", ".join(parts))}'
        return f'<span class="nb">{call}</span>' if len(TAG.sub("", call)) <= UNBROKEN else call

    def clip(self, inner: str, low: str, high: str) -> str:
        tall = " tall" if 'class="frac' in inner else ""
        return (
            f'<span class="b{tall}">[</span>{inner}<span class="b{tall}">]</span>'
            f'<span class="limits"><span>{high}</span><span>{low}</span></span>'
        )

    def cases(self, condition: str, yes: str, no: str) -> str:
        stacked = " stacked" if len(TAG.sub("", condition)) > UNBROKEN else ""
        return (
            f'<span class="cases{stacked}"><span>{yes}</span><span class="if">if {condition}</span>'
            f'<span>{no}</span><span class="if">otherwise</span></span>'
        )

    def smooth(self, inner: str, sharpness: str) -> str:
        return f'<span class="f">smin</span><sub>{sharpness}</sub>{self.fence(inner)}'

    def compare(self, left: str, sign: str, right: str) -> str:
        return f'{left} <span class="o">{escape(sign)}</span> {right}'

    def euler(self) -> str:
        return '<span class="f">e</span>'

    def letter(self, letter: str, below: str = "") -> str:
        style = "f" if letter in ("d", "Δ") else "i"
        return f'<span class="{style}">{letter}</span>' + (f"<sub>{below}</sub>" if below else "")

    def add_up(self, below: str, inner: str) -> str:
        return f'<span class="sum"><span>∑</span><span>{below}</span></span> {inner}'

    def say(self, text: str) -> str:
        return f'<span class="say">{escape(text)}</span>'

    def index(self, inner: str, *indices: str) -> str:
        gap = "&nbsp;" if "<sub>" in inner else ""
        return f"{inner}<sub>{gap}{', '.join(indices)}</sub>"


class Latex(Hand):
    """LaTeX for Markdown readers that set mathematics."""

    times, minus, plus, stroke = r" \times ", " - ", " + ", " / "
    negative = "-"
    guarded_stroke = " /_0 "
    COMPARED = {"≤": r"\le", "≥": r"\ge", "≠": r"\ne"}

    def number(self, value: float) -> str:
        digits, power = plain_number(value)
        return digits if not power else ("" if digits == "1" else digits + r" \times ") + f"10^{{{power}}}"

    def fence(self, inner: str) -> str:
        return rf"\left({inner}\right)"

    def fraction(self, top: str, bottom: str, guarded: bool = False) -> str:
        return rf"\left[\frac{{{top}}}{{{bottom}}}\right]_0" if guarded else rf"\frac{{{top}}}{{{bottom}}}"

    def power(self, base: str, exponent: str) -> str:
        return f"{{{base}}}^{{{exponent}}}"

    def root(self, inner: str) -> str:
        return rf"\sqrt{{{inner}}}"

    def call(self, word: str, *parts: str) -> str:
        known = {"ln": r"\ln", "exp": r"\exp", "min": r"\min", "max": r"\max", "Λ": r"\Lambda"}
        return known.get(word, rf"\operatorname{{{word}}}") + self.fence(", ".join(parts))

    def clip(self, inner: str, low: str, high: str) -> str:
        return rf"\left[{inner}\right]_{{{low}}}^{{{high}}}"

    def cases(self, condition: str, yes: str, no: str) -> str:
        return rf"\begin{{cases}} {yes} & \text{{if }} {condition} \\ {no} & \text{{otherwise}} \end{{cases}}"

    def smooth(self, inner: str, sharpness: str) -> str:
        return rf"\operatorname{{smin}}_{{{sharpness}}}" + self.fence(inner)

    def compare(self, left: str, sign: str, right: str) -> str:
        return f"{left} {self.COMPARED.get(sign, sign)} {right}"

    def euler(self) -> str:
        return "e"

    def letter(self, letter: str, below: str = "") -> str:
        text = {"d": r"\mathrm{d}", "Δ": r"\Delta ", "τ": r"\tau ", "female": r"\text{female}"}.get(letter, letter)
        below = rf"\text{{{below}}}" if len(below) > 1 and below.isalpha() else below
        return f"{text}_{{{below}}}" if below else text

    def add_up(self, below: str, inner: str) -> str:
        return rf"\sum_{{{below}}} {inner}"

    def say(self, text: str) -> str:
        return rf"\text{{{text}}}"

    def index(self, inner: str, *indices: str) -> str:
        return rf"{{{inner}}}_{{{', '.join(indices)}}}"
