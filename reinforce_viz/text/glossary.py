"""What each symbol stands for."""

GLOSSARY: dict[str, str] = {
    "θ": "The logits, one number per answer. Learning changes them: a larger one makes its answer more likely.",
    "π": "The policy: the probability of each answer, softmax of θ.",
    "ρ": "A ratio: the probability that the policy now gives an answer, divided by the one it had when it was drawn.",
    "r": "The reward of an answer. The same answer always earns the same.",
    "R": "The reward of the drawn answer. Each answer has a fixed one, r.",
    "J": "The expected reward: the sum over answers of probability times reward. What learning should raise.",
    "∇ log π": "The score of an answer: the push on the logits that makes it more likely. Here it is 1 at that answer, "
    "minus π.",
    "g": "The true gradient: the direction in which J rises fastest. Each component is π · (reward − J).",
    "ĝ": "An estimate of g from one batch of drawn answers: the average of advantage times score.",
    "E": "The average over everything that could be drawn, each case as often as it is likely.",
    "b": "The baseline: a number subtracted from each reward before it pushes.",
    "b*": "The constant baseline with the least variance.",
    "K": "The batch size: how many answers are drawn for one update.",
    "A": "The advantage: reward minus baseline. Above zero the drawn answer is pushed up, below zero down, "
    "at zero not at all.",
    "epoch": "One pass over a batch that has been drawn already: one more step with the same answers.",
    "ε": "The clip's bound: an answer's push stops once its ratio has gone past 1 + ε or 1 − ε. Here ε is 0.2.",
    "KL": "How far a policy has moved from another one, in nats: the average of log π(y) − log ref(y) over its own "
    "answers y. Zero only where the two agree.",
    "ref": "The reference: the policy that a model is not to stray from, usually the one it had before.",
    "β": "The price of straying: how much reward one nat of KL costs.",
    "V": "The critic's value: the reward to expect from here on, as a second network has learned it.",
    "Q": "The same once the next token is written. Q − V, the advantage, is what that token has changed.",
    "λ": "GAE's dial, from 0 to 1: at 0 a token trusts the critic's next value, at 1 only the reward that came.",
    "σ": "The standard deviation: how far rewards typically lie from their mean. GRPO divides by a group's.",
    "group": "The K answers to one prompt, which are compared with each other.",
    "T": "The number of tokens in a response.",
    "variance": "The total variance tr Cov(ĝ): the average squared distance of the estimates ĝ from their mean.",
    "downhill": "A step is downhill if it makes an angle of more than 90° with g: J falls, if the step is small.",
}


def explain(symbols: list[str]) -> str:
    """The entries of some symbols as a Markdown list.

    Args:
        symbols: keys of GLOSSARY.

    Raises:
        KeyError: for one that is not there.
    """
    return "\n".join(f"- **{symbol}**: {GLOSSARY[symbol]}" for symbol in symbols)
