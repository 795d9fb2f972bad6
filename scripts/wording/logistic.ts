/** One example: which features it has, what it is, and how much it counts. */
export interface Example {
  readonly features: readonly number[];
  readonly isMalicious: boolean;
  readonly weight: number;
}

/** Passes over all examples; figures no longer change after ten. */
const EPOCHS = 15;

const RATE = 0.2;
const SHRINK = 1e-3;

/** A generator of the same numbers every time: training twice gives the same weights. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Logistic regression with weights that shrink, by stochastic gradients with a rate per weight. */
export function learn(examples: readonly Example[], size: number, valueOf: (features: number) => number): { readonly bias: number; readonly weights: Float64Array } {
  const weights = new Float64Array(size);
  const seen = new Float64Array(size).fill(1e-6);
  let bias = 0;
  let seenBias = 1e-6;
  const random = createRandom(1);
  const order = [...examples];
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (const { features, isMalicious, weight } of order) {
      const value = valueOf(features.length);
      let sum = bias;
      for (const feature of features) sum += (weights[feature] ?? 0) * value;
      const slope = (1 / (1 + Math.exp(-sum)) - (isMalicious ? 1 : 0)) * weight;
      seenBias += slope * slope;
      bias -= (RATE * slope) / Math.sqrt(seenBias);
      for (const feature of features) {
        const own = weights[feature] ?? 0;
        const step = slope * value + SHRINK * own;
        const total = (seen[feature] ?? 0) + step * step;
        seen[feature] = total;
        weights[feature] = own - (RATE * step) / Math.sqrt(total);
      }
    }
  }
  return { bias, weights };
}

function shuffle<T>(list: T[], random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [list[i], list[j]];
    if (a !== undefined && b !== undefined) [list[i], list[j]] = [b, a];
  }
}
