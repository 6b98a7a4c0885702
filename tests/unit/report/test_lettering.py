"""Chinese is written with a font that has it, else in English; labels move no further than they must."""

import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.report.canvas.label_placement import part, spread
from simulator.report.fonts import chinese_font as glyphs


def test_the_packaged_font_has_every_name_of_the_region(shandong):
    lettering = glyphs.Lettering("zh")
    assert glyphs.add_packaged_font() == "Noto Sans SC"
    assert all(lettering.can_draw(name) for name in [*shandong.places["name"], *shandong.cities["name"]])


def test_a_character_without_glyph_is_replaced_and_counted():
    lettering = glyphs.Lettering("zh")
    assert lettering.write("Unknown", "\U0003ffff市") == "Unknown"
    assert lettering.explain().startswith("1 labels are in English")


def test_an_english_label_is_never_boxed():
    assert glyphs.Lettering("en").write("Zou\U0003ffffping", "") == "Zou?ping"


def test_installed_fonts_serve_without_the_package(monkeypatch):
    monkeypatch.setattr(glyphs, "PACKAGED_FONT", ("no_such_package", "none.otf"))
    monkeypatch.setattr(glyphs, "INSTALLED_FONTS", ("No Such Font", "DejaVu Sans"))
    assert glyphs.add_packaged_font() is None and glyphs.find_installed_font() == "DejaVu Sans"


def test_the_room_is_entered_without_matplotlib():
    code = "import sys, simulator.report.charts.figures, simulator.report.maps.scenario_maps; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=20), st.floats(0.1, 10))
def test_spread_keeps_order_room_and_middle(wanted, room):
    wanted = np.array(wanted)
    given_heights = spread(wanted, room)
    order = np.argsort(wanted, kind="stable")
    assert (np.diff(given_heights[order]) >= room * (1 - 1e-9)).all()
    np.testing.assert_allclose(given_heights.mean(), wanted.mean(), atol=1e-6)


def test_spread_leaves_labels_that_have_room():
    np.testing.assert_allclose(spread(np.array([5.0, 1.0, 3.0]), 1.0), [5.0, 1.0, 3.0])


def test_parted_boxes_do_not_overlap():
    middles, sizes = np.array([[0.0, 0.0], [0.5, 0.1], [0.2, 3.0]]), np.full((3, 2), 1.0)
    placed = part(middles, sizes)
    away = np.abs(placed[:, None] - placed[None])
    assert ((away >= 1.0 - 1e-6).any(axis=-1) | np.eye(3, dtype=bool)).all()
    np.testing.assert_allclose(placed[2], middles[2])
