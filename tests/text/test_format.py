"""Numbers in sentences: rounding, limits, signs, and what is no number at all."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinforce_viz.text.format import (
    difference,
    listed,
    number,
    numbers,
    parts,
    percent,
    percents,
    places,
    signed,
    vector,
)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"),
        (0.0, "0%"),
        (1e-300, "less than 0.1%"),
        (0.00049, "less than 0.1%"),
        (0.0005, "0.1%"),
        (0.004, "0.4%"),
        (0.0949, "9.5%"),
        (0.1, "10%"),
        (0.19, "19%"),
        (0.2225, "22%"),
        (0.75, "75%"),
        (0.99, "99%"),
        (0.9915, "99.2%"),
        (0.9994, "99.9%"),
        (0.9995, "more than 99.9%"),
        (0.9999999, "more than 99.9%"),
        (1, "100%"),
        (nan, "undefined"),
    ],
)
def test_percent(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(("share", "text"), [(-1e-17, "0%"), (1 + 2e-16, "100%"), (1 - 1e-15, "100%")])
def test_a_rounding_does_not_turn_none_into_few_or_all_into_most(share, text):
    assert percent(share) == text


@given(st.floats(0, 1))
def test_percent_says_none_or_all_only_where_it_is_so_and_is_never_off_by_more_than_half_a_point(share):
    text = percent(share)
    assert (text == "0%") == (share == 0)
    assert (text == "100%") == (share > 1 - 2e-12)
    if text[0].isdigit():
        assert float(text.rstrip("%")) == pytest.approx(100 * share, abs=0.5 + 1e-9)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0, 3, "0"),
        (-0.0, 3, "0"),
        (1e-17, 3, "0"),  # what 0.1 + 0.2 − 0.3 leaves
        (4.9, 3, "4.9"),
        (5.519354839, 3, "5.52"),
        (11.03871, 4, "11.04"),
        (-5.1, 3, "−5.1"),
        (0.952422, 3, "0.952"),
        (0.0001, 3, "0.0001"),
        (0.00002306, 3, "0.0000231"),
        (0.000078, 3, "0.000078"),
        (0.00009996, 3, "0.0001"),
        (1e-9, 3, "0.000000001"),
        (9.9e-10, 3, "9.90e−10"),
        (-0.00002306, 2, "−0.000023"),
        (999.4, 3, "999"),
        (999.6, 3, "1,000"),
        (-999.6, 3, "−1,000"),
        (999.6, 4, "999.6"),
        (9999.7, 4, "10,000"),
        (99.7, 2, "100"),
        (62653.8272, 3, "62,654"),
        (999_999.4, 3, "999,999"),
        (1e6, 3, "1.00e+06"),
        (inf, 3, "infinite"),
        (nan, 3, "undefined"),
    ],
)
def test_number(value, digits, text):
    assert number(value, digits) == text


@given(st.floats(-1e7, 1e7).filter(lambda value: abs(value) > 1e-12), st.integers(2, 6))
def test_a_written_number_is_the_number_to_its_digits(value, digits):
    text = number(value, digits)
    assert float(text.replace("−", "-").replace(",", "")) == pytest.approx(
        value, rel=0.5 * 10.0 ** (1 - digits) + 1e-12
    )
    assert "-" not in text


@given(st.floats(-999_999, 999_999).filter(lambda value: abs(value) >= 1e-9))
def test_numbers_of_everyday_size_have_no_exponent(value):
    assert "e" not in number(value)


@pytest.mark.parametrize(
    ("names", "text"),
    [(["yes"], "yes"), (["yes", "no"], "yes and no"), (["yes", "no", "maybe"], "yes, no and maybe")],
)
def test_a_list_of_names(names, text):
    assert listed(names) == text


@pytest.mark.parametrize(
    ("first", "second", "texts"),
    [
        (3, 4.9, ("3", "4.9", "−1.9")),
        (5, 5.519, ("5", "5.519", "−0.519")),
        (8, 0.00123, ("8", "0.00123", "7.99877")),
        (1, 0.99998, ("1", "0.99998", "0.00002")),
        (5, -5.519, ("5", "−5.52", "10.52")),
        # 0.333 − 0.286 would be 0.047, and 1/21 is 0.0476.
        (1 / 3, 2 / 7, ("0.3333", "0.2857", "0.0476")),
        (3, 3 - 1e-15, ("3", "3", "0")),
        (1234.567, 8, ("1,235", "8", "1,227")),
        (1e7, 3, ("1.00e+07", "3", "1.00e+07")),
        (nan, 3, ("undefined", "3", "undefined")),
    ],
)
def test_a_difference_is_right_as_it_is_written(first, second, texts):
    assert difference(first, second) == texts


@pytest.mark.parametrize(
    ("value", "text"), [(5.6, "+5.6"), (-4, "−4"), (0, "0"), (1e-15, "0"), (-1e-15, "0"), (0.0145, "+0.0145")]
)
def test_a_push_says_which_way_it_goes(value, text):
    assert signed(value) == text


def test_a_vector_has_as_many_decimals_in_each_component():
    assert vector([0.93, -0.95, 0.02]) == "(0.93, −0.95, 0.02)"
    assert vector([1, -0.0, -1e-17]) == "(1.00, 0.00, 0.00)"
    assert vector([0.00205, 0.0049, -0.00695], 5) == "(0.00205, 0.00490, −0.00695)"


def test_a_vector_is_written_alike_whichever_way_its_last_bit_has_fallen():
    below, above = 0.00205 - 1e-17, 0.00205 + 1e-17
    assert f"{below:.4f}" != f"{above:.4f}"  # what plain formatting makes of it
    first, second = vector([below, above], 4).strip("()").split(", ")
    assert first == second


@pytest.mark.parametrize(
    ("values", "count"),
    [([0.93, -0.95, 0.02], 2), ([5.6, -4], 2), ([0.1, 0], 2), ([0.0495], 4), ([-0.00695, 0.002], 5), ([0, 1e-16], 2)],
)
def test_a_short_vector_gets_three_digits(values, count):
    assert places(values) == count


@pytest.mark.parametrize(
    ("shares", "texts"),
    [
        ((0.5, 0.50227), ("50.0%", "50.2%")),
        ((0.502, 0.504), ("50.2%", "50.4%")),
        ((0.3, 0.5), ("30%", "50%")),
        ((0.99, 0.9904), ("99.00%", "99.04%")),  # alone they are 99% and 99.0%
        ((0.0996, 0.1004), ("9.96%", "10.04%")),
        ((0.9999, 0.99999), ("99.99%", "more than 99.99%")),
        ((1e-9, 3e-7), ("less than 0.00001%", "0.00003%")),
        ((0.0, 1e-9), ("0%", "less than 0.1%")),
        ((0.5, 0.5), ("50%", "50%")),
        ((0.5, 0.5 + 1e-14), ("50%", "50%")),  # a rounding
        ((0.501, 0.502, 0.7), ("50.1%", "50.2%", "70.0%")),
        ((0.2,), ("20%",)),
    ],
)
def test_different_probabilities_read_differently(shares, texts):
    assert percents(*shares) == texts


def _least_and_most(text):
    """What a written percentage says at least and at most, to its last decimal."""
    value = float(text.removeprefix("less than ").removeprefix("more than ").rstrip("%"))
    half = 0.5 * 10.0 ** -len(text.rstrip("%").partition(".")[2])
    return {"l": (0, value), "m": (value, 100)}.get(text[0], (value - half, value + half))


@given(st.floats(0, 1), st.floats(-1e-6, 1e-6) | st.floats(-1, 1))
def test_two_probabilities_are_told_apart_in_the_right_order_and_truly(share, step):
    other = min(max(share + step, 0.0), 1.0)
    first, second = percents(share, other)
    assert (first == second) <= (abs(share - other) <= 1e-12)
    for text, value in ((first, share), (second, other)):
        low, high = _least_and_most(text)
        assert low - 1e-9 <= 100 * value <= high + 1e-9
    if abs(share - other) > 1e-12:
        assert (sum(_least_and_most(first)) < sum(_least_and_most(second))) == (share < other)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ((8035.1, 8035.3), ("8,035.1", "8,035.3")),
        ((8035.0, 9.35), ("8,035", "9.35")),
        ((0.0518946, 0.0518969), ("0.05189", "0.0519")),
        ((2.0, 2.0), ("2", "2")),
        ((2.0, 2.0 + 1e-14), ("2", "2")),
        ((0.0, 1e-9), ("0", "0.000000001")),
        ((-1.0, 1.0), ("−1", "1")),
        ((999_999.6, 1e6), ("999,999.6", "1,000,000")),
    ],
)
def test_different_numbers_read_differently(values, texts):
    assert numbers(*values) == texts


@given(st.floats(-1e5, 1e5), st.floats(-1e-3, 1e-3))
def test_two_numbers_are_told_apart_in_the_right_order(value, step):
    other = value + step
    first, second = (float(text.replace(",", "").replace("−", "-")) for text in numbers(value, other))
    if abs(other - value) > 1e-11 * max(abs(value), abs(other)) and abs(other - value) > 2e-12:
        assert (first < second) == (value < other)


@pytest.mark.parametrize(
    ("shares", "texts"),
    [
        ((0.3, 0.5, 0.2), ("30%", "50%", "20%")),
        ((0.778, 0.106, 0.116), ("77.8%", "10.6%", "11.6%")),  # 78, 11 and 12 would be 101
        ((0.7241, 0.1730, 0.1029), ("72.4%", "17.3%", "10.3%")),  # 72, 17 and 10 would be 99
        ((0.1245, 0.1245, 0.751), ("12.45%", "12.45%", "75.10%")),
        ((1, 0, 0), ("100%", "0%", "0%")),
        ((1 / 3, 1 / 3, 1 / 3), ("33%", "33%", "33%")),  # no decimals make a whole of them
        ((0.999, 0.000999, 0.000001), ("99.9%", "0.1%", "less than 0.1%")),
    ],
)
def test_parts_of_a_whole_add_up_as_they_are_written(shares, texts):
    assert parts(*shares) == texts
