"""Both figures say what they show, in both languages, with nothing cut, covered or boxed, and the same each time."""

import warnings
from itertools import combinations

import matplotlib
import pytest

from simulator.language.errors import DataError, ScenarioError
from simulator.report.charts.figures import save_figure

LANGUAGES = ("en", "zh")
FIGURES = ("draw_pathways", "draw_map")
MANY = ("frozen", "plan", "hukou", "services", "space", "income", "births")


@pytest.mark.parametrize("region", ["shandong", "nowhere"])
@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_inside_and_drawn(region, figure, language, read, request):
    """No label is cut by the edge of the sheet and none has a missing glyph."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", "Glyph .* missing")
        texts = read(drawn := getattr(request.getfixturevalue(region), figure)(language))
    sheet = drawn.bbox
    cut = [
        text.get_text()
        for text, box in texts.items()
        if not (box.x0 >= sheet.x0 and box.x1 <= sheet.x1 and box.y0 >= sheet.y0 and box.y1 <= sheet.y1)
    ]
    assert len(texts) > 20 and not cut


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_covers_another(shandong, figure, language, read):
    texts = read(getattr(shandong, figure)(language))
    boxes = [(text.get_text(), box.padded(-1.0)) for text, box in texts.items()]
    assert [(one, other) for (one, here), (other, there) in combinations(boxes, 2) if here.overlaps(there)] == []


def test_labels_of_many_scenarios_stand_apart(shandong, read):
    many = type(shandong)(shandong.places, shandong.cities, shandong.targets, scenarios=MANY, members=1)
    texts = {text: box.padded(-1.0) for text, box in read(many.draw_pathways()).items()}
    ends = {text: box for text, box in texts.items() if "gap" in text.get_text() or "%" in text.get_text()}
    assert len(ends) >= 2 * len(MANY)
    last = [box for text, box in ends.items() if "Plan:" not in text.get_text()]
    assert not any(one.overlaps(other) for one, other in combinations(last, 2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chinese_figure_is_chinese(shandong, language, read):
    told = " ".join(text.get_text() for text in read(shandong.draw_pathways(language)))
    assert ("常住人口城镇化率" in told) == (language == "zh")
    assert ("not forecasts" in told) == (language == "en")


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_made_up_region_is_marked(shandong, nowhere, figure, language, read):
    marked = [any("SYNTHETIC" in text.get_text() for text in read(getattr(case, figure)(language))) for case in (nowhere, shandong)]
    assert marked == [True, False]


def test_targets_of_the_plan_are_marked(shandong, read):
    told = [text.get_text() for text in read(shandong.draw_pathways())]
    assert {"Plan: about 68%", "Plan: about 75%"} <= set(told)


def test_ends_of_lines_and_gaps_are_the_medians(shandong, read):
    """The middle of the three made-up members ends at 66 and 45 % in the first scenario."""
    told = [text.get_text() for text in read(shandong.draw_pathways())]
    assert "Frozen at 2020 practice 66.0%" in told and "registered 45.0%, gap 21.0 points" in told


def test_births_and_deaths_are_named_at_their_ends(shandong, read):
    told = {text.get_text() for text in read(shandong.draw_pathways())}
    assert {"Births 610", "Births 630"} <= told and "Deaths 1,010" in told


def test_a_missing_font_gives_english_and_says_so(shandong, no_chinese_font, read):
    for figure in FIGURES:
        told = " ".join(text.get_text().replace("\n", " ") for text in read(getattr(shandong, figure)("zh")))
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in told)
        assert "no Chinese font was found" in told


def test_numbers_keep_their_unit_without_a_font(shandong, no_chinese_font, read):
    """Chinese counts are in ten thousands; their English words must say so."""
    assert "Resident population, ten thousand persons" in {t.get_text() for t in read(shandong.draw_pathways("zh"))}


@pytest.mark.parametrize("figure", FIGURES)
def test_files_are_the_same_twice(shandong, figure, tmp_path):
    formats = ("png", "svg", "pdf")
    runs = [save_figure(getattr(shandong, figure)("zh"), tmp_path / run, "figure", formats) for run in "ab"]
    assert [one.read_bytes() == other.read_bytes() for one, other in zip(*runs, strict=True)] == [True] * 3


def test_settings_of_the_machine_change_nothing(shandong, tmp_path):
    plain = save_figure(shandong.draw_pathways(), tmp_path / "plain", "figure")
    with matplotlib.rc_context({"font.size": 20, "axes.grid": False, "savefig.dpi": 30}):
        odd = save_figure(shandong.draw_pathways(), tmp_path / "odd", "figure")
        assert matplotlib.rcParams["font.size"] == 20
    assert [one.read_bytes() == other.read_bytes() for one, other in zip(plain, odd, strict=True)] == [True, True]


def test_mistakes_are_answered_in_a_sentence(shandong, tmp_path):
    with pytest.raises(ScenarioError, match="did you mean 'plan'"):
        shandong.draw_pathways(scenarios=["plann"])
    with pytest.raises(ScenarioError, match="language: 'cn'"):
        shandong.draw_pathways("cn")
    with pytest.raises(ScenarioError, match="did you mean 'png'"):
        save_figure(shandong.draw_pathways(), tmp_path, "figure", ["pngg"])
    with pytest.raises(DataError, match="did you mean 'urban_share'"):
        shandong.draw_map(indicator="urban_shar")
    with pytest.raises(ScenarioError, match="did you mean 'frozen'"):
        shandong.draw_map(scenarios=["froze", "plan"])
