"""A10: people who come to a town move its mean income by what theirs differs, and labour markets match as the formula says."""

import numpy as np
import pytest

from simulator.language.dimensions import ELIGIBLE, MIGRANT, OUTSIDER, REGISTERED

GROUPS = {
    "migrant": ([MIGRANT, ELIGIBLE], "rural_hukou_townspeople"),
    "outsider": ([OUTSIDER], "outsider_population"),
    "registered": ([REGISTERED], "registered_population"),
}


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("more", [0.01, 0.5, 3.0])
def test_a10_people_move_the_mean_income_by_what_theirs_differs(trial, group, more):
    statuses, number = GROUPS[group]
    # Everybody gets the transfers of the mean townsman, and nobody remits who has registered.
    before = trial("tiny", last_year=2020).hold(migrant_transfer_ratio=1.0).stock(recently_registered=0.0)
    people = before.residents.copy()
    people[..., statuses] *= 1.0 + more
    after = before.start(people)
    first, second = before.run().counties, after.run().counties
    # As many posts come as people, so that nobody's work is at stake.
    after = after.stock(job_gain=np.log(second["labour_force"] / first["labour_force"])[:, 0])
    found = after.run()
    second, region = found.counties, found.region
    np.testing.assert_allclose(second["unemployment_share"], first["unemployment_share"], rtol=1e-12)
    came, there = more * first[number], first["urban_population"]
    expected = (first[f"{group}_income"] - first["urban_income"]) * came / (there + came)
    np.testing.assert_allclose(second["urban_income"] - first["urban_income"], expected, rtol=1e-9)
    mean = (first["urban_income"] * there).sum() / there.sum()
    newcomers = (first[f"{group}_income"] * came).sum() / came.sum()
    expected = (newcomers - mean) * came.sum() / (there + came).sum()
    assert region["mean_urban_income"][0, 0] - mean == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("sharpness", [10.0, 13.0, 18.0])
def test_a_post_for_each_leaves_the_unemployment_of_the_formula(trial, sharpness):
    run = trial(last_year=2020).hold(match_sharpness=sharpness).run("unemployment_share", "job_ratio").counties
    np.testing.assert_allclose(run["job_ratio"], 1.0, rtol=1e-12)
    np.testing.assert_allclose(run["unemployment_share"], 1.0 - 2.0 ** (-1.0 / sharpness), rtol=1e-12)


@pytest.mark.parametrize("posts", [0.2, 0.9, 0.999999, 1.000001, 1.1, 3.0])
def test_matching_is_symmetric_in_people_and_posts(trial, posts):
    """Those employed are L J (L^r + J^r)^(-1/r)."""
    run = trial(last_year=2020).stock(job_gain=np.log(posts)).run("unemployment_share", "jobs", "labour_force").counties
    people, jobs = run["labour_force"], run["jobs"]
    scale = np.maximum(people, jobs)
    employed = people * jobs / scale * ((people / scale) ** 13 + (jobs / scale) ** 13) ** (-1.0 / 13)
    np.testing.assert_allclose(run["unemployment_share"], 1.0 - employed / people, rtol=1e-6 if posts < 2.0 else 0.01)
