"""The numbers of an update as they are worked out on paper: in LaTeX, in words, and as a table."""

from collections.abc import Iterable, Mapping, Sequence

from reinforce_viz.engine.advantages import EPSILON
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.lessons.one_update import Update
from reinforce_viz.text.answer_names import bold, in_tex
from reinforce_viz.text.format import difference, listed, number, percent


def draw_in_words(update: Update, pick: int, names: Sequence[str] = USUAL) -> str:
    """How a draw came about.

    Args:
        update: the one that is worked out.
        pick: the number of the draw, from 1.
        names: of the answers.
    """
    answer = update.draws[pick - 1]
    return f"Draw {pick}: {bold(names)[answer]}, to which the model gives {percent(update.before[answer])}."


def advantage_working(update: Update, pick: int) -> str:
    """A = r − b of a draw, with its numbers.

    Args:
        update: the one that is worked out.
        pick: the number of the draw, from 1.
    """
    reward, baseline, advantage = map(_in_tex, _reward_less_baseline(update, pick - 1))
    gap = f"{reward} - {_bracketed(baseline)}"
    if update.divisor == 1:
        return rf"A = r - b = {gap} = {advantage}"
    if len(update.draws) == 1:
        return rf"A = {advantage}"
    # The divisor is the standard deviation s plus ε, which keeps it from zero.
    spread = f"{_tex(update.divisor - EPSILON)} + {_tex(EPSILON)}"
    return rf"A = \frac{{r - \bar r}}{{s + \varepsilon}} = \frac{{{gap}}}{{{spread}}} = {advantage}"


def push_working(update: Update, pick: int, names: Sequence[str] = USUAL, colours: Sequence[str] = ()) -> str:
    """∇ log π = e − π of a draw, and its product with A, a row per answer, named in its colour if it has one.

    Args:
        update: the one that is worked out.
        pick: the number of the draw, from 1.
        names: of the answers.
        colours: of the answers; none if there are none.
    """
    at = pick - 1
    scores = [list(map(_in_tex, difference(float(a == update.draws[at]), p))) for a, p in enumerate(update.before)]
    return _table(
        {
            r"e - \pi": [f"{e} - {p}" for e, p, _ in scores],
            r"\nabla\log\pi": [score for *_, score in scores],
            r"A\,\nabla\log\pi": map(_tex, update.push[at]),
        },
        names,
        colours,
    )


def push_in_words(update: Update, pick: int, names: Sequence[str] = USUAL) -> str:
    """What the columns of push_working are, and which way the push goes.

    Args:
        update: the one that is worked out.
        pick: the number of the draw, from 1.
        names: of the answers.
    """
    at = pick - 1
    advantage, answer, push = update.advantage[at], update.draws[at], update.push[at]
    own, way, back = bold(names)[answer], *(("up", "down") if advantage > 0 else ("down", "up"))
    # An answer of probability 0 is not pushed.
    others = [name for a, name in enumerate(bold(names)) if a != answer and abs(push[a]) > NEGLIGIBLE]
    pushed = f"a push {way} on the logit of {own}, and {back} on {listed(others)}" if others else "no push at all"
    return (
        "e is 1 at the drawn answer, 0 at the others. So e − π, the score ∇ log π, is the cross-entropy step "
        f"towards it. The last column is the score times A = {_reward_less_baseline(update, at)[2]}: {pushed}."
    )


def mean_working(
    update: Update, names: Sequence[str] = USUAL, colours: Sequence[str] = (), *, hidden: bool = False
) -> str:
    """ĝ as the mean of the pushes, and g unless it is hidden, a row per answer.

    Args:
        update: the one that is worked out.
        names: of the answers.
        colours: of the answers; none if there are none.
        hidden: whether to leave g out.
    """
    return _table(
        {
            r"\text{sum}": map(_tex, update.push.sum(axis=0)),
            rf"\hat g = \text{{sum}} / {len(update.draws)}": map(_tex, update.estimate),
            **({} if hidden else {"g": map(_tex, update.gradient)}),
        },
        names,
        colours,
    )


def step_working(update: Update, names: Sequence[str] = USUAL, colours: Sequence[str] = ()) -> str:
    """From the policy before to the one after, and after the exact step, a row per answer.

    Args:
        update: the one that is worked out.
        names: of the answers.
        colours: of the answers; none if there are none.
    """
    return _table(
        {
            r"\pi": map(_tex, update.before),
            rf"{_tex(update.learning_rate)}\,\hat g": map(_tex, update.learning_rate * update.estimate),
            r"\pi_\text{after}": map(_tex, update.after),
            r"\pi_\text{exact}": map(_tex, update.exact),
        },
        names,
        colours,
    )


def answers_in_numbers(update: Update) -> dict[str, list[str]]:
    """Of each answer its probability, how often it was drawn, and how often it is on average: a column each.

    Args:
        update: the one that is worked out.
    """
    counts = [int((update.draws == answer).sum()) for answer in range(len(update.before))]
    return {
        "probability": [percent(p) for p in update.before],
        f"drawn, of {len(update.draws)}": [str(n) for n in counts],
        "on average": [number(len(update.draws) * p) for p in update.before],
    }


def draws_in_numbers(update: Update, names: Sequence[str] = USUAL) -> dict[str, list[str]]:
    """Every draw, one row each: a column per quantity.

    Args:
        update: the one that is worked out.
        names: of the answers.
    """
    sums = zip(*(_reward_less_baseline(update, at) for at in range(len(update.draws))), strict=True)
    pushes = {f"push on {name}": [number(x) for x in column] for name, column in zip(names, update.push.T, strict=True)}
    return {
        "answer": [names[answer] for answer in update.draws],
        "random number": [number(x) for x in update.luck],
        **dict(zip(("reward r", "baseline b", "advantage A"), map(list, sums), strict=True)),
        **pushes,
    }


def _reward_less_baseline(update: Update, at: int) -> tuple[str, str, str]:
    """Reward, baseline and advantage of a draw, which add up as they are written unless the gap is divided."""
    if update.divisor == 1:
        return difference(update.reward[at], update.baseline[at])
    return number(update.reward[at]), number(update.baseline[at]), number(update.advantage[at])


def _tex(value: float) -> str:
    return _in_tex(number(value))


def _in_tex(text: str) -> str:
    """A number that is written already, as LaTeX has it."""
    mantissa, _, exponent = text.replace("−", "-").replace(",", "{,}").partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _bracketed(text: str) -> str:
    """A number in LaTeX as it may stand behind a minus."""
    return f"({text})" if text.startswith("-") or "cdot" in text else text


def _table(columns: Mapping[str, Iterable[str]], names: Sequence[str], colours: Sequence[str]) -> str:
    """An array with the answers' names on the left and a heading over each column."""
    heads = [rf"\text{{{in_tex(name)}}}" for name in names]
    if colours:
        heads = [rf"\textcolor{{{colour}}}{{{head}}}" for head, colour in zip(heads, colours, strict=True)]
    rows = [
        " & ".join(cells)
        for cells in zip(["", *heads], *([head, *cells] for head, cells in columns.items()), strict=True)
    ]
    lines = r" \\ ".join([rf"{rows[0]} \\ \hline {rows[1]}", *rows[2:]])
    return rf"\footnotesize \begin{{array}}{{l{'r' * len(columns)}}} {lines} \end{{array}}"
