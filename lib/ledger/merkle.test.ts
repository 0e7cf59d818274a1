import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { leafHash, MerkleFrontier } from "./merkle";

/** The vectors of certificate-transparency (merkletree/merkle_tree_test.cc), which RFC 6962 implementations share. */
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/** MTH of RFC 6962, section 2.1, word for word: the slow definition to compare with. */
function rootOf(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return createHash("sha256").digest();
  if (leaves.length === 1) return leafHash(leaves[0]!);
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return createHash("sha256").update(Buffer.from([1])).update(rootOf(leaves.slice(0, k))).update(rootOf(leaves.slice(k))).digest();
}

test("the roots are those of the certificate transparency vectors", () => {
  const frontier = MerkleFrontier.empty();
  expect(frontier.root().toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  LEAVES.forEach((leaf, i) => {
    frontier.append(leafHash(Buffer.from(leaf, "hex")));
    expect(frontier.root().toString("hex")).toBe(ROOTS[i]);
  });
});

test("the frontier gives the defined root at every size and survives being stored", () => {
  let frontier = MerkleFrontier.empty();
  const leaves: Buffer[] = [];
  for (let i = 0; i < 130; i++) {
    leaves.push(Buffer.from(`leaf ${i}`));
    frontier.append(leafHash(leaves[i]!));
    frontier = MerkleFrontier.fromBytes(frontier.size, frontier.toBytes());
    expect(frontier.root()).toEqual(rootOf(leaves));
  }
  expect(() => MerkleFrontier.fromBytes(7, frontier.toBytes())).toThrow(RangeError);
});
