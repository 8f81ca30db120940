"""The sentences about the clip: on the example, and where nothing moves."""

from dataclasses import replace

from reinforce_viz import DEFAULT
from reinforce_viz.text.claims import clipping as claims
from reinforce_viz.text.readings import clipping as readings
from tests.of_experiment import every_batch, reuse, stale, uses


def test_a_batch_in_words():
    said = readings.one_batch(DEFAULT, reuse(DEFAULT, "lucky"))
    assert said.startswith("The batch: 2 **yes**, 4 **no** and 2 **maybe**, with advantage +3.25, −1.75 and +0.25.")
    assert "A cross is a push that the clip stops: the first after 2 epochs." in said
    assert "the ratios are **yes** 1.25, **no** 0.769 and **maybe** 1.21." in said
    assert said.endswith("J began at 4.9; it is 5.35 with the clip and 7.84 without.")


def test_a_batch_that_moves_nothing_says_why():
    same = replace(DEFAULT, rewards=(5, 5, 5))
    shown = reuse(same, "lucky")
    assert readings.one_batch(same, shown).endswith("Nothing moves: no answer of this batch has an advantage.")
    assert readings.furthest(same, shown) == "Here no ratio leaves 1, as this batch moves nothing."
    assert "no ratio leaves 1" in no_wall(same, "lucky")
    certain = replace(DEFAULT, probs=(0, 1, 0))
    said = readings.one_batch(certain, reuse(certain, "no baseline"))
    assert said.endswith("Nothing moves: the model answers nothing but **no**.")


def no_wall(e, scene):
    return claims.no_wall(e, reuse(e, scene), reuse(e, claims.LARGER))


def test_the_clip_is_not_a_wall():
    said = no_wall(DEFAULT, "lucky")
    assert "**yes** reaches 1.28 after 4 epochs, 28.5% above where it began." in said
    assert "pulls nothing back" in said
    assert "**yes** reaches 2.76 after 1 epoch, 176% above" in no_wall(DEFAULT, "learning rate 2")


def test_why_the_clip_lets_a_ratio_go_too_far():
    disaster = replace(DEFAULT, probs=(0.12, 0.86, 0.02), rewards=(10, 9.9, -10), learning_rate=0.02)
    said = no_wall(disaster, "no baseline")  # eight answers, none of them maybe
    assert "**maybe** reaches 0.71 after 64 epochs, 29% below where it began. It is not in the batch" in said
    # Both are pushed up, and yes is left behind.
    pushed_up = replace(DEFAULT, probs=(0.5, 0, 0.5), rewards=(2, 8, 5), learning_rate=1.0)
    said = no_wall(pushed_up, "no baseline")
    assert "**yes** reaches 0.242 after 42 epochs, 75.8% below where it began. Its own push does not" in said


def test_what_is_left_of_a_ratio_is_not_nothing():
    e = replace(DEFAULT, probs=(0.5, 0, 0.5), rewards=(-10, 10, 0), learning_rate=5)
    assert readings.furthest(e, reuse(e, "lucky")).endswith("more than 99.9% below where it began.")


def what_it_is_for(e):
    return readings.what_it_is_for(reuse(e, "lucky"), reuse(e, "unlucky"))


def test_what_the_clip_is_for():
    said = what_it_is_for(DEFAULT)
    assert (
        "On the lucky batch J ends at 5.35 with the clip and 7.84 without; on the unlucky one at 5.22 and 5.07." in said
    )
    # 2.49 against 0.146
    assert "Here the clip costs more than it saves." in said
    assert said.endswith("Even without it the unlucky batch ends no lower than it began.")
    assert "Without it the unlucky batch ends lower than it began." in what_it_is_for(
        replace(DEFAULT, rewards=(8, 5, 2.2))
    )
    # Both batches end lower with it, and the unlucky one lower than it began.
    apart = replace(DEFAULT, probs=(2 / 19, 8 / 19, 9 / 19), rewards=(-1, 0, 1), learning_rate=0.02)
    assert what_it_is_for(apart).endswith("Here it helps on neither.")
    assert what_it_is_for(replace(DEFAULT, rewards=(5, 5, 5))) == ""
    assert what_it_is_for(replace(DEFAULT, probs=(1, 0, 0))) == ""  # there is no unlucky batch


def test_small_steps_stay_within_the_bounds():
    # A gap of a thousandth moves nothing by a fifth in 64 epochs.
    e = replace(DEFAULT, rewards=(5.001, 5, 5), learning_rate=0.01)
    assert no_wall(e, "lucky").endswith("**Here** it does: no ratio leaves 0.8 to 1.2 in 64 epochs.")
    # Of a hundredth, with steps two hundred times as long, it does.
    e = replace(DEFAULT, rewards=(5.01, 5, 5), learning_rate=0.01)
    assert no_wall(e, "lucky").endswith("in 64 epochs. In “learning rate 2” one does.")


def test_on_average_over_every_batch():
    clipped, free = every_batch(DEFAULT, "learning rate 2")
    said = readings.expected_reward(clipped, free)
    assert "After 64 it is 7.15 with the clip and 7.82 without" in said
    assert said.endswith("No batch ends lower than it began.")
    said = readings.expected_reward(*every_batch(DEFAULT, "no baseline"))
    assert said.endswith("The chance that J ends lower than it began is 17% with the clip and 11% without.")


def test_the_tables():
    found = uses(DEFAULT)
    table = readings.use_table(found)
    assert table["E[J]"][:4] == ["5.08", "5.27", "5.664", "6.375"]
    assert "gain 0.1843 per answer, less than eight fresh steps (0.1844)" in readings.fresh_or_again(found)
    assert claims.more_epochs(found).endswith("they do: 8 epochs lead to an average J of 5.397, 64 to 5.39.")
    slow = replace(DEFAULT, learning_rate=0.01)
    assert "that holds: of 1, 2, 4, 8, 16 and 64 epochs, none leads to a larger" in claims.more_epochs(uses(slow))
    assert readings.stale_table(stale(DEFAULT))["10 steps old"] == ["58.4", "0.216", "8.81e+14"]
    assert "worth 58% of its size" in claims.whole_responses(stale(DEFAULT))
    flat = replace(DEFAULT, rewards=(5, 5, 5))
    assert "as good as a new one" in claims.whole_responses(stale(flat))


def test_whose_numbers_stand_below_the_pictures():
    ends = "for the advantage r − J, those above for"
    assert readings.what_eight_buy("unlucky").endswith(f"{ends} r minus the batch's mean.")
    assert readings.what_eight_buy("no baseline").endswith(f"{ends} r.")
    assert readings.what_eight_buy("learning rate 2").endswith(
        f"{ends} r minus the batch's mean, at a learning rate of 2."
    )
    # Two pairs of numbers on one page: J after 64 epochs, with the clip and without.
    assert "it is 5.43 with the clip and 7.65 without" in readings.expected_reward(*every_batch(DEFAULT, "lucky"))
    by_name = {use.name: use.expected_reward for use in uses(DEFAULT)}
    assert [round(by_name[f"64 epochs, {clip}"], 3) for clip in ("clip", "no clip")] == [5.39, 7.784]
