import { expect, test } from 'vitest'
import type { Progress } from '../../core/ports/work.ts'
import { farWords, workName } from './work-words.ts'

const progress: Progress = { stage: 'index', done: 30, total: 120, seconds: 1, files: { done: 3, all: 12 } }

test('work is named by what it does', () => {
  expect(workName({ method: 'clip.decode', progress })).toBe('Checking clips that came in')
  expect(workName({ method: 'redaction.queue', progress })).toBe('Looking for people overnight')
  expect(workName({ method: 'clip.redact', progress: { ...progress, stage: 'render' } })).toBe('Making the copy')
  expect(workName({ method: 'redaction.render', progress })).toBe('Making the copy')
})

test('what nobody knows yet is left out', () => {
  expect(farWords({ progress, secondsLeft: 200 })).toBe('3 of 12 clips, 25 %, about 3 minutes left')
  const only = farWords({ progress: { ...progress, files: { done: 0, all: 1 } }, secondsLeft: null })
  expect(only).toBe('0 of 1 clip, 25 %')
  const coming: Progress = { ...progress, stage: 'import', files: { done: 3, all: null } }
  expect(farWords({ progress: coming, secondsLeft: null })).toBe('3 files')
  const { files: _, ...bare } = progress
  expect(farWords({ progress: bare, secondsLeft: null })).toBe('25 %')
  expect(farWords({ progress: { ...bare, total: 0 }, secondsLeft: null })).toBe('')
})
