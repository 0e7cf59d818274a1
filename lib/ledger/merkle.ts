import { sha256 } from "./sha256";

/** The hash of a leaf (RFC 6962, section 2.1): SHA-256 over 0x00 and the leaf's bytes. */
export function leafHash(leaf: Uint8Array): Buffer {
  return sha256(Buffer.concat([LEAF, leaf]));
}

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(Buffer.concat([NODE, left, right]));
}

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);
const HASH_BYTES = 32;

/**
 * The right edge of an RFC 6962 tree: the roots of its perfect subtrees, the largest first. All that is needed to append a
 * leaf and to tell the root; one hash for each 1 in the binary form of `size`.
 */
export class MerkleFrontier {
  private constructor(
    private leaves: number,
    private readonly subtrees: Buffer[],
  ) {}

  static empty(): MerkleFrontier {
    return new MerkleFrontier(0, []);
  }

  /** From `toBytes()`. @throws RangeError when the bytes do not fit the size */
  static fromBytes(size: number, bytes: Uint8Array): MerkleFrontier {
    const ones = size.toString(2).replaceAll("0", "").length;
    if (bytes.length !== ones * HASH_BYTES) throw new RangeError(`a tree of ${size} leaves has a frontier of ${ones * HASH_BYTES} bytes, not ${bytes.length}`);
    return new MerkleFrontier(size, Array.from({ length: ones }, (_, i) => Buffer.from(bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES))));
  }

  get size(): number {
    return this.leaves;
  }

  append(hash: Buffer): void {
    let merged = hash;
    for (let rest = this.leaves; rest % 2 === 1; rest = Math.floor(rest / 2)) merged = nodeHash(this.subtrees.pop()!, merged);
    this.subtrees.push(merged);
    this.leaves++;
  }

  /** The tree's root; of an empty tree SHA-256 of nothing. */
  root(): Buffer {
    if (this.leaves === 0) return sha256("");
    return this.subtrees.reduceRight((right, left) => nodeHash(left, right));
  }

  toBytes(): Buffer {
    return Buffer.concat(this.subtrees);
  }

  clone(): MerkleFrontier {
    return new MerkleFrontier(this.leaves, [...this.subtrees]);
  }
}
