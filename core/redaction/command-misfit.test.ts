import { expect, test } from 'vitest'
import { commandMisfit } from './command-misfit.ts'

const label = { text: 'Redacted copy', at: 'top-left' } as const

test('a label belongs to no clip that is sound only, not even among other edits; taking it away does', () => {
  const noPicture = { kind: 'no-picture', what: 'label' }
  expect(commandMisfit({ kind: 'set-label', label }, 0)).toEqual(noPicture)
  expect(commandMisfit({ kind: 'batch', commands: [{ kind: 'set-label', label }] }, 0)).toEqual(noPicture)
  expect(commandMisfit({ kind: 'set-label', label }, 1)).toBe(null)
  expect(commandMisfit({ kind: 'set-label', label: null }, 0)).toBe(null)
})
