import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { hostileHeaders } from '../clips/hostile-headers.ts'
import { clip } from '../clips/matrix.ts'
import { fuzzEngine } from './fuzz-engine.ts'
import { type NamedTrial, neverAnswers, tryClips } from './try-clips.ts'

/** The engine itself on clips that nobody made by hand. `npm run test:long` runs many more. */

test('indexes spoilt clips without a crash, a bug or a hang', async () => {
  const report = await fuzzEngine(1, 300, false)
  expect(report.never).toEqual([])
  expect(report.peakMebibytes).toBeLessThan(700)
  // The clips are spoilt, and not all of them beyond use.
  expect(report.outcomes['good'] ?? 0).toBeGreaterThan(30)
  expect(report.outcomes['partial'] ?? 0).toBeGreaterThan(30)
  expect(report.outcomes['not-media'] ?? 0).toBeGreaterThan(30)
})

test('copies of spoilt clips pass their checks, or there is none', async () => {
  const report = await fuzzEngine(10_001, 40, true)
  expect(report.never).toEqual([])
  expect(report.outcomes['verified'] ?? 0).toBeGreaterThan(15)
  // Decoders may conceal damage in a way that is not the same twice; then there is no copy. It has to stay rare.
  expect(report.unverified.length, report.unverified.join('\n')).toBeLessThanOrEqual(2)
})

test('clips with absurd headers are copied whole, as partial, or refused', async () => {
  const trials: NamedTrial[] = []
  for (const { name, content } of hostileHeaders) {
    if (content.from !== 'clip') throw new Error('headers are spoilt in clips')
    const bytes = content.spoil(new Uint8Array(await readFile(await clip(content.clip))))
    trials.push({ name, bytes, copy: true })
  }
  const wrong: string[] = []
  for await (const { name, outcome, detail } of tryClips(trials)) {
    const allowed = hostileHeaders.find((input) => input.name === name)
    const refused = allowed?.kinds.some((kind) => kind === outcome)
    const fits = outcome === 'verified' ? allowed?.outcomes.includes('good') : refused
    if (neverAnswers.has(outcome) || !fits) wrong.push(`${name}: ${outcome} ${detail}`)
  }
  expect(wrong).toEqual([])
})
