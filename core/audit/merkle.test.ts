import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  appendLeaf,
  consistencyPath,
  emptyPeaks,
  type HashBytes,
  inclusionPath,
  leafHash,
  type Peaks,
  peaksFromBytes,
  peaksToBytes,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'

const hash: HashBytes = (bytes) => createHash('sha256').update(bytes).digest()
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function treeOf(leaves: readonly Uint8Array[]): Peaks {
  return leaves.reduce((peaks, leaf) => appendLeaf(hash, peaks, leaf), emptyPeaks)
}

/** The definition of RFC 6962, 2.1, word for word, over data instead of leaf hashes. */
function rootByDefinition(data: readonly Uint8Array[]): Uint8Array {
  const [only] = data
  if (only === undefined) return hash(new Uint8Array(0))
  if (data.length === 1) return hash(Buffer.concat([Uint8Array.of(0), only]))
  const split = 2 ** Math.ceil(Math.log2(data.length) - 1)
  return hash(
    Buffer.concat([Uint8Array.of(1), rootByDefinition(data.slice(0, split)), rootByDefinition(data.slice(split))]),
  )
}

/** The inputs and answers of the reference tests of Certificate Transparency (google/certificate-transparency, merkle_tree_test.cc). */
const published = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const publishedRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const publishedLeaves = published.map((text) => leafHash(hash, Buffer.from(text, 'hex')))
const publishedLeaf = (index: number): Uint8Array => publishedLeaves[index] ?? new Uint8Array(0)

test('the published roots of Certificate Transparency', () => {
  expect(publishedRoots.map((_, size) => hex(rootOf(hash, treeOf(publishedLeaves.slice(0, size)))))).toEqual(
    publishedRoots,
  )
})

test('the published paths of Certificate Transparency', () => {
  const path = (index: number, size: number): string[] => inclusionPath(hash, publishedLeaf, index, size).map(hex)
  expect(path(0, 1)).toEqual([])
  expect(path(0, 8)).toEqual([
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ])
  expect(path(5, 8)).toEqual([
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
  expect(path(2, 3)).toEqual(['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'])
  expect(consistencyPath(hash, publishedLeaf, 6, 8).map(hex)).toEqual([
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
  expect(consistencyPath(hash, publishedLeaf, 2, 5).map(hex)).toEqual([
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  ])
})

const most = 70
const data = Array.from({ length: most }, (_, index) => Buffer.from(`entry ${index}`))
const leaves = data.map((bytes) => leafHash(hash, bytes))
const leafAt = (index: number): Uint8Array => leaves[index] ?? new Uint8Array(0)
const roots = Array.from({ length: most + 1 }, (_, size) => rootOf(hash, treeOf(leaves.slice(0, size))))
const rootAt = (size: number): Uint8Array => roots[size] ?? new Uint8Array(0)
const flipped = (bytes: Uint8Array): Uint8Array => bytes.map((byte, index) => (index === 7 ? byte ^ 4 : byte))

test('roots by appending are those of the definition, for every size up to 70', () => {
  expect(roots.map(hex)).toEqual(roots.map((_, size) => hex(rootByDefinition(data.slice(0, size)))))
})

test('every inclusion proof up to 70 leaves holds, and at no other place, of no other leaf, to no other root', () => {
  for (let size = 1; size <= most; size++) {
    for (let index = 0; index < size; index++) {
      const path = inclusionPath(hash, leafAt, index, size)
      const claim = { leaf: leafAt(index), index, path, head: { size, root: rootAt(size) } }
      const wrong = [
        { ...claim, leaf: flipped(claim.leaf) },
        { ...claim, index: index + 1 },
        { ...claim, path: [...path, rootAt(1)] },
        { ...claim, head: { size, root: flipped(claim.head.root) } },
        ...(path.length > 0 ? [path.slice(1), path.map(flipped)] : []).map((other) => ({ ...claim, path: other })),
      ]
      expect(verifyInclusion(hash, claim)).toBe(true)
      expect(wrong.filter((other) => verifyInclusion(hash, other))).toEqual([])
    }
  }
})

test('every consistency proof up to 70 leaves holds, and for no other roots or sizes', () => {
  for (let newer = 0; newer <= most; newer++) {
    for (let older = 0; older <= newer; older++) {
      const path = consistencyPath(hash, leafAt, older, newer)
      const claim = {
        older: { size: older, root: rootAt(older) },
        newer: { size: newer, root: rootAt(newer) },
        path,
      }
      expect(verifyConsistency(hash, claim)).toBe(true)
      expect(verifyConsistency(hash, { ...claim, older: { size: older, root: flipped(rootAt(older)) } })).toBe(false)
      expect(verifyConsistency(hash, { ...claim, path: [...path, rootAt(1)] })).toBe(false)
      if (older > 0) {
        expect(verifyConsistency(hash, { ...claim, newer: { size: newer, root: flipped(rootAt(newer)) } })).toBe(false)
        expect(verifyConsistency(hash, { ...claim, older: { size: older - 1, root: rootAt(older) } })).toBe(false)
      }
      if (path.length > 0) expect(verifyConsistency(hash, { ...claim, path: path.map(flipped) })).toBe(false)
    }
  }
})

test('claims beyond all numbers are false and come to an end', () => {
  const root = rootAt(1)
  for (const size of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) {
    expect(verifyInclusion(hash, { leaf: root, index: 0, path: [root], head: { size, root } })).toBe(false)
    expect(verifyConsistency(hash, { older: { size, root }, newer: { size: 2 ** 60, root }, path: [root] })).toBe(false)
  }
  const far = { size: Number.MAX_SAFE_INTEGER, root }
  expect(verifyInclusion(hash, { leaf: root, index: far.size - 1, path: [root], head: far })).toBe(false)
  expect(verifyConsistency(hash, { older: { size: far.size - 1, root }, newer: far, path: [root] })).toBe(false)
})

test('places that are not in the tree are refused', () => {
  expect(() => inclusionPath(hash, leafAt, 3, 3)).toThrow(RangeError)
  expect(() => consistencyPath(hash, leafAt, 4, 3)).toThrow(RangeError)
  expect(() => appendLeaf(hash, { size: 1, hashes: [] }, rootAt(1))).toThrow(RangeError)
})

test('peaks come back from their bytes, and only with their size', () => {
  for (let size = 0; size <= most; size++) {
    const peaks = treeOf(leaves.slice(0, size))
    const back = peaksFromBytes(size, peaksToBytes(peaks))
    expect(back && hex(rootOf(hash, back))).toBe(hex(rootAt(size)))
    expect(peaksFromBytes(2 * size + 1, peaksToBytes(peaks))).toBeNull()
  }
  expect(peaksFromBytes(-1, new Uint8Array(0))).toBeNull()
})
