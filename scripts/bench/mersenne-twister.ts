const SIZE = 624;
const SHIFT = 397;

/**
 * MT19937 (Matsumoto and Nishimura, 1998), seeded and read as Python's `random.Random` does: the workload that the peers were measured on
 * is made with that, and the same seed has to give the same bytes.
 */
export class MersenneTwister {
  private readonly state = new Uint32Array(SIZE);
  private at = SIZE;

  /** @param seed a whole number of less than 32 bits. */
  constructor(seed: number) {
    this.seedByArray([seed >>> 0]);
  }

  /** 32 random bits. */
  bits(): number {
    if (this.at === SIZE) this.twist();
    let y = this.state[this.at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** At least 0, less than 1, with 53 random bits. */
  random(): number {
    const [high, low] = [this.bits() >>> 5, this.bits() >>> 6];
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** A whole number from 0 to less than `n`. */
  below(n: number): number {
    const shift = Math.clz32(n);
    for (;;) {
      const drawn = this.bits() >>> shift;
      if (drawn < n) return drawn;
    }
  }

  private seedByArray(key: readonly number[]): void {
    const { state } = this;
    state[0] = 19_650_218;
    for (let i = 1; i < SIZE; i++) state[i] = Math.imul(1_812_433_253, state[i - 1]! ^ (state[i - 1]! >>> 30)) + i;
    let i = 1;
    const step = (multiplier: number, add: number) => {
      state[i] = (state[i]! ^ Math.imul(state[i - 1]! ^ (state[i - 1]! >>> 30), multiplier)) + add;
      if (++i < SIZE) return;
      state[0] = state[SIZE - 1]!;
      i = 1;
    };
    for (let k = 0; k < SIZE; k++) step(1_664_525, key[k % key.length]! + (k % key.length));
    for (let k = 1; k < SIZE; k++) step(1_566_083_941, -i);
    state[0] = 0x80000000;
  }

  private twist(): void {
    const { state } = this;
    for (let i = 0; i < SIZE; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % SIZE]! & 0x7fffffff);
      state[i] = state[(i + SHIFT) % SIZE]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.at = 0;
  }
}
