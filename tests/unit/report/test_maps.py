"""Maps compare like with like, fall back to squares, and measure areas rightly."""

import numpy as np
import pytest
from matplotlib.collections import PathCollection

from simulator.report.maps import boundaries as outlines
from simulator.report.maps.colour_classes import split_around_zero, split_evenly
from simulator.report.maps.shapes import shape_counties, trace_borders
from simulator.report.maps.tile_grid import lay_out_grid


def find_maps(figure):
    """The filled counties of every map, in order."""
    found = [[c for c in axes.collections if isinstance(c, PathCollection) and c.get_array() is not None] for axes in figure.axes]
    return [filled[0] for filled in found if filled]


def test_compared_maps_share_one_scale(shandong):
    first, second, _ = find_maps(shandong.draw_map())
    assert first.norm is second.norm and first.cmap == second.cmap
    values = np.concatenate([first.get_array(), second.get_array()])
    assert first.norm.vmin <= values.min() and values.max() <= first.norm.vmax


def test_the_difference_is_second_minus_first_around_zero(shandong):
    first, second, change = find_maps(shandong.draw_map())
    np.testing.assert_allclose(change.get_array(), second.get_array() - first.get_array(), atol=1e-9)
    bounds = change.norm.boundaries
    np.testing.assert_allclose(bounds, -bounds[::-1])
    assert 0.0 in bounds and abs(change.get_array()).max() <= bounds[-1]


def test_counties_that_lose_are_hatched(shandong):
    """The sign of a difference is seen without colour."""
    figure = shandong.draw_map()
    change = find_maps(figure)[2]
    hatched = [c for c in change.axes.collections if c.get_hatch()]
    assert len(hatched[0].get_paths()) == (change.get_array() < 0).sum() > 0


def test_one_map_of_values_with_two_signs_is_centred_on_zero(shandong):
    (only,) = find_maps(shandong.draw_map(indicator="net_migration", scenarios=["plan"]))
    np.testing.assert_allclose(only.norm.boundaries, -only.norm.boundaries[::-1])


def test_cities_are_named_once_on_each_map(shandong, read):
    told = [text.get_text() for text in read(shandong.draw_map("zh"))]
    assert all(told.count(name.removesuffix("市")) == 3 for name in shandong.cities["name"])


def test_without_outlines_the_map_is_of_squares_and_says_so(shandong, no_outlines, read):
    figure = shandong.draw_map()
    texts = [text.get_text() for text in read(figure)]
    assert any("Tile map" in text and "136 of 136" in text for text in texts)
    corners = {tuple(path.vertices[0]) for path in find_maps(figure)[0].get_paths()}
    assert len(corners) == 136


def test_places_that_do_not_exist_are_squares_with_names(nowhere, read):
    told = [text.get_text() for text in read(nowhere.draw_map("zh"))]
    assert any("方格图" in text for text in told)
    assert sum(text.endswith("20") for text in told) == 3


def test_a_county_without_value_is_grey_and_said(shandong, read):
    case = type(shandong)(shandong.places, shandong.cities, shandong.targets)
    fewer = type(shandong)(shandong.places.iloc[1:], shandong.cities, shandong.targets)
    figure = type("Mixed", (type(shandong),), {"indicators": fewer.indicators})(case.places, case.cities, case.targets).draw_map()
    assert find_maps(figure)[0].get_array().mask.sum() == 1
    assert any("Grey: no value" in text.get_text() for text in read(figure))


def test_projected_outlines_have_the_areas_of_the_counties(shandong):
    """The projection keeps areas: outlines match published areas but for tidal flats and deltas."""
    shapes = shape_counties(shandong.places)
    areas = np.array([sum(turn(ring) for ring in rings) for rings in shapes.rings])
    published = shandong.places["area"].to_numpy()
    assert abs(np.median(areas / published) - 1.0) < 0.02


def turn(ring):
    """Area of a ring that runs clockwise, negative for a hole."""
    following = np.roll(ring, -1, axis=0)
    return -0.5 * float(np.sum(ring[:, 0] * following[:, 1] - ring[:, 1] * following[:, 0]))


def test_the_projection_at_the_pole_is_snyders():
    """At the centre nothing is stretched; a quarter of the globe away, distance is the square root of two radii."""
    points = outlines.project(np.array([[0.0, 90.0], [90.0, 0.0]]), np.array([0.0, 90.0]))
    np.testing.assert_allclose(points, [[0.0, 0.0], [np.sqrt(2.0) * outlines.EARTH_RADIUS, 0.0]], atol=1e-6)


def test_the_border_of_a_city_is_what_its_counties_do_not_share():
    left, right = np.array([[0, 0], [0, 1], [1, 1], [1, 0]]), np.array([[1, 0], [1, 1], [2, 1], [2, 0]])
    together, apart = (trace_borders([[left], [right]], owners) for owners in ("aa", "ab"))
    count = lambda path: int((path.codes == path.LINETO).sum())  # noqa: E731
    assert (count(together), count(apart)) == (6, 8)


@pytest.mark.parametrize("count", [1, 2, 7, 200])
def test_squares_never_share_a_cell(count):
    places = np.random.default_rng(count).normal(size=(count, 2)) * (300.0, 100.0)
    assert len(np.unique(lay_out_grid(places), axis=0)) == count
    assert len(np.unique(lay_out_grid(np.zeros((count, 2))), axis=0)) == count


@pytest.mark.parametrize("values", [[np.nan], [0.0, 0.0], [3.0], [-2.0, np.nan, 7.3]])
def test_scales_hold_any_values(values):
    for split in (split_evenly, split_around_zero):
        norm = split(np.array(values))
        seen = np.array(values)[np.isfinite(values)]
        assert len(norm.boundaries) >= 2 and (norm.vmin <= seen).all() and (seen <= norm.vmax).all()


def test_a_few_far_values_leave_the_scale_and_open_its_end():
    values = np.concatenate([np.linspace(-1.0, 1.0, 136), [50.0]])
    assert split_evenly(values).extend == "max" and split_evenly(values).vmax < 2.0
    assert split_around_zero(values).extend == "both" and split_around_zero(values).vmax < 2.0
