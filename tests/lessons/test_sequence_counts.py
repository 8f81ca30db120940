"""The number of sequences against exact integers, and the known numbers against their working."""

from math import log10, pi

import pytest

from reinforce_viz.lessons.sequence_counts import KNOWN, LONGEST, VOCABULARIES, power_of_ten


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
@pytest.mark.parametrize("length", [1, 2, 99, 100, LONGEST])
def test_the_power_is_that_of_the_exact_whole_number(vocabulary, length):
    exact = str(vocabulary**length)
    mantissa = float(f"{exact[0]}.{exact[1:16] or 0}")
    assert power_of_ten(vocabulary, length) == pytest.approx(len(exact) - 1 + log10(mantissa), rel=1e-12, abs=1e-12)


def test_a_hundred_tokens_out_of_fifty_thousand():
    # log₁₀ 50,000 = 4 + log₁₀ 5 = 4.698970
    assert power_of_ten(50_000, 100) == pytest.approx(469.8970, abs=1e-4)
    assert len(str(50_000**100)) == 470


def test_known_numbers_agree_with_their_working():
    powers = {name: known.power for name, known in KNOWN.items()}
    assert powers["seconds since the Big Bang"] == pytest.approx(log10(13.79e9 * 31.6e6), abs=0.01)
    assert powers["grains of sand on Earth"] == pytest.approx(log10(7.5e18))
    light_year = 9.46e15  # metres
    ball = 4 / 3 * pi * (46e9 * light_year) ** 3
    assert powers["atoms in the observable universe"] == pytest.approx(log10(0.25 * ball), abs=0.1)
    assert powers["possible games of chess"] == pytest.approx(40 * log10(1000))


def test_known_numbers_are_in_order_and_name_a_source_with_its_year():
    powers = [known.power for known in KNOWN.values()]
    assert powers == sorted(powers)
    assert all(known.source[-4:].isdigit() for known in KNOWN.values())


@pytest.mark.parametrize(("vocabulary", "length"), [(0, 1), (5, 0)])
def test_nothing_to_choose_from_is_refused(vocabulary, length):
    with pytest.raises(ValueError, match=f"at least 1, not {vocabulary} and {length}"):
        power_of_ten(vocabulary, length)
