"""Every control of the app, in one table: sidebar, pages, links, Share, handouts and tests read it."""

from collections.abc import Mapping
from typing import Any

from reinforce_viz.engine.batch_size import QUANTITIES
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import BATCH_SIZES, USUAL
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.engine.token_length import LENGTHS
from reinforce_viz.engine.tokens import CREDITS, TASKS
from reinforce_viz.figures.why_it_works import LARGEST_B
from reinforce_viz.lessons.clipping import SCENES
from reinforce_viz.lessons.groups import SIZES
from reinforce_viz.lessons.one_update import LONGEST_RUN, MOST_DRAWS
from reinforce_viz.lessons.sequence_counts import LONGEST, VOCABULARIES
from reinforce_viz.lessons.start import LESSONS, MOST
from reinforce_viz.text.quiz import QUESTIONS
from reinforce_viz.ui.control import Control
from reinforce_viz.ui.guesses import GUESSES, SKIP
from reinforce_viz.ui.navigation import PAGES
from reinforce_viz.ui.run_link import read_run

LEARNING_RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
LARGEST_REWARD = 10.0
LARGEST_SEED = 9999.0
LAST_DRAW = 9999.0
LONG = (50, 100, 200, 500, 1000)
STAGES = ("Sample", "Score", "Gradient", "Update")
NOTHING = "nothing"
GROUP = "1, 0, 0, 1, 0, 0, 0, 0"
VIEWS = ("probabilities", "preferred answer", "printed loss", "entropy")
FIRST_PRESET = next(iter(PRESETS))

EVERY_PAGE = tuple(page.name for page in PAGES)
WITH_PICTURES = EVERY_PAGE[:-1]
WITH_BASELINE = ("start", "one_update", "why_it_works", "gradient_scatter", "variance_vs_k", "trajectories")
WITH_BATCHES = ("one_update", "why_it_works", "gradient_scatter", "baselines", "variance_vs_k", "trajectories")


def _draws_shown(values: Mapping[str, Any]) -> int:
    smallest = ESTIMATORS[values["estimator"]].smallest_k
    return int(min(max(values["k"], smallest), MOST_DRAWS))


def _updates_made(values: Mapping[str, Any]) -> int:
    return len(read_run(values["run"]))


def _run(text: str) -> str:
    return text if read_run(text) else ""


# Of the sidebar; their defaults are the preset's.
SHARED = (
    Control(
        key="preset",
        label="Start from",
        kind="choice",
        options=tuple(PRESETS),
        default=FIRST_PRESET,
        pages=WITH_PICTURES,
        called="preset",
        redraws="page",
    ),
    Control(
        key="estimator",
        label="Baseline",
        kind="choice",
        options=tuple(ESTIMATORS),
        pages=WITH_BASELINE,
        called="baseline",
        redraws="page",
    ),
    Control(
        key="b",
        label="Baseline value b",
        kind="number",
        low=-LARGEST_REWARD,
        high=LARGEST_REWARD,
        step=0.1,
        pages=(*WITH_BASELINE, "baselines"),
        called="baseline value b",
    ),
    Control(key="k", label="Batch size K", kind="choice", options=BATCH_SIZES, pages=WITH_BATCHES, called="K"),
    Control(
        key="lr",
        label="Learning rate",
        kind="choice",
        options=LEARNING_RATES,
        pages=("start", "one_update", "baselines", "trajectories", "clipping"),
        called="learning rate",
    ),
    # Numbers with a fraction to Streamlit: of a link's seed=1e999 it makes a whole number without looking, and raises.
    Control(
        key="seed",
        label="Seed",
        kind="number",
        high=LARGEST_SEED,
        step=1.0,
        whole=True,
        pages=tuple(page for page in WITH_PICTURES if page not in ("why_it_works", "clipping", "groups")),
        called="seed",
    ),
    *(
        Control(
            key=f"r_{own}",
            label=f"Reward of {{{own}}}",
            kind="number",
            low=-LARGEST_REWARD,
            high=LARGEST_REWARD,
            step=0.1,
            pages=WITH_PICTURES,
            called="rewards",
        )
        for own in USUAL
    ),
    *(
        Control(
            key=f"p_{own}",
            label=f"Weight of {{{own}}}",
            kind="number",
            high=1.0,
            step=0.002,
            pages=WITH_PICTURES,
            called="policy",
            redraws="page",
        )
        for own in USUAL
    ),
    *(
        Control(
            key=f"name_{own}",
            label=f"Name for {own}",
            kind="text",
            default="",
            pages=WITH_PICTURES,
            called="names",
            redraws="page",
        )
        for own in USUAL
    ),
)

OF_PAGES = (
    *(
        Control(
            key=f"guess_{page}",
            label="Prediction",
            kind="choice",
            options=(*choices, SKIP),
            pages=(page,),
            redraws="page",
            called="prediction",
        )
        for page, choices in GUESSES.items()
    ),
    Control(
        key="drawn",
        label="Answers drawn",
        kind="number",
        high=float(MOST),
        step=1.0,
        whole=True,
        default=0.0,
        pages=("start",),
    ),
    Control(
        key="run",
        label="The run so far",
        kind="text",
        default="",
        pages=("one_update",),
        reads=_run,
        empty="no update has been made",
    ),
    Control(
        key="step",
        label="Updates made",
        kind="number",
        high=LONGEST_RUN,
        whole=True,
        limit=_updates_made,
        default=0,
        pages=("one_update",),
    ),
    Control(key="stage", label="Stage", kind="choice", options=STAGES, default=STAGES[0], pages=("one_update",)),
    Control(
        key="pick",
        label="Look at draw",
        kind="number",
        low=1,
        high=MOST_DRAWS,
        whole=True,
        limit=_draws_shown,
        default=1,
        pages=("one_update",),
    ),
    Control(
        key="proof_b",
        label="Baseline b",
        kind="number",
        low=-LARGEST_B,
        high=LARGEST_B,
        step=0.5,
        default=5.0,
        pages=("why_it_works",),
    ),
    Control(
        key="beside",
        label="Beside it",
        kind="choices",
        options=tuple(ESTIMATORS),
        default=["expected reward"],
        pages=("gradient_scatter",),
        called="beside it",
        redraws="page",
    ),
    Control(
        key="n",
        label="Sampled updates",
        kind="number",
        high=400,
        step=20,
        whole=True,
        default=100,
        pages=("gradient_scatter",),
        called="sampled updates",
    ),
    *(
        Control(key=key, label=label, kind="flag", default=False, pages=("baselines",))
        for key, label in (
            ("restaurants", "Three restaurants"),
            ("batch_mean", "The mean of the batch"),
            ("same_variance", "Same variance, same fate"),
        )
    ),
    Control(
        key="d",
        label="Distance d from b*",
        kind="number",
        low=0.5,
        high=8.0,
        step=0.5,
        default=5.0,
        pages=("baselines",),
    ),
    Control(
        key="quantity",
        label="Show",
        kind="choice",
        options=tuple(QUANTITIES),
        default=next(iter(QUANTITIES)),
        pages=("variance_vs_k",),
        called="quantity",
    ),
    Control(
        key="curves",
        label="Baselines",
        kind="choices",
        options=tuple(ESTIMATORS),
        default=["none", "expected reward", "batch mean", "leave-one-out"],
        pages=("variance_vs_k",),
        called="baselines",
        redraws="page",
    ),
    Control(
        key="versus",
        label="Compare with",
        kind="choice",
        options=(NOTHING, *ESTIMATORS),
        default=NOTHING,
        pages=("trajectories",),
        called="compare with",
        redraws="page",
    ),
    Control(
        key="view",
        label="Show",
        kind="choice",
        options=VIEWS,
        default=VIEWS[0],
        pages=("trajectories",),
        called="view",
    ),
    Control(
        key="axis",
        label="Count",
        kind="choice",
        options=("steps", "answers drawn"),
        default="steps",
        pages=("trajectories",),
        called="count",
    ),
    *(
        Control(
            key=key, label=label, kind="choice", options=LONG, default=200, pages=("trajectories",), called="length"
        )
        for key, label in (("steps", "Steps"), ("runs", "Runs"))
    ),
    Control(
        key="task",
        label="Reward decided by",
        kind="choice",
        options=tuple(TASKS),
        default=next(iter(TASKS)),
        pages=("tokens",),
        called="reward decided by",
    ),
    Control(
        key="credit",
        label="Credit",
        kind="choice",
        options=tuple(CREDITS),
        default=next(iter(CREDITS)),
        pages=("tokens",),
        called="credit",
    ),
    Control(
        key="length",
        label="Tokens T",
        kind="choice",
        options=LENGTHS,
        default=8,
        pages=("tokens",),
        called="tokens T",
    ),
    Control(
        key="draws",
        label="Draw number",
        kind="number",
        high=LAST_DRAW,
        step=1.0,
        whole=True,
        default=0.0,
        pages=("tokens",),
        called="draw number",
    ),
    Control(
        key="vocabulary",
        label="Vocabulary",
        kind="choice",
        options=VOCABULARIES,
        default=50_000,
        pages=("tokens",),
    ),
    Control(
        key="response_length",
        label="Tokens in a response",
        kind="number",
        low=1,
        high=LONGEST,
        whole=True,
        default=100,
        pages=("tokens",),
    ),
    Control(key="how_many", label="How many responses are there?", kind="flag", default=False, pages=("tokens",)),
    Control(
        key="scene",
        label="Scene",
        kind="choice",
        options=tuple(SCENES),
        default=next(iter(SCENES)),
        pages=("clipping",),
        called="scene",
    ),
    # Behind buttons, not widgets: the link alone holds these.
    Control(
        key="taught", label="Draws for the model", kind="number", high=LESSONS, whole=True, default=0, pages=("start",)
    ),
    Control(
        key="draw",
        label="Draw",
        kind="number",
        high=int(LAST_DRAW),
        whole=True,
        default=0,
        pages=("gradient_scatter",),
    ),
    Control(key="group", label="Rewards of your group", kind="text", default=GROUP, pages=("groups",)),
    Control(
        key="group_size",
        label="Answers in a group K",
        kind="choice",
        options=SIZES,
        default=8,
        pages=("groups",),
    ),
    *(
        Control(key=key, label=label, kind="flag", default=False, pages=("groups",))
        for key, label in (
            ("near_goal", "The brake near the goal"),
            ("hard_prompts", "Easy and hard prompts"),
            ("long_answers", "Long answers"),
        )
    ),
    *(
        Control(
            key=f"q_{question.key}",
            label=f"Question {number}",
            kind="choice",
            options=tuple(question.choices),
            pages=("check",),
            redraws="page",
        )
        for number, question in enumerate(QUESTIONS, 1)
    ),
)

# Buttons that a link can name beside the controls, by page.
BUTTONS = {"gradient_scatter": "draw again", "trajectories": "new draws"}
SHOWN = tuple(dict.fromkeys([*(row.called for row in (*SHARED, *OF_PAGES) if row.called), *BUTTONS.values()]))

VIEW = (
    Control(
        key="show",
        label="Controls shown",
        kind="choices",
        options=SHOWN,
        default=[],
        empty="all are shown",
        pages=EVERY_PAGE,
    ),
    Control(key="present", label="Presenter view", kind="flag", default=False, pages=EVERY_PAGE, redraws="page"),
)

CONTROLS = {row.key: row for row in (*SHARED, *OF_PAGES, *VIEW)}


def choosable(page: str) -> list[str]:
    """What a link to this page can show, in the order of the controls."""
    shared = [row.called for row in SHARED]
    own = [row.called for row in OF_PAGES if page in row.pages and row.called]
    button = [BUTTONS[page]] if page in BUTTONS else []
    return list(dict.fromkeys([*shared, *own, *button]))
