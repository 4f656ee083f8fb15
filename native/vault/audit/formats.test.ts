import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { auditEntryOf } from '../../../core/audit/audit-entry.ts'
import {
  appendLeaf,
  consistencyPath,
  emptyPeaks,
  inclusionPath,
  type LeafAt,
  rootOf,
} from '../../../core/audit/merkle.ts'
import { canonicalJson } from '../../certificate/canonical-json.ts'
import { fingerprint } from '../keys/device-key.ts'
import { publicKeyOf, sign } from '../keys/key-pairs.ts'
import { auditLeafOf } from './audit-leaf.ts'
import { hashBytes } from './hash-bytes.ts'
import { inclusionProofDocument } from './proof-document.ts'
import { checkpointFault, hexOf, signCheckpoint, trustedKeysOf } from './signed-checkpoint.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/FORMATS.md'), 'utf8')
const block = /```audit-vectors\n([^`]*)```/.exec(page)?.[1] ?? ''
const lines = block.split('\n').map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)])
const all = (name: string): string[] => lines.filter(([title]) => title === name).map(([, value]) => value ?? '')
const one = (name: string): string => all(name)[0] ?? ''

const privateKey = Buffer.from(one('private-key'), 'hex')
const entries = all('entry').map((text) => JSON.parse(text))
const leaves = entries.map((entry) => {
  const taken = auditEntryOf(entry)
  if (!taken.ok) throw new Error(taken.failure.field)
  return auditLeafOf(taken.value)
})
const leafAt: LeafAt = (index) => leaves[index]?.leaf ?? new Uint8Array(0)

test('the entries of the vectors are canonical, and have their leaves and roots', () => {
  expect(leaves.map(({ text }) => text)).toEqual(all('entry'))
  expect(leaves.map(({ leaf }) => hexOf(leaf))).toEqual(all('leaf'))
  let peaks = emptyPeaks
  const roots = leaves.map(({ leaf }) => {
    peaks = appendLeaf(hashBytes, peaks, leaf)
    return hexOf(rootOf(hashBytes, peaks))
  })
  expect(roots).toEqual(all('root'))
  expect(roots).toHaveLength(3)
})

test('the paths of the vectors', () => {
  expect(inclusionPath(hashBytes, leafAt, 1, 3).map(hexOf).join(' ')).toBe(one('inclusion-1-of-3'))
  expect(consistencyPath(hashBytes, leafAt, 2, 3).map(hexOf).join(' ')).toBe(one('consistency-2-to-3'))
})

test('the key and the checkpoint of the vectors, which proves an entry', () => {
  const publicKey = publicKeyOf('ed25519', privateKey)
  const device = fingerprint(publicKey)
  expect([Buffer.from(publicKey).toString('base64url'), device]).toEqual([one('public-key'), one('device')])
  const expected = JSON.parse(one('checkpoint'))
  const checkpoint = signCheckpoint(
    { size: 3, root: Buffer.from(all('root')[2] ?? '', 'hex') },
    expected.at,
    device,
    (text) => ({
      signature: Buffer.from(sign(privateKey, Buffer.from(text))).toString('base64url'),
      publicKey: one('public-key'),
      keyId: device,
    }),
  )
  expect(canonicalJson.textOf(checkpoint)).toBe(one('checkpoint'))
  const keys = trustedKeysOf([publicKey])
  expect(checkpointFault(checkpoint, keys)).toBeNull()
  const text = all('entry')[1] ?? ''
  const proof = inclusionProofDocument({ seq: 1, text, leafAt, checkpoint, keys })
  expect(proof).toMatchObject({ ok: true, value: { path: one('inclusion-1-of-3').split(' ') } })
  const other = { seq: 1, text: text.replace('begun', 'done'), leafAt, checkpoint, keys }
  expect(inclusionProofDocument(other)).toEqual({
    ok: false,
    failure: { kind: 'audit-broken', seq: 1, why: 'not-included' },
  })
})
