/** SHA-256 of some bytes: 32 bytes. Must not keep its argument, which may be written over after the call. */
export type HashBytes = (bytes: Uint8Array) => Uint8Array

/**
 * A growing Merkle tree as far as it must be remembered to go on: the roots of the complete subtrees that its leaves fall into, the
 * largest first; as many as `size` has bits set. Hashes are 32 bytes each.
 */
export type Peaks = { readonly size: number; readonly hashes: readonly Uint8Array[] }

/** Leaf hashes of a log by index; `at` is asked for indices below the size in question only. */
export type LeafAt = (index: number) => Uint8Array

/** The root that the first `size` leaves of a log have. */
export type TreeHead = { readonly size: number; readonly root: Uint8Array }

const hashBytes = 32

/** The tree without leaves. */
export const emptyPeaks: Peaks = { size: 0, hashes: [] }

/** Hash of a leaf: SHA-256 over 0x00 and its bytes (RFC 6962, 2.1). */
export function leafHash(hash: HashBytes, bytes: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(1 + bytes.length)
  prefixed.set(bytes, 1)
  return hash(prefixed)
}

/** Written anew for every node: a million of them are hashed in a row. */
const nodeBytes = new Uint8Array(1 + 2 * hashBytes)
nodeBytes[0] = 1

/** Hash of an inner node: SHA-256 over 0x01, left and right. The prefix keeps a node from passing for a leaf (RFC 6962, 2.1). */
function nodeHash(hash: HashBytes, left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== hashBytes || right.length !== hashBytes) throw new RangeError('not a hash of 32 bytes')
  nodeBytes.set(left, 1)
  nodeBytes.set(right, 1 + hashBytes)
  return hash(nodeBytes)
}

/** The tree with one leaf more: as many subtrees close as `size` ends in one bits. */
export function appendLeaf(hash: HashBytes, peaks: Peaks, leaf: Uint8Array): Peaks {
  const hashes = peaks.hashes.slice()
  let top = leaf
  for (let left = peaks.size; left % 2 === 1; left = (left - 1) / 2) {
    const peak = hashes.pop()
    if (peak === undefined) throw new RangeError('peaks do not belong to their size')
    top = nodeHash(hash, peak, top)
  }
  hashes.push(top)
  return { size: peaks.size + 1, hashes }
}

/** The root of the tree: its peaks folded from the smallest; of none, the hash of nothing (RFC 6962, 2.1: MTH). */
export function rootOf(hash: HashBytes, peaks: Peaks): Uint8Array {
  const root = peaks.hashes.reduceRight<Uint8Array | null>(
    (right, left) => (right === null ? left : nodeHash(hash, left, right)),
    null,
  )
  return root ?? hash(new Uint8Array(0))
}

function peakCount(size: number): number {
  let count = 0
  for (let left = size; left > 0; left = Math.floor(left / 2)) count += left % 2
  return count
}

/** Peaks as bytes to keep: the hashes one after the other. The size is kept beside them. */
export function peaksToBytes(peaks: Peaks): Uint8Array {
  const bytes = new Uint8Array(peaks.hashes.length * hashBytes)
  peaks.hashes.forEach((hash, index) => {
    bytes.set(hash, index * hashBytes)
  })
  return bytes
}

/** Takes peaks from what `peaksToBytes` gave; null where the bytes cannot belong to a tree of that size. */
export function peaksFromBytes(size: number, bytes: Uint8Array): Peaks | null {
  if (!Number.isSafeInteger(size) || size < 0 || bytes.length !== peakCount(size) * hashBytes) return null
  const hashes = Array.from({ length: bytes.length / hashBytes }, (_, index) =>
    bytes.slice(index * hashBytes, (index + 1) * hashBytes),
  )
  return { size, hashes }
}

/** The largest power of two below `size`: where RFC 6962 splits a tree of at least two leaves. */
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** Root of the leaves `[from, until)`, by appending: nothing but peaks is in memory. */
function rangeRoot(hash: HashBytes, leafAt: LeafAt, from: number, until: number): Uint8Array {
  let peaks = emptyPeaks
  for (let index = from; index < until; index++) peaks = appendLeaf(hash, peaks, leafAt(index))
  return rootOf(hash, peaks)
}

function checkedSize(value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > most) throw new RangeError('no such place in the tree')
}

/**
 * The audit path of leaf `index` in the tree of the first `size` leaves, from the leaf upwards (RFC 6962, 2.1.1). Reads each leaf
 * once. Throws where there is no such leaf: a bug of the caller.
 */
export function inclusionPath(hash: HashBytes, leafAt: LeafAt, index: number, size: number): Uint8Array[] {
  checkedSize(index, 0, size - 1)
  const path: Uint8Array[] = []
  let [from, until] = [0, size]
  while (until - from > 1) {
    const split = from + splitOf(until - from)
    if (index < split) {
      path.push(rangeRoot(hash, leafAt, split, until))
      until = split
    } else {
      path.push(rangeRoot(hash, leafAt, from, split))
      from = split
    }
  }
  return path.reverse()
}

/**
 * The proof that the tree of the first `newer` leaves goes on from the tree of the first `older` ones (RFC 6962, 2.1.2). Empty where
 * both are the same, or `older` is 0, which needs no proof. Throws for `older` above `newer`: a bug of the caller.
 */
export function consistencyPath(hash: HashBytes, leafAt: LeafAt, older: number, newer: number): Uint8Array[] {
  checkedSize(older, 0, newer)
  if (older === 0 || older === newer) return []
  const path: Uint8Array[] = []
  let [from, until] = [0, newer]
  while (until !== older) {
    const split = from + splitOf(until - from)
    if (older <= split) {
      path.push(rangeRoot(hash, leafAt, split, until))
      until = split
    } else {
      path.push(rangeRoot(hash, leafAt, from, split))
      from = split
    }
  }
  // The subtree where the older tree ends is known to whoever knows the older root, but only when it is the whole of that tree.
  if (from > 0) path.push(rangeRoot(hash, leafAt, from, until))
  return path.reverse()
}

/** True for the same bytes. Nothing here is secret, so time may tell. */
export function equalHashes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false
  return true
}

/** What is claimed of a leaf: that it stands at `index` in the tree with that head. */
export type InclusionClaim = {
  readonly leaf: Uint8Array
  readonly index: number
  readonly path: readonly Uint8Array[]
  readonly head: TreeHead
}

/** Where a walk from a leaf to the root stands: index of the node on its level, and of the last node there. */
type Place = { readonly index: number; readonly last: number }

/** A step up, and past the levels where the node had no sibling: there it is the last one, and was carried up as it is. */
function above({ index, last }: Place, skipping: boolean): Place {
  let place = { index, last }
  const up = ({ index, last }: Place): Place => ({ index: Math.floor(index / 2), last: Math.floor(last / 2) })
  while (skipping && place.index % 2 === 0 && place.index !== 0) place = up(place)
  return up(place)
}

/** Folds a path upwards; `join` hears on which side each hash of it stands. False where the path is too short or too long. */
function climb(
  start: Place,
  path: readonly Uint8Array[],
  join: (beside: Uint8Array, isLeft: boolean) => void,
): boolean {
  let place = start
  for (const beside of path) {
    if (place.last === 0 || beside.length !== hashBytes) return false
    const isLeft = place.index % 2 === 1 || place.index === place.last
    join(beside, isLeft)
    place = above(place, isLeft)
  }
  return place.last === 0
}

/** Whether a path leads from a leaf to the root (RFC 9162, 2.1.3.2). False for whatever is not as it should be. */
export function verifyInclusion(hash: HashBytes, { leaf, index, path, head }: InclusionClaim): boolean {
  if (!isPlace(index) || !isPlace(head.size) || index >= head.size || leaf.length !== hashBytes) return false
  let root = leaf
  const whole = climb({ index, last: head.size - 1 }, path, (beside, isLeft) => {
    root = isLeft ? nodeHash(hash, beside, root) : nodeHash(hash, root, beside)
  })
  return whole && equalHashes(root, head.root)
}

function isPlace(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

/** What is claimed of two trees: that the newer one begins with the leaves of the older one. */
export type ConsistencyClaim = {
  readonly older: TreeHead
  readonly newer: TreeHead
  readonly path: readonly Uint8Array[]
}

/** Whether a path shows that a log only grew (RFC 9162, 2.1.4.2). False for whatever is not as it should be. */
export function verifyConsistency(hash: HashBytes, { older, newer, path }: ConsistencyClaim): boolean {
  if (!isPlace(older.size) || !isPlace(newer.size) || older.size > newer.size) return false
  if (older.size === 0) return path.length === 0 && equalHashes(older.root, hash(new Uint8Array(0)))
  if (older.size === newer.size) return path.length === 0 && equalHashes(older.root, newer.root)
  return verifyGrowth(hash, { older, newer, path })
}

function verifyGrowth(hash: HashBytes, { older, newer, path }: ConsistencyClaim): boolean {
  let start: Place = { index: older.size - 1, last: newer.size - 1 }
  while (start.index % 2 === 1) start = above(start, false)
  // An index of 0 says that the older tree is one complete subtree: its root is where the path starts.
  const [first, ...rest] = start.index === 0 ? [older.root, ...path] : path
  if (first?.length !== hashBytes) return false
  let [olderRoot, newerRoot] = [first, first]
  const whole = climb(start, rest, (beside, isLeft) => {
    if (isLeft) olderRoot = nodeHash(hash, beside, olderRoot)
    newerRoot = isLeft ? nodeHash(hash, beside, newerRoot) : nodeHash(hash, newerRoot, beside)
  })
  return whole && equalHashes(olderRoot, older.root) && equalHashes(newerRoot, newer.root)
}
