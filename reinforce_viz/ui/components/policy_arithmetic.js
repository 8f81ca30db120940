// What the triangle computes: the same formulas as the engine, for three answers.  Policies and rewards are arrays [3].
const ALMOST_ZERO = 1e-12, TINY = 1e-300;

export const dot = (u, v) => u.reduce((sum, x, i) => sum + x * v[i], 0);

/** Each reward minus the weighted mean, through differences: equal rewards give exactly 0. */
export const centred = (weights, rewards) => rewards.map(reward => dot(weights, rewards.map(other => reward - other)));

/** The weight of each reward in the baseline of least variance. */
export function optimalWeights(policy) {
  const squares = policy.map((p, a) => policy.reduce((sum, q, i) => sum + (i === a ? 1 - q : q) ** 2, 0));
  const weights = policy.map((p, a) => p * (squares[a] + TINY));
  const total = weights.reduce((sum, w) => sum + w);
  return weights.map(w => w / total);
}

/** Reward minus baseline.  `mean` is "none", or whose weights average the rewards: "policy" or "optimal". */
export function advantages(policy, rewards, { mean, b }) {
  const weights = { policy, optimal: optimalWeights(policy) }[mean];
  return (weights ? centred(weights, rewards) : rewards).map(reward => reward - b);
}

/** Row a: the push on the logits of drawing answer a, advantage times e_a − π. */
export const pushes = (policy, rewards, baseline) =>
  advantages(policy, rewards, baseline).map((advantage, a) => policy.map((p, i) => advantage * ((i === a) - p)));

/** The average of the pushes, g = π∘(r − J). */
export const gradient = (policy, rewards) => centred(policy, rewards).map((gap, a) => policy[a] * gap);

/** The policy after one step of learningRate · push on the logits.  An answer of probability 0 keeps it. */
export function afterPush(policy, push, learningRate) {
  const logits = policy.map((p, a) => Math.log(p) + learningRate * push[a]), most = Math.max(...logits);
  const weights = logits.map(logit => Math.exp(logit - most)), total = weights.reduce((sum, w) => sum + w);
  return weights.map(w => w / total);
}

/** The answer whose share of [0, 1) a uniform number falls into. */
export function drawnAnswer(policy, uniform) {
  let sum = 0;
  const upper = policy.map(p => (sum += p));
  return upper.filter(end => end / sum <= uniform).length;
}

/** One draw and the step that it makes: the answer, the policy after it, and the baseline's b after it. */
export function oneDraw({ policy, b }, uniform, { rewards, baseline, learningRate }) {
  const answer = drawnAnswer(policy, uniform);
  const push = pushes(policy, rewards, { ...baseline, b })[answer];
  const kept = baseline.decay * b + (1 - baseline.decay) * rewards[answer];
  return { answer, policy: afterPush(policy, push, learningRate), b: baseline.decay < 1 ? kept : b };
}

/** A policy in whole thousandths, as the sliders have it, with at least `least` of each. */
export function inThousandths(policy, least = 5) {
  const raised = policy.map(p => Math.max(p, least / 1000)), total = raised.reduce((sum, p) => sum + p);
  const whole = raised.map(p => Math.max(least, Math.round((1000 * p) / total)));
  whole[whole.indexOf(Math.max(...whole))] += 1000 - whole.reduce((sum, n) => sum + n);
  return whole;
}

/** Ends of the lines of equal expected reward in the triangle: pairs of policies. */
export function levelLines(rewards, levels = 7) {
  const low = Math.min(...rewards), high = Math.max(...rewards), lines = [];
  for (let n = 1; n <= levels && high > low; n++) {
    const level = low + (n / (levels + 1)) * (high - low);
    const ends = [[0, 1], [1, 2], [2, 0]].flatMap(([i, j]) => {
      const share = (level - rewards[i]) / (rewards[j] - rewards[i]);
      return share >= 0 && share < 1 ? [[0, 1, 2].map(a => (a === i ? 1 - share : a === j ? share : 0))] : [];
    });
    lines.push(ends);
  }
  return lines;
}

/** A probability in words, as the rest of the app writes it: what lies half-way goes to the even digit. */
export function percent(share) {
  if (share <= 0 || share >= 1 - ALMOST_ZERO) return share <= 0 ? "0%" : "100%";
  const digits = share < 0.1 || share > 0.99 ? 1 : 0, unit = 10 ** -digits, whole = 100 * share;
  const halfWay = digits ? whole % 0.5 === 0.25 : whole % 1 === 0.5;
  const text = (halfWay ? 2 * unit * Math.round(whole / unit / 2) : whole).toFixed(digits);
  if (Number(text) === 0) return `less than ${unit}%`;
  return Number(text) === 100 ? `more than ${100 - unit}%` : `${text}%`;
}
