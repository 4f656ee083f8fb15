import { expect, test } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { instant } from '../ports/clock.ts'
import { checkpointText, judgeAnchor } from './checkpoint.ts'

const root = sha256('ab'.repeat(32))
const other = sha256('cd'.repeat(32))

test('what is signed is five lines', () => {
  const at = instant('2026-11-03T14:05:09.123Z')
  expect(checkpointText({ size: 1000, root, at, device: other })).toBe(
    `occlude-audit-checkpoint-v1\n1000\n${'ab'.repeat(32)}\n2026-11-03T14:05:09.123Z\n${'cd'.repeat(32)}\n`,
  )
})

test('an anchor fits, shows a rollback, shows a rewrite, or was not compared', () => {
  const anchor = { size: 10, root }
  expect(judgeAnchor(anchor, 10, root)).toBe('fits')
  expect(judgeAnchor(anchor, 12, other)).toBe('other-root')
  expect(judgeAnchor(anchor, 9, null)).toBe('log-shorter')
  expect(judgeAnchor(anchor, 12, null)).toBe('not-checked')
})
