import { expect, test } from 'vitest'
import { redactionSearch } from '../../../../core/detection/default-classes.ts'
import { lackingWords } from './lacking-words.ts'

test('says what a narrow search has not looked for, and nothing of a whole one or of none', () => {
  expect(lackingWords({ profile: 'balanced', classes: ['face', 'head', 'screen', 'card'] })).toBe(
    'Not looked for yet: documents, number plates. No copy is made before that.',
  )
  expect(lackingWords(redactionSearch)).toBeNull()
  expect(lackingWords(undefined)).toBeNull()
})
