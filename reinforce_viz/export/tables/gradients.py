"""What numbers are behind the pictures of gradients: the identity, the cloud, the dial?"""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.engine.exact import likeliest
from reinforce_viz.lessons.baselines import stops, turn
from reinforce_viz.lessons.sequence_counts import KNOWN, power_of_ten
from reinforce_viz.lessons.why_it_works import bias_terms, identity
from reinforce_viz.text.claims.why_it_works import other_policies


def identity_arrows(experiment: rv.Experiment) -> pd.DataFrame:
    """The terms R ∇π and π R ∇log π of each answer on every logit; both add up to the slope of J, also measured."""
    terms = identity(experiment.probs, experiment.rewards)
    rows = np.vstack([terms.by_slope, terms.by_score, terms.sum_by_score, terms.measured])
    table = pd.DataFrame(rows, columns=[f"on {name}" for name in experiment.answers])
    kinds = [f"{kind} of {name}" for kind in ("R ∇π", "π R ∇log π") for name in experiment.answers]
    table.insert(0, "vector", [*kinds, "sum, the gradient", "slope of J, measured"])
    return table


def sequence_counts(vocabulary: int, length: int) -> pd.DataFrame:
    """The number of responses, and numbers that people know, as powers of ten."""
    powers = {name: known.power for name, known in KNOWN.items()}
    powers[f"responses of {length} tokens"] = power_of_ten(vocabulary, length)
    return pd.DataFrame({"number of": list(powers), "power of ten": list(powers.values())})


def zero_bias(experiment: rv.Experiment, b: float) -> pd.DataFrame:
    """The push b ∇π of each answer on every logit, under the policy and under others: each three add up to zero."""
    tables = []
    for policy in [experiment.probs, *other_policies(experiment)]:
        table = pd.DataFrame(bias_terms(policy, b), columns=[f"on {name}" for name in experiment.answers])
        table.insert(0, "policy", ", ".join(f"{p:.3g}" for p in policy))
        table.insert(1, "push of", experiment.answers)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def gradient_cloud(experiment: rv.Experiment, most: int, sampled: int, draw: int) -> pd.DataFrame:
    """The gradient, the average estimate, the `most` likeliest estimates with one batch of each, and sampled ones."""
    e = experiment
    exact = rv.moments(e.estimator, e.probs, e.rewards, e.k, e.b)
    cloud = likeliest(rv.outcomes(e.estimator, e.probs, e.rewards, e.k, e.b), most)
    rng = np.random.default_rng([e.seed, draw])
    rain = rv.sample_gradients(e.estimator, e.probs, e.rewards, e.k, sampled, rng, e.b)
    vectors = np.vstack([exact.mean - exact.bias, exact.mean, cloud.gradient, rain])
    table = pd.DataFrame(vectors, columns=[f"on {name}" for name in experiment.answers])
    kinds = ["true gradient", "average estimate", "possible estimate", "sampled estimate"]
    table.insert(0, "vector", np.repeat(kinds, [1, 1, len(cloud.probability), sampled]))
    blank = np.full((2, 1 + len(experiment.answers)), np.nan)
    batches = np.column_stack([cloud.probability, cloud.counts])
    table[["probability", *(f"draws of {name}" for name in experiment.answers)]] = np.vstack(
        [blank, batches, np.full((sampled, batches.shape[1]), np.nan)]
    )
    return table


def baseline_dial(experiment: rv.Experiment, most: int) -> pd.DataFrame:
    """A row for each stop of the dial; then, at the experiment's b, a row for each of the `most` likeliest batches."""
    dial = turn(experiment, stops(experiment), most)
    table = pd.DataFrame({"b": dial.b, "total variance": dial.variance, "share of downhill steps": dial.downhill})
    table[[f"advantage of {name}" for name in experiment.answers]] = dial.advantage
    here = int(np.abs(dial.b - experiment.b).argmin())
    batches = pd.DataFrame({"b": dial.b[here], "probability of the batch": dial.probability})
    batches[[f"draws of {name}" for name in experiment.answers]] = dial.counts
    batches[[f"estimate on {name}" for name in experiment.answers]] = dial.gradient[here]
    return pd.concat([table, batches], ignore_index=True)
