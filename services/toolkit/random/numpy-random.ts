/**
 * NumPy's legacy generator, `numpy.random.RandomState(seed)`: MT19937 started by `init_genrand`, so that an order or a
 * sample drawn here is the one that the Python tools draw. Only what they use is here.
 */

const N = 624;
const M = 397;
const MAX_SEED = 0xffffffff;

export class NumpyRandom {
  readonly #state = new Uint32Array(N);
  #position = N;

  /**
   * @param seed 0 … 2³²−1, as NumPy allows; 0 is a seed like any other
   * @throws RangeError for any other seed
   */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED)
      throw new RangeError(`Seed must be an integer between 0 and ${MAX_SEED}, got ${seed}`);
    let previous = seed >>> 0;
    this.#state[0] = previous;
    for (let i = 1; i < N; i++) {
      previous = (Math.imul(1812433253, previous ^ (previous >>> 30)) + i) >>> 0;
      this.#state[i] = previous;
    }
  }

  /** @returns the next 32 random bits. */
  uint32(): number {
    if (this.#position === N) this.#refill();
    let y = this.#state[this.#position++] ?? 0;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** @returns the next double in [0, 1) with 53 random bits: `random_sample`, `rand`. */
  double(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** @returns the next double in [low, high): `uniform(low, high)`. */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.double();
  }

  /** Shuffles in place as `RandomState.shuffle` does a list: Fisher-Yates from the end. */
  shuffle<T>(items: T[]): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.#below(i);
      const [last] = items.splice(i, 1, items[j] as T);
      items[j] = last as T;
    }
  }

  /** @returns an integer in [0, max], drawn by masked rejection. */
  #below(max: number): number {
    const mask = 2 ** (32 - Math.clz32(max)) - 1;
    for (;;) {
      const value = (this.uint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  #refill(): void {
    const state = this.#state;
    for (let i = 0; i < N; i++) {
      const y = ((state[i] ?? 0) & 0x80000000) | ((state[(i + 1) % N] ?? 0) & 0x7fffffff);
      state[i] = (state[(i + M) % N] ?? 0) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#position = 0;
  }
}
