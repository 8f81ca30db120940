"""The arithmetic that runs in the browser, held against the engine at settings of every kind."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from reinforce_viz import ESTIMATORS, exact_gradient, expected_reward, optimal_baseline
from reinforce_viz.figures.style.triangle import to_plane
from reinforce_viz.lessons.start import uniforms
from reinforce_viz.text.format import percent
from reinforce_viz.ui.browser_code import read
from reinforce_viz.ui.policy_triangle import baseline_for_browser
from tests.browser.driving import new_page
from tests.of_experiment import after_push, pushes, teach
from tests.sweep.settings import settings

SINGLE = [name for name, entry in ESTIMATORS.items() if not entry.uses_batch]
DRAWS = 60
# A browser's exp and log may differ from NumPy's in the last bit, and a run adds that up.
CLOSE = {"rtol": 1e-9, "atol": 1e-12}

RUN = """([policy, rewards, baseline, learningRate, luck]) => {
  const data = {rewards, baseline, learningRate}, path = [{policy, b: baseline.b}];
  for (const uniform of luck) path.push(maths.oneDraw(path.at(-1), uniform, data));
  return path;
}"""


@pytest.fixture
def browser(chromium):
    """Calls a JavaScript function that may use the module as `maths`."""
    page = new_page(chromium)
    script = read("policy_arithmetic.js")
    page.evaluate(
        """async script => {
          const module = URL.createObjectURL(new Blob([script], {type: 'text/javascript'}));
          window.maths = await import(module);
        }""",
        script,
    )
    yield page.evaluate
    page.context.close()


@pytest.fixture(scope="module")
def experiments():
    """A few hundred, each single estimator in turn: random ones, ties, equal and negative rewards, p at 0 and 1."""
    return [
        replace(experiment, estimator=SINGLE[place % len(SINGLE)], k=1)
        for place, experiment in enumerate(settings(210, seed=7))
    ]


def test_the_settings_are_of_every_kind(experiments):
    assert any(min(e.probs) == 0 for e in experiments)
    assert any(0 < min(e.probs) < 0.01 for e in experiments)
    assert any(len(set(e.rewards)) == 1 for e in experiments)
    assert any(len(set(e.rewards)) == 2 for e in experiments)
    assert any(max(e.rewards) < 0 for e in experiments)


def test_pushes_and_their_average_are_those_of_the_engine(browser, experiments):
    given = [[e.probs, e.rewards, baseline_for_browser(e)] for e in experiments]
    each = "([p, r, b]) => [maths.pushes(p, r, b), maths.gradient(p, r), maths.dot(p, r)]"
    found = browser(f"all => all.map({each})", given)
    for experiment, (push, average, earned) in zip(experiments, found, strict=True):
        np.testing.assert_allclose(push, pushes(experiment), **CLOSE)
        np.testing.assert_allclose(average, exact_gradient(experiment.probs, experiment.rewards), **CLOSE)
        np.testing.assert_allclose(np.array(experiment.probs) @ push, average, rtol=1e-9, atol=1e-10)
        assert earned == pytest.approx(expected_reward(experiment.probs, experiment.rewards), abs=1e-12)


def test_equal_rewards_have_no_slope_at_all(browser):
    policies = [[0.3, 0.5, 0.2], [0.1, 0.2, 0.7], [1 / 3, 1 / 3, 1 / 3], [1, 0, 0]]
    for policy, reward in product(policies, [-7.1, 0, 0.1, 8]):
        assert browser("([p, r]) => maths.gradient(p, [r, r, r])", [policy, reward]) == [0, 0, 0]


def test_the_baseline_of_least_variance_is_the_engines(browser, experiments):
    for experiment in experiments[:60]:
        policy, rewards = experiment.probs, experiment.rewards
        found = browser("([p, r]) => maths.dot(maths.optimalWeights(p), r)", [policy, rewards])
        assert found == pytest.approx(optimal_baseline(policy, rewards), abs=1e-9)


def test_a_step_is_the_engines(browser, experiments):
    for experiment in experiments:
        push = pushes(experiment)[0]
        after = browser("step => maths.afterPush(...step)", [experiment.probs, push.tolist(), experiment.learning_rate])
        np.testing.assert_allclose(after, after_push(experiment, push), **CLOSE)


def test_a_whole_run_draws_the_same_answers_and_ends_at_the_same_policy(browser, experiments):
    for experiment in experiments:
        luck = uniforms(experiment.seed, DRAWS)
        given = [experiment.probs, experiment.rewards, baseline_for_browser(experiment)]
        path = browser(RUN, [*given, experiment.learning_rate, luck.tolist()])
        run = teach(experiment, DRAWS)
        assert [step["answer"] for step in path[1:]] == run.answer.tolist()
        np.testing.assert_allclose([step["policy"] for step in path], run.probs, rtol=1e-6, atol=1e-9)


def test_a_number_of_chance_on_a_border_belongs_to_the_answer_above_it(browser):
    draw = "([p, u]) => maths.drawnAnswer(p, u)"
    expected = {0: 0, 0.2499: 0, 0.25: 1, 0.7499: 1, 0.75: 2, 0.9999: 2}
    assert {u: browser(draw, [[0.25, 0.5, 0.25], u]) for u in expected} == expected
    # What cannot be drawn is not, at either end of the line and in its middle.
    nearly_one = 1 - 2**-53
    assert browser(draw, [[0, 0.5, 0.5], 0]) == 1
    assert browser(draw, [[0.5, 0.5, 0], nearly_one]) == 1
    assert browser(draw, [[0.5, 0, 0.5], 0.5]) == 2


def test_the_level_lines_join_policies_that_earn_alike(browser, experiments):
    for experiment in experiments[:100]:
        rewards = np.array(experiment.rewards)
        lines = browser("r => maths.levelLines(r)", experiment.rewards)
        assert len(lines) == (7 if rewards.max() > rewards.min() else 0)
        for number, ends in enumerate(lines, 1):
            assert len(ends) == 2
            level = rewards.min() + number / 8 * np.ptp(rewards)
            np.testing.assert_allclose(np.array(ends) @ rewards, level, atol=1e-9)
            np.testing.assert_allclose(np.sum(ends, axis=1), 1)
            assert np.linalg.norm(np.subtract(*to_plane(np.array(ends)))) > 1e-6


def test_thousandths_sum_to_a_thousand_and_keep_off_the_edge(browser):
    rng = np.random.default_rng(3)
    for policy in [*rng.dirichlet([0.3] * 3, 100), [1.4, -0.2, -0.2], [0.5, 0.7, -0.2], [1 / 3] * 3]:
        whole = browser("p => maths.inThousandths(p)", list(policy))
        assert sum(whole) == 1000
        assert min(whole) >= 5
        if min(policy) > 0.01:
            np.testing.assert_allclose(np.array(whole) / 1000, policy, atol=0.0011)


def test_percents_are_written_as_on_the_rest_of_the_page(browser):
    rng = np.random.default_rng(4)
    half_way = [0.125, 0.135, 0.245, 0.0025, 0.0075, 0.0125, 0.99625]
    shares = [0, 1, 0.0995, 0.00049, 0.0005, 0.99, 0.9999, 1 - 1e-13, *half_way, *rng.random(200)]
    shares += [n / 1000 for n in range(1001)]
    found = browser("all => all.map(maths.percent)", [float(share) for share in shares])
    assert found == [percent(float(share)) for share in shares]
