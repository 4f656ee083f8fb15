import { expect, test } from 'vitest'
import type { ClipRow } from '../../client/window-client.ts'
import { preEventOf } from './pre-event.ts'

const clip = (kind: ClipRow['kind'], preEventSeconds: number | null) => ({ kind, preEventSeconds }) as ClipRow
const rules = { requiredMetadata: [], preEventSeconds: 30 }

test('a clip that says nothing of its pre-event part has that of the profile, one that says none has none', () => {
  expect(preEventOf(clip('clip', null), rules)).toBe(30)
  expect(preEventOf(clip('clip', 0), rules)).toBe(0)
  expect(preEventOf(clip('clip', 12), rules)).toBe(12)
})

test('a copy may begin anywhere', () => {
  expect(preEventOf(clip('copy', null), rules)).toBe(0)
  expect(preEventOf(clip('copy', 12), rules)).toBe(12)
})
