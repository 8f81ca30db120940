"""The experiments worth starting from."""

from reinforce_viz.engine.experiment import Experiment

UNIFORM = (1 / 3, 1 / 3, 1 / 3)

PRESETS: dict[str, Experiment] = {
    "yes, no, maybe": Experiment(),
    "restaurants 6/7/8": Experiment(probs=UNIFORM, rewards=(6.0, 7.0, 8.0), b=7.0),
    "restaurants -1/0/1": Experiment(probs=UNIFORM, rewards=(-1.0, 0.0, 1.0), b=0.0),
    "restaurants -2/0/3": Experiment(probs=UNIFORM, rewards=(-2.0, 0.0, 3.0), b=0.0),
    "stuck on no": Experiment(probs=(0.01, 0.98, 0.01), rewards=(1.0, 0.8, 0.1), b=0.8, learning_rate=1.0),
    "nearly done": Experiment(probs=(0.99, 0.006, 0.004)),
    "close rivals": Experiment(probs=(0.4, 0.4, 0.2), rewards=(5.2, 5.0, 1.0), b=4.3),
    "all rewards negative": Experiment(rewards=(-2.0, -7.0, -5.0), b=-5.0),
    "a rare disaster": Experiment(probs=(0.12, 0.86, 0.02), rewards=(10.0, 9.9, -10.0), b=9.5),
}
