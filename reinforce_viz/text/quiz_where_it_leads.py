"""The questions of the last part of the story: tokens, the clip, KL and groups."""

from reinforce_viz.text.question import Evidence, Question, Wrong

LAST = (
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
    Question(
        "clip",
        "PPO uses a batch several times, with the clip at 20%. One answer's ratio reaches 1.28. How can that be?",
        right="The clip stops a push beyond the bound and takes nothing back",
        wrong=(
            Wrong(
                "The clip bounds the average ratio, and single ones go further",
                "Each answer is clipped by its own ratio, and no average is taken of them.",
            ),
            Wrong(
                "The clip counts from the last epoch, so its bounds move along",
                "The ratio is always taken to the policy that drew the batch, so its bounds stay where they are.",
            ),
        ),
        why="Inside the bounds nothing is stopped, and one step may lead far outside. From there on the answer's own "
        "push is stopped, but nothing pulls it back: the clip is not a wall.",
        evidence=Evidence(
            "clipping",
            "In the example *yes, no, maybe* with a learning rate of 2, the ratio of the best answer reaches 2.76 "
            "after a single epoch, and the clip leaves it at 2.22.",
            (("scene", "learning rate 2"),),
        ),
        right_place=2,
    ),
    Question(
        "kl",
        "As numbers, k1 and k3 are right about KL on average. You make each a loss. Which one leads to the largest "
        "J − β KL?",
        right="Neither, as a right number may still push the wrong way",
        wrong=(
            Wrong(
                "Both, as what is right on average pushes right on average",
                "The average also changes because other answers are drawn, and a loss leaves that part out.",
            ),
            Wrong(
                "Only k3, as it is never below zero and so pushes calmly",
                "Its push is that of the other divergence, KL(ref ‖ π), however calm it is.",
            ),
        ),
        why="On average k1 pushes nowhere, and k3 pushes as KL(ref ‖ π) does. Take β k1 off each reward instead, and "
        "the model ends at the right place.",
        evidence=Evidence(
            "kl",
            "In the example *yes, no, maybe* with β = 2 the best answer has 78% at the ring. As a loss k1 ends at "
            "100%, and k3 at 72%.",
            (("beta", "2.0"),),
        ),
        right_place=1,
    ),
    Question(
        "group",
        "GRPO divides the advantages of a group by their spread. What does its step no longer tell you?",
        right="How large a gap is, as each group gets the same spread",
        wrong=(
            Wrong(
                "Which answer was best, as all of them now count alike",
                "Dividing keeps the order, so the best answer of a group has the largest advantage.",
            ),
            Wrong(
                "Nothing that counts, as only the step's length changes",
                "Every group is divided by a number of its own, so the average step can turn as well.",
            ),
        ),
        why="A gap of a tenth can count as much as one of twenty. So the average step may turn away from the gradient, "
        "and even point downhill.",
        evidence=Evidence(
            "groups",
            "In the example *a rare disaster* the average step of groups of 8 makes an angle of 99° with the gradient.",
            (("preset", "a rare disaster"),),
        ),
        right_place=0,
    ),
)
