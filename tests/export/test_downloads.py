"""What is taken home of every picture of every page: the script gives the numbers that the picture plots."""

import contextlib
import io
import re
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from reinforce_viz.engine.quantities import QUANTITIES
from reinforce_viz.export.caption import DEPENDS
from reinforce_viz.export.script import script
from reinforce_viz.figures.style.triangle import to_plane
from reinforce_viz.ui.take_home import Picture
from tests.figures.test_figures import unpacked
from tests.shown import choose_in_menu
from tests.ui.test_app import ROOT, open_app

pytestmark = pytest.mark.usefixtures("no_search_for_components")

VECTOR = ["on yes", "on no", "on maybe"]
POLICY = [f"probability of {name}" for name in ("yes", "no", "maybe")]
# Whole numbers on the plane of runs: half a unit of 10,000.
PIXEL = 1e-4


def near(plotted: object, expected: object, tolerance: float = 2e-6) -> None:
    """The numbers are the same, as far as the 24 bits tell that a picture has room for."""
    expected = np.asarray(expected, dtype=float)
    np.testing.assert_allclose(np.asarray(plotted, dtype=float), expected, rtol=tolerance, atol=tolerance)


def trace(figure: go.Figure, name: str) -> dict:
    (found,) = [t for t in figure.to_plotly_json()["data"] if t.get("name") == name]
    return {key: unpacked(found[key]) if key in ("x", "y", "base") else value for key, value in found.items()}


def points(figure: go.Figure, name: str) -> np.ndarray:
    found = trace(figure, name)
    return np.column_stack([np.asarray(found["x"], float), np.asarray(found["y"], float)])


def arrow(figure: go.Figure, name: str) -> np.ndarray:
    (found,) = [a for a in figure.layout.annotations if a.name == name]
    return np.array([found.x, found.y]) - [found.ax, found.ay]


def outlined(figure: go.Figure, name: str) -> np.ndarray:
    """From the tail of an arrow to its tip, where its outline is drawn: the first one of that name.  [2]."""
    outline = points(figure, name)
    return np.asarray(outline[3] - (outline[0] + outline[6]) / 2)


def nudged(figure: go.Figure, table: pd.DataFrame) -> None:
    (probability,) = [name for name in table if name.startswith("probability of")]
    near(points(figure, "probability"), table[["logit moved by", probability]])
    for name, rows in table.groupby("answer drawn"):
        drawn = points(figure, f"reward of {name}")
        near(drawn[~np.isnan(drawn[:, 1])], rows[["logit moved by", "reward"]])


def average_push(figure: go.Figure, table: pd.DataFrame) -> None:
    for name, rows in table.groupby("answer"):
        near(points(figure, f"average on {name}"), rows[["draws", "average push"]])
        near(points(figure, f"pushes on {name}"), rows[["draws", "push"]])
        band = trace(figure, f"standard error {name}")["y"][: len(rows)]
        near(band - rows["average push"], rows["standard error"].fillna(0))
        lines = {shape.name: shape.y0 for shape in figure.layout.shapes}
        near(lines[f"g {name}"], rows["true gradient"].iloc[0])
        near(lines[f"if told {name}"], rows["push if told"].iloc[0])


def drawn_answers(figure: go.Figure, table: pd.DataFrame) -> None:
    draws = trace(figure, "draws")
    rows = zip(table["draw"], table["answer"], strict=True)
    assert list(draws["hovertext"]) == [f"draw {draw}: {answer}" for draw, answer in rows]
    shares = {(s.x0, s.x1) for s in figure.layout.shapes}
    assert set(zip(table["share from"], table["share to"], strict=True)) <= shares


def rewarded_answers(figure: go.Figure, table: pd.DataFrame) -> None:
    near(points(figure, "draws"), table[["draw", "reward"]])
    near(trace(figure, "advantage")["base"], table["baseline"])
    near(table["advantage"] * table["divisor"], table["reward"] - table["baseline"])


def push_arrows(figure: go.Figure, table: pd.DataFrame) -> None:
    planar = to_plane(table[VECTOR].to_numpy())
    names = [*table["arrow"][:-2], "ĝ", "g"]
    for name, expected in zip(names, planar, strict=True):
        near(np.diff(points(figure, name), axis=0)[0], expected)


def large_step(figure: go.Figure, table: pd.DataFrame) -> None:
    planar = to_plane(table[POLICY].to_numpy())
    for name, expected in zip(table["policy"], planar, strict=True):
        near(points(figure, name)[0], expected)


def policy_step(figure: go.Figure, table: pd.DataFrame) -> None:
    for name, column in (("π", "before"), ("ĝ", "after the step"), ("g", "after the exact step")):
        near(trace(figure, name)["y"], table[column])


def run_path(figure: go.Figure, table: pd.DataFrame) -> None:
    near(points(figure, "run so far"), to_plane(table[POLICY].to_numpy()))


def identity_arrows(figure: go.Figure, table: pd.DataFrame) -> None:
    planar = dict(zip(table["vector"], to_plane(table[VECTOR].to_numpy()), strict=True))
    for name in ("yes", "no", "maybe"):
        near(outlined(figure, f"push of {name}"), planar[f"π r ∇log π of {name}"])
    near(outlined(figure, "g"), planar["sum, the gradient"])
    near(planar["slope of J, measured"], planar["sum, the gradient"])


def sequence_counts(figure: go.Figure, table: pd.DataFrame) -> None:
    near(trace(figure, "powers of ten")["x"], table["power of ten"])


def zero_bias(figure: go.Figure, table: pd.DataFrame) -> None:
    for row, name in enumerate(("yes", "no", "maybe")):
        near(outlined(figure, f"b ∇π({name})"), to_plane(table[VECTOR].to_numpy()[row]))


def gradient_cloud(figure: go.Figure, table: pd.DataFrame) -> None:
    planar = table.assign(**dict(zip("xy", to_plane(table[VECTOR].to_numpy()).T, strict=True)))
    near(points(figure, "possible estimates"), planar.loc[table["vector"] == "possible estimate", ["x", "y"]])
    near(outlined(figure, "g"), planar.loc[0, ["x", "y"]])
    near(planar.loc[1, ["x", "y"]], planar.loc[0, ["x", "y"]])  # here the average is g
    # The samples are spread a little, so that equal ones can be told apart.
    samples, wide = points(figure, "sampled estimates"), np.ptp(figure.layout.xaxis.range)
    near(samples / wide, planar.loc[table["vector"] == "sampled estimate", ["x", "y"]] / wide, 0.05)


def baseline_dial(figure: go.Figure, table: pd.DataFrame) -> None:
    stops, batches = table[table["total variance"].notna()], table[table["probability of the batch"].notna()]
    frames = [step.args[0][0]["data"] for step in figure.layout.sliders[0].steps]
    near([frame[4]["x"][0] for frame in frames], stops["b"])
    near([frame[4]["y"][1] for frame in frames], stops["total variance"])
    both = [np.add(unpacked(frame[2]["y"]), unpacked(frame[3]["y"])) for frame in frames]
    near(both, stops[["advantage of yes", "advantage of no", "advantage of maybe"]])
    planar = to_plane(batches[["estimate on yes", "estimate on no", "estimate on maybe"]].to_numpy())
    plotted = points(figure, "possible estimates")
    unit = abs(plotted).max() / abs(planar).max()
    near(plotted, unit * planar, 1)


def nights(figure: go.Figure, table: pd.DataFrame) -> None:
    for ratings, rows in table.groupby("ratings"):
        near(points(figure, ratings), rows[["nights", "chance of the best"]])


def own_sample(figure: go.Figure, table: pd.DataFrame) -> None:
    for name, column in (("average step", "share of the gradient"), ("variance", "variance")):
        near(trace(figure, name)["x"], table[column])
    near(trace(figure, "squared bias")["x"], table["squared bias"])
    near(table["variance"] + table["squared bias"], table["mean squared error"])


def fates(figure: go.Figure, table: pd.DataFrame) -> None:
    plotted = [bar.x for bar in figure.data if bar.type == "bar"]
    near(np.concatenate(plotted), table["share of runs"])


def variance_vs_k(figure: go.Figure, table: pd.DataFrame) -> None:
    for name, rows in table.groupby("baseline"):
        # A logarithmic axis has no place for a zero.
        gone = np.nan if QUANTITIES[rows["quantity"].iloc[0]].logarithmic else 0
        near(points(figure, name), rows[["K", "exact"]].replace(0, gone))
        near(points(figure, f"{name}, sampled"), rows[["K", "sampled"]].replace(0, gone))
        bars = trace(figure, f"{name}, sampled")["error_y"]
        near(unpacked(bars["array"]), (rows["high"] - rows["sampled"]).where((rows["sampled"] > 0) | (gone == 0)))


QUANTITY = {"yes": POLICY[0], "printed loss, E[−R log π]": "printed loss", "entropy of the policy, nats": "entropy"}


def single_runs(figure: go.Figure, table: pd.DataFrame) -> None:
    label = figure.layout.annotations[0].text.removeprefix("<b>").removesuffix("</b>")
    for end, rows in table.groupby("ends on"):
        drawn = np.array(points(figure, f"{label}: {end or 'exact ascent'}"), dtype=float)
        drawn = drawn[~np.isnan(drawn[:, 1])]
        told = rows[rows["step"].isin(set(drawn[:, 0].tolist()))]
        near(drawn, told[["step", QUANTITY[label]]], 6e-5)


def one_run(figure: go.Figure, table: pd.DataFrame) -> None:
    for name in ("yes", "no", "maybe"):
        near(points(figure, name), table[["step", f"probability of {name}"]], 6e-5)
        near(points(figure, f"{name} drawn")[:, 0], table["step"][table[f"{name} drawn"] > 0])


def preferred_answers(figure: go.Figure, table: pd.DataFrame) -> None:
    for name in ("yes", "no", "maybe"):
        drawn = np.array(points(figure, name), dtype=float)
        told = table[table["step"].isin(set(drawn[:, 0].tolist()))]
        near(drawn, told[["step", f"share that prefers {name}"]], 6e-5)


def simplex_paths(figure: go.Figure, table: pd.DataFrame) -> None:
    planar = table.assign(**dict(zip("xy", to_plane(table[POLICY].to_numpy()).T, strict=True)))
    runs = planar[planar["run"] != "exact ascent"]
    assert {int(frame.name) for frame in figure.frames} == set(runs["step"])
    for frame in figure.frames:
        dots = unpacked(frame.data[1].to_plotly_json())
        plotted = np.column_stack([dots["x"], dots["y"]]) / 10_000
        near(plotted, runs.loc[runs["step"] == int(frame.name), ["x", "y"]], 0.06)  # a dot is spread a little
    near(points(figure, "exact ascent") / 10_000, planar.loc[planar["run"] == "exact ascent", ["x", "y"]], PIXEL)


def token_row(figure: go.Figure, table: pd.DataFrame) -> None:
    pushes = table.filter(like="push, ").to_numpy().T
    near(np.sign(pushes) * np.sqrt(abs(pushes)), trace(figure, "push")["z"], 1e-4)
    for name in ("yes", "no", "maybe"):
        near(trace(figure, name)["x"], table.loc[table["token"] == name, "position"])


def token_variance(figure: go.Figure, table: pd.DataFrame) -> None:
    for credit, rows in table.groupby("credit"):
        near(points(figure, credit), rows[["tokens", "exact"]])
        near(points(figure, f"{credit}, sampled"), rows.loc[rows["sampled"].notna(), ["tokens", "sampled"]])


def token_positions(figure: go.Figure, table: pd.DataFrame) -> None:
    for credit, rows in table.groupby("credit"):
        near(points(figure, credit), rows[["position", "variance"]])


def token_sums(figure: go.Figure, table: pd.DataFrame) -> None:
    length = table["pushed token"].max()
    rows = [[cell > 0 for cell in row if cell is not None] for row in trace(figure, "rewards that count")["z"]]
    for place, credit in enumerate(table.columns[2:]):
        square = [row[place * length : (place + 1) * length] for row in rows]
        assert np.ravel(square).tolist() == table[credit].tolist()


def learned_critic(figure: go.Figure, table: pd.DataFrame) -> None:
    for critic, rows in table.groupby("critic"):
        near(points(figure, f"{critic}, variance"), rows[["λ", "variance"]])
        near(points(figure, f"{critic}, % lost")[:, 1] / 100, rows["share lost"])


def group_steps(figure: go.Figure, table: pd.DataFrame) -> None:
    tips = to_plane(table[VECTOR].to_numpy())
    near(points(figure, "average steps"), tips)
    (slider,) = figure.layout.sliders
    assert [step.label for step in slider.steps] == [str(k) for k in table["K"]]
    gradient = to_plane(table[[f"gradient {name}" for name in VECTOR]].to_numpy())[0]
    drawn = points(figure, "g")[1]
    near(drawn / np.linalg.norm(drawn), gradient / np.linalg.norm(gradient))
    cosine = tips @ gradient / np.linalg.norm(tips, axis=1) / np.linalg.norm(gradient)
    near(np.degrees(np.arccos(cosine)), table["angle to g"], 1e-5)


def useless_groups(figure: go.Figure, table: pd.DataFrame) -> None:
    for steps, rows in table.groupby("exact steps"):
        near(points(figure, f"after {steps} steps" if steps else "now"), rows[["K", "useless"]])
    near(table["draws per useful group"] * (1 - table["useless"]), table["K"])


def brake(figure: go.Figure, table: pd.DataFrame) -> None:
    called = {"g": "g", "g over sigma": "g / σ", "GRPO": "GRPO"}
    called["GRPO without useless groups"] = "GRPO, no useless groups"
    for column, name in called.items():
        near(points(figure, name), np.column_stack([table["exact steps"] + 1, table[column]]))


def difficulty(figure: go.Figure, table: pd.DataFrame) -> None:
    for k, rows in table.groupby("K"):
        near(points(figure, f"K = {k}"), rows[["share of right answers", "factor"]])


def wrong_lengths(figure: go.Figure, table: pd.DataFrame) -> None:
    for kind in ("sum", "answer mean", "token mean"):
        near(points(figure, kind), table[["steps", kind]])


def own_group(figure: go.Figure, table: pd.DataFrame) -> None:
    called = ("reward", "leave-one-out (RLOO)", "batch mean (Dr. GRPO)", "group-normalised (GRPO)")
    for name, column in zip(called, table.columns[1:], strict=True):
        near(points(figure, name), table[["answer", column]])


def one_batch(figure: go.Figure, table: pd.DataFrame) -> None:
    ends = 10.0 ** np.array(figure.layout.xaxis2.range)  # marks beyond them stand at them
    for frame in figure.frames:
        for place, clip in ((1, "with"), (4, "without")):
            rows = table[(table["clip"] == clip) & (table["epoch"] == int(frame.name))]
            near(frame.data[place]["x"], rows["ratio"].clip(*ends))
            if clip == "with":
                assert ["×" in cross for cross in frame.data[6]["text"]] == rows["stopped"].tolist()


def expected_reward(figure: go.Figure, table: pd.DataFrame) -> None:
    for name, clip in (("clip", "with"), ("no clip", "without")):
        near(points(figure, name), table.loc[table["clip"] == clip, ["epoch", "expected J"]])


def ends(figure: go.Figure, table: pd.DataFrame) -> None:
    losses = {kind: f"loss {kind}" for kind in ("k1", "k2", "k3")}
    for name, column in {"ref": "reference", "largest J − β KL": "largest J - beta KL", **losses}.items():
        near(points(figure, name)[0], to_plane(table[column].to_numpy()))


def one_draw(figure: go.Figure, table: pd.DataFrame) -> None:
    low, high = figure.layout.xaxis.range
    for kind, rows in table.groupby("estimate"):
        near(points(figure, kind)[:, 0], rows["value"].clip(low, high))
        near(points(figure, f"mean of {kind}")[0, 0], rows["mean"].iloc[0])


# How each table is found again in its picture.
SEEN: dict[str, Callable[[go.Figure, pd.DataFrame], None]] = {
    check.__name__: check
    for check in (
        nudged, average_push, drawn_answers, rewarded_answers, push_arrows, large_step, policy_step, run_path,
        identity_arrows,
        sequence_counts, zero_bias, gradient_cloud, baseline_dial, nights, own_sample, fates, variance_vs_k,
        single_runs, one_run, preferred_answers, simplex_paths, token_row, token_variance, token_positions, token_sums,
        learned_critic, one_batch, expected_reward, ends, one_draw,
        group_steps, useless_groups, brake, difficulty, wrong_lengths, own_group,
    )
}  # fmt: skip

# Pages with settings under which every picture shows all that it can.
OPENED = [
    ("start", {"drawn": "40", "estimator": "constant", "b": "2"}, ["nudged", "average_push"]),
    ("one_update", {"run": "none~3_constant~4.5~2"}, ["batch", "path"]),
    ("one_update", {"stage": "Reward", "estimator": "leave-one-out", "seed": "3"}, ["scores"]),
    ("one_update", {"stage": "Gradient", "estimator": "group-normalised", "k": "6"}, ["arrows"]),
    ("one_update", {"stage": "Update", "run": "optimal~4", "lr": "0.5"}, ["step_bars", "large_step", "path"]),
    ("why_it_works", {"proof_b": "-3", "preset": "close rivals"}, ["identity_arrows", "zero_bias"]),
    ("gradient_scatter", {"k": "64", "draw": "2"}, ["gradient_cloud", "gradient_cloud_2"]),
    (
        "baselines",
        {"b": "3.3", "restaurants": "true", "batch_mean": "true", "same_variance": "true"},
        ["baseline_dial", "nights", "own_sample", "same_variance_fates"],
    ),
    ("variance_vs_k", {"estimator": "constant", "b": "1", "quantity": "total variance"}, ["variance_vs_k"]),
    ("variance_vs_k", {"k": "8"}, ["variance_vs_k"]),
    (
        "trajectories",
        {"versus": "optimal", "steps": "50", "runs": "50", "k": "1"},
        ["simplex_paths", "simplex_paths_2", "probability_paths", "probability_paths_2", "fates"],
    ),
    (
        "trajectories",
        {"view": "preferred answer", "versus": "nothing", "under_glass": "true", "glass": "3"},
        ["simplex_paths", "probability_paths", "one_run", "fates"],
    ),
    ("trajectories", {"view": "printed loss", "versus": "nothing"}, ["simplex_paths", "probability_paths", "fates"]),
    ("trajectories", {"view": "entropy", "versus": "nothing"}, ["simplex_paths", "probability_paths", "fates"]),
    (
        "tokens",
        {"task": "sum", "length": "5", "growth": "true", "positions": "true", "learned": "true", "how_many": "true"},
        ["token_row", "token_variance", "token_sums", "token_positions", "learned_critic", "sequence_counts"],
    ),
    ("kl", {"beta": "5"}, ["kl_ends", "kl_one_draw"]),
    ("clipping", {"scene": "unlucky", "lr": "0.5"}, ["one_batch", "expected_reward"]),
    (
        "groups",
        {"near_goal": "true", "hard_prompts": "true", "long_answers": "true", "group_size": "16", "group": "3 1 2.5"},
        ["group_steps", "own_group", "useless_groups", "brake", "difficulty", "wrong_lengths"],
    ),
]


def taken(page: str, query: dict[str, str]) -> dict[str, Picture]:
    app = open_app(page, query)
    choose_in_menu(app, "Take it home")
    assert not app.exception
    return app.session_state["pictures"]


def run(program: str) -> tuple[pd.DataFrame, str]:
    """What a program calls its table, and what it prints."""
    printed, made = io.StringIO(), {}
    with contextlib.redirect_stdout(printed):
        exec(compile(program, "taken_home.py", "exec"), made)
    return made["table"], printed.getvalue()


@pytest.mark.parametrize(("page", "query", "keys"), OPENED)
def test_each_script_gives_the_numbers_that_its_picture_plots(page, query, keys):
    pictures = taken(page, query)
    assert list(pictures) == keys
    for picture in pictures.values():
        program = script(picture.numbers, "A question?")
        table, printed = run(program)
        SEEN[picture.numbers.func.__name__](picture.figure, table)
        assert printed == table.to_string(index=False) + "\n"
        imports = set(re.findall(r"^(?:import|from) .*", program, re.MULTILINE))
        assert imports <= {"import reinforce_viz as rv", "from reinforce_viz import tables"}


def test_every_table_is_seen_in_a_picture_of_these_pages():
    assert set(SEEN) == {table.__name__ for table in DEPENDS}
    assert {key for _, _, keys in OPENED for key in keys} >= {"batch", "scores", "arrows", "step_bars", "fates"}


def test_a_script_runs_as_a_file_in_the_projects_folder():
    (picture,) = [p for key, p in taken("tokens", {}).items() if key == "token_row"]
    program = script(picture.numbers, "A question?")
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == run(program)[1]
    assert told.stderr == ""


def test_nothing_is_kept_or_sent_while_nobody_takes_anything_home():
    app = open_app("trajectories")
    assert list(app.session_state["pictures"].values()) == [None] * 5
    assert not app.code
    choose_in_menu(app, "Take it home")
    assert all(app.session_state["pictures"].values())
    assert "table = tables.trajectories.simplex_paths(experiment)" in app.code[0].value
    app.select_slider(key="k").set_value(8).run()
    assert list(app.session_state["pictures"].values()) == [None] * 5
    assert not app.code


def test_a_page_without_pictures_says_so():
    app = choose_in_menu(open_app("check"), "Take it home")
    assert "This page has no picture to take home." in [text.value for text in app.markdown]
    assert not app.code


def test_pictures_that_are_alike_are_called_by_their_baselines():
    app = open_app("gradient_scatter", {"estimator": "constant", "b": "2"})
    choose_in_menu(app, "Take it home")
    shown = app.selectbox(key="taken").options
    assert shown == [
        "Gradient cloud, baseline constant with b = 2",
        "Gradient cloud, baseline expected reward",
    ]
    app.multiselect(key="beside").set_value([]).run()
    choose_in_menu(app, "Take it home")
    assert app.selectbox(key="taken").options == ["Gradient cloud"]
