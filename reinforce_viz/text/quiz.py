"""Six questions with a reason for every choice and a state of the app that decides them, and what comes after."""

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Wrong:
    """A choice that is wrong, and why, in a sentence."""

    choice: str
    reason: str


@dataclass(frozen=True)
class Evidence:
    """A state of a page that decides a question, and what to look for there."""

    page: str
    look_for: str
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def link(self) -> str:
        """The address, relative to the other pages."""
        return f"{self.page}?{urlencode(self.settings)}" if self.settings else self.page


@dataclass(frozen=True)
class Question:
    """A question with choices, of which one is right, and the evidence."""

    key: str
    text: str
    right: str
    wrong: tuple[Wrong, ...]
    why: str
    evidence: Evidence
    right_place: int  # where the right choice stands among all

    @property
    def choices(self) -> list[str]:
        """Every choice, in the order shown."""
        choices = [wrong.choice for wrong in self.wrong]
        choices.insert(self.right_place, self.right)
        return choices

    def reason(self, choice: str) -> str:
        """Why a choice is right or wrong.

        Args:
            choice: one of `choices`.

        Raises:
            ValueError: if choice is none of them.
        """
        reasons = {self.right: self.why} | {wrong.choice: wrong.reason for wrong in self.wrong}
        if choice not in reasons:
            raise ValueError(f"choice must be one of {self.choices}, not {choice!r}")
        return reasons[choice]


QUESTIONS = (
    Question(
        "sample",
        "The model draws an answer and is told its reward. Why can you not follow the slope of that reward?",
        right="Nudge θ, and the drawn answer stays as it was or jumps to another one",
        wrong=(
            Wrong(
                "Softmax has a kink at each answer, so its derivative is not defined",
                "Softmax is smooth, and the probability of an answer has a slope at every θ.",
            ),
            Wrong(
                "The reward comes from a person, so nobody can write down its formula",
                "Knowing the formula would not help: the drawn answer would still not move a little when θ does.",
            ),
        ),
        why="Only the probabilities change smoothly with θ. The drawn answer stays, or becomes another one, so its "
        "reward has no slope to follow.",
        evidence=Evidence(
            "start",
            "In the example *yes, no, maybe* the reward of the draw stays 3 as a logit moves a little. "
            "The probability has a slope: 0.21.",
        ),
        right_place=1,
    ),
    Question(
        "update",
        "Every reward is positive, and you subtract nothing. You draw one answer, and it is the worst. What does this "
        "update do?",
        right="It makes that answer more likely, as it would any other",
        wrong=(
            Wrong(
                "It makes that answer less likely, as the others earn more",
                "One draw does not tell you what the other answers earn, so the update cannot know that they are "
                "better.",
            ),
            Wrong(
                "It leaves that answer as it is, as so small a reward is lost",
                "A small positive reward makes a small push, but it still pushes its own answer up.",
            ),
        ),
        why="A positive reward pushes up whatever was drawn, so a single update can make the model worse. Only the "
        "average over all draws points uphill.",
        evidence=Evidence(
            "one_update",
            "In the example *yes, no, maybe* this one draw is the worst answer, and the step takes J "
            "from 4.9 to 4.675.",
            (("k", "1"), ("seed", "1.0"), ("stage", "Update")),
        ),
        right_place=2,
    ),
    Question(
        "bias",
        "Why can you subtract the same number b from every reward and leave the average update as it was?",
        right="The extra pushes −b ∇π of all the answers add up to zero",
        wrong=(
            Wrong(
                "The number b is small beside the rewards, so it hardly counts",
                "It holds for every b, even for one that is larger than all of the rewards.",
            ),
            Wrong(
                "The number b is the average reward, so it cancels in the long run",
                "It holds for every fixed number b, whether or not it is the average reward.",
            ),
        ),
        why="Probabilities always sum to 1, so what one answer gains the others lose. But b must not depend on the "
        "answers drawn: the batch's own mean does, and it shrinks the average update to (K − 1)/K of the gradient.",
        evidence=Evidence(
            "why_it_works",
            "In the example *yes, no, maybe* b = 10 is larger than every reward, and the three pushes "
            "still add up to zero: it is the last picture.",
            (("proof_b", "10.0"),),
        ),
        right_place=0,
    ),
    Question(
        "best",
        "Which constant baseline always leaves the least variance?",
        right="b*, where an answer counts more the harder it pushes",
        wrong=(
            Wrong(
                "The expected reward, where the likeliest answers count most",
                "It is often close, but in the example *nearly done* it leaves more variance than no baseline.",
            ),
            Wrong(
                "The largest reward, so that no answer is pushed up",
                "Then every worse answer is pushed down, and in the example *nearly done* that leaves more "
                "variance than no baseline.",
            ),
        ),
        why="b* weighs each reward by how often its answer is drawn and by how far it pushes. The least variance does "
        "not always mean the fewest steps downhill, though.",
        evidence=Evidence(
            "baselines",
            "In the example *nearly done* with K = 4, the expected reward leaves a variance of 0.0891, and b* leaves "
            "0.0047.",
            (("preset", "nearly done"),),
        ),
        right_place=2,
    ),
    Question(
        "batch",
        "You subtract the same number as before, and draw four times as many answers for each update. What happens to "
        "its typical error?",
        right="It halves, because the variance falls to a quarter",
        wrong=(
            Wrong(
                "It falls to a quarter, because the errors cancel out",
                "The variance falls to a quarter, and the typical error is its square root.",
            ),
            Wrong(
                "It stays, because each answer is just as noisy",
                "Each push is as noisy as before, but the update is their average, and that is less noisy.",
            ),
        ),
        why="With a fixed number subtracted, the variance falls as 1/K. A good baseline can save more, without another "
        "draw.",
        evidence=Evidence(
            "variance_vs_k",
            "In the example *yes, no, maybe* with nothing subtracted, the total variance is 4.95 at K = 4 "
            "and 1.24 at K = 16.",
            (("k", "16"), ("quantity", "total variance")),
        ),
        right_place=0,
    ),
    Question(
        "tokens",
        "Each token earns something, but the model is told only the sum. Why is there so much noise in the update from "
        "a long response?",
        right="Each token is also pushed by what the other tokens earned",
        wrong=(
            Wrong(
                "Each token is pushed the wrong way, even on average",
                "On average each token is pushed the right way: sharing a reward costs noise and adds no bias.",
            ),
            Wrong(
                "Each token gets a small part of the reward, as it is divided",
                "Nothing is divided: every token gets the whole reward.",
            ),
        ),
        why="One reward for all tokens is right on average, but what the other tokens earn is noise to this one. The "
        "longer the response, the more of them there are. A critic takes away some of that noise.",
        evidence=Evidence(
            "tokens",
            "In the example *yes, no, maybe* with T = 8 and the expected reward subtracted, the variance is 172 if all "
            "tokens share one reward, and 9.35 if each gets its own.",
            (("length", "8"), ("task", "sum"), ("credit", "expected reward")),
        ),
        right_place=1,
    ),
)

KNOWN = (
    "A drawn answer has no slope, so you move the probabilities.",
    "Each draw pushes its own answer, in proportion to its reward.",
    "One push may be wrong; their average is the gradient.",
    "Subtracting a fixed number changes the noise, never the average.",
    "More draws or a good baseline give you less noise.",
)

LANGUAGE_MODELS = (
    "**Many tokens.** A response is hundreds of draws, and one reward is shared by all of them.",
    "**Where rewards come from.** A reward model imitates what people prefer, or a checker runs a test or compares a "
    "result.",
    "**PPO** (Schulman et al. 2017) takes several steps with one batch. Its *clip* takes away the reason to move far "
    "from the policy that drew it, and a *critic*, a second network, learns the baseline.",
    "**GRPO** (Shao et al. 2024) needs no critic. It draws a group of responses to one prompt, subtracts the mean of "
    "the group, and divides by its spread.",
)

READING = (
    "Williams 1992, *Simple statistical gradient-following algorithms for connectionist reinforcement learning*: the "
    "paper that named REINFORCE.",
    "Sutton and Barto 2018, *Reinforcement Learning: An Introduction*, chapter 13: policy gradients from the start.",
    "The notebook that comes with this project, `examples/reinforce_in_ten_lines.ipynb`: the same in ten lines of "
    "Python.",
)
NEXT_PAGES = ("tokens", "groups")
