"""The sweep meets what it is meant to meet: ties, zeros, equal and negative rewards, every estimator and batch size."""

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import BATCH_SIZES
from tests.sweep.settings import settings


def test_a_few_hundred_settings_meet_every_kind():
    found = list(settings(600))
    assert {e.estimator for e in found} == set(ESTIMATORS)
    assert {e.k for e in found} == set(BATCH_SIZES)
    hard = [e for e in found if len(set(e.rewards)) < 3 or min(e.probs) < 0.005 or max(e.rewards) < 0 or 0 in e.rewards]
    assert len(hard) >= 200
    assert any(len(set(e.rewards)) == 1 for e in found)
    assert any(max(e.probs) == 1 for e in found)
