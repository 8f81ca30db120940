"""Every control of the app, in one table: sidebar, pages, links, Share, handouts and tests read it."""

from collections.abc import Mapping
from typing import Any

from reinforce_viz.engine.credits import CREDITS, TASKS
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import BATCH_SIZES, USUAL
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.engine.quantities import QUANTITIES
from reinforce_viz.engine.summary import PATHS
from reinforce_viz.engine.token_length import LENGTHS
from reinforce_viz.figures.why_it_works import LARGEST_B, STEP
from reinforce_viz.lessons.clipping import SCENES
from reinforce_viz.lessons.groups import SIZES
from reinforce_viz.lessons.kl import BETAS
from reinforce_viz.lessons.learned_critic import QUALITIES, TRACES
from reinforce_viz.lessons.one_update import LONGEST_RUN, MOST_DRAWS
from reinforce_viz.lessons.sequence_counts import LONGEST, VOCABULARIES
from reinforce_viz.lessons.start import MOST
from reinforce_viz.lessons.teaching import LESSONS
from reinforce_viz.text.quiz import QUESTIONS
from reinforce_viz.ui.control import choice, flag, number, several, text
from reinforce_viz.ui.guesses import GUESSES, SKIP
from reinforce_viz.ui.navigation import CLASSROOM, PAGES
from reinforce_viz.ui.run_link import read_run

LEARNING_RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
LARGEST_REWARD = 10.0
REWARDS = (-LARGEST_REWARD, LARGEST_REWARD)
LARGEST_SEED = 9999.0
LAST_DRAW = 9999.0
LONG = (50, 100, 200, 500, 1000)
STAGES = ("Sample", "Reward", "Gradient", "Update")
NOTHING = "nothing"
VERSUS_LABEL, VERSUS = "Compare with", (NOTHING, *ESTIMATORS)
GROUP = "1, 0, 0, 1, 0, 0, 0, 0"
AXES = ("steps", "answers drawn")
BESIDE = ["expected reward"]
CURVES = ["none", "expected reward", "batch mean", "leave-one-out"]
VIEWS = ("probabilities", "preferred answer", "printed loss", "entropy")
FIRST_PRESET = next(iter(PRESETS))

EVERY_PAGE = tuple(page.name for page in PAGES)
WITH_PICTURES = EVERY_PAGE[:-1]
WITH_BASELINE = ("start", "one_update", "gradient_scatter", "variance_vs_k", "trajectories")
WITH_BATCHES = ("one_update", "gradient_scatter", "baselines", "variance_vs_k", "trajectories")
WITH_B = (*WITH_BASELINE, "baselines")
WITH_STEPS = ("start", "one_update", "trajectories", "clipping", CLASSROOM.name)
WITH_MODEL = (*WITH_PICTURES, CLASSROOM.name)
WITH_DRAWS = tuple(page for page in WITH_PICTURES if page not in ("why_it_works", "clipping", "kl", "groups"))


def _draws_shown(values: Mapping[str, Any]) -> int:
    smallest = ESTIMATORS[values["estimator"]].smallest_k
    return int(min(max(values["k"], smallest), MOST_DRAWS))


def _updates_made(values: Mapping[str, Any]) -> int:
    return len(read_run(values["run"]))


def _run(text: str) -> str:
    return text if read_run(text) else ""


# Shared by several pages; their defaults are the preset's.
SHARED = (
    choice("preset", "Start from", WITH_MODEL, PRESETS, default=FIRST_PRESET, called="preset", redraws="page"),
    choice("estimator", "Baseline", WITH_BASELINE, ESTIMATORS, called="baseline", redraws="page"),
    number("b", "Baseline value b", WITH_B, *REWARDS, 0.1, called="baseline value b"),
    choice("k", "Batch size K", WITH_BATCHES, BATCH_SIZES, called="K"),
    choice("lr", "Learning rate", WITH_STEPS, LEARNING_RATES, called="learning rate"),
    # Numbers with a fraction to Streamlit: of a link's seed=1e999 it makes a whole number without looking, and raises.
    number("seed", "Seed", WITH_DRAWS, 0, LARGEST_SEED, 1.0, called="seed"),
    *(number(f"r_{own}", f"Reward of {{{own}}}", WITH_MODEL, *REWARDS, 0.1, called="rewards") for own in USUAL),
    *(
        number(f"p_{own}", f"Weight of {{{own}}}", WITH_MODEL, 0, 1.0, 0.002, called="policy", redraws="page")
        for own in USUAL
    ),
    *(text(f"name_{own}", f"Name for {own}", WITH_MODEL, called="names", redraws="page") for own in USUAL),
)

# Each of one page.
OF_PAGES = (
    *(
        choice(f"guess_{page}", "Prediction", page, (*choices, SKIP), called="prediction", redraws="page")
        for page, choices in GUESSES.items()
    ),
    number("drawn", "Answers drawn", "start", 0, float(MOST), 1.0, default=0.0),
    text("run", "The run so far", "one_update", reads=_run, empty="no update has been made"),
    number("step", "Updates made", "one_update", 0, LONGEST_RUN, limit=_updates_made, default=0),
    choice("stage", "Stage", "one_update", STAGES, default=STAGES[0], renamed={"score": "Reward"}),
    number("pick", "Look at draw", "one_update", 1, MOST_DRAWS, limit=_draws_shown, default=1),
    number("proof_b", "Baseline b", "why_it_works", -LARGEST_B, LARGEST_B, STEP, default=5.0),
    several(
        "beside", "Compare with", "gradient_scatter", ESTIMATORS, default=BESIDE, called="beside it", redraws="page"
    ),
    number("n", "Sampled updates", "gradient_scatter", 0, 400, 20, default=100, called="sampled updates"),
    flag("restaurants", "Three restaurants", "baselines"),
    flag("batch_mean", "The mean of the batch", "baselines"),
    flag("same_variance", "Same variance, same fate", "baselines"),
    number("d", "Distance d from b*", "baselines", 0.5, 8.0, 0.5, default=5.0),
    choice("quantity", "Show", "variance_vs_k", QUANTITIES, default=next(iter(QUANTITIES)), called="quantity"),
    several("curves", "Baselines", "variance_vs_k", ESTIMATORS, default=CURVES, called="baselines", redraws="page"),
    choice("versus", VERSUS_LABEL, "trajectories", VERSUS, default=NOTHING, called="compare with", redraws="page"),
    choice("view", "Show", "trajectories", VIEWS, default=VIEWS[0], called="view"),
    choice("axis", "Count", "trajectories", AXES, default=AXES[0], called="count"),
    flag("under_glass", "A closer look at one run", "trajectories"),
    number("glass", "Run, stuck ones first", "trajectories", 1, PATHS, default=1),
    choice("steps", "Steps", "trajectories", LONG, default=200, called="length"),
    choice("runs", "Runs", "trajectories", LONG, default=200, called="length"),
    choice("task", "Reward decided by", "tokens", TASKS, default="first", called="reward decided by"),
    choice("credit", "Credit", "tokens", CREDITS, default=next(iter(CREDITS)), called="credit", redraws="page"),
    choice("length", "Tokens T", "tokens", LENGTHS, default=8, called="tokens T"),
    number("draws", "Draw number", "tokens", 0, LAST_DRAW, 1.0, default=0.0, called="draw number"),
    choice("vocabulary", "Vocabulary", "tokens", VOCABULARIES, default=50_000),
    number("response_length", "Tokens in a response", "tokens", 1, LONGEST, default=100),
    flag("how_many", "How many responses are there?", "tokens"),
    flag("growth", "How the noise grows", "tokens"),
    flag("positions", "Where the noise sits", "tokens"),
    flag("learned", "A critic that has to be learned", "tokens"),
    choice("critic", "Critic", "tokens", QUALITIES, default="half-right"),
    choice("trace", "λ", "tokens", TRACES, default=0.95),
    choice("scene", "Scene", "clipping", SCENES, default=next(iter(SCENES)), called="scene", redraws="page"),
    choice("beta", "Price of straying β", "kl", BETAS, default=2.0, called="β"),
    text("group", "Rewards of your group", "groups", default=GROUP),
    choice("group_size", "Answers in a group K", "groups", SIZES, default=8),
    flag("near_goal", "The brake near the goal", "groups"),
    flag("hard_prompts", "Easy and hard prompts", "groups"),
    flag("long_answers", "Long answers", "groups"),
    *(
        choice(f"q_{one.key}", f"Question {place}", ("check", one.evidence.page), one.choices, redraws="page")
        for place, one in enumerate(QUESTIONS, 1)
    ),
    # Behind buttons, not widgets: the link alone holds these.
    number("taught", "Draws for the model", "start", 0, LESSONS, default=0),
    number("draw", "Draw", "gradient_scatter", 0, int(LAST_DRAW), default=0),
)

# Buttons that a link can name beside the controls, by page.
BUTTONS = {"gradient_scatter": "draw again", "trajectories": "new draws"}
SHOWN = tuple(dict.fromkeys([*(row.called for row in (*SHARED, *OF_PAGES) if row.called), *BUTTONS.values()]))

VIEW = (
    several("show", "Controls shown", EVERY_PAGE, SHOWN, default=[], empty="all are shown"),
    flag("present", "Presenter view", EVERY_PAGE, redraws="page"),
)

CONTROLS = {row.key: row for row in (*SHARED, *OF_PAGES, *VIEW)}


def choosable(page: str) -> list[str]:
    """What a link to this page can show, in the order of the controls.

    Args:
        page: the name of one.
    """
    shared = [row.called for row in SHARED]
    own = [row.called for row in OF_PAGES if page in row.pages and row.called]
    button = [BUTTONS[page]] if page in BUTTONS else []
    return list(dict.fromkeys([*shared, *own, *button]))
