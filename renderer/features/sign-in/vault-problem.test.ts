import { expect, test } from 'vitest'
import { failureSentence } from '../../ui/wording.ts'
import { failureOfProblem } from './vault-problem.ts'

test('a vault that cannot be used is told of in a sentence that says what to do', () => {
  const told = (['vault-missing', 'slots-damaged', 'demo-vault-only', 'not-readable'] as const).map((kind) =>
    failureSentence(failureOfProblem({ kind, folder: '/data/vault' })),
  )
  expect(told.map((sentence) => sentence.split(/[:.;]/)[0])).toEqual([
    'There is no vault in /data/vault',
    'The file of keys (slots',
    'This program opens demonstration vaults only, and this is not one',
    '/data/vault cannot be read',
  ])
})
