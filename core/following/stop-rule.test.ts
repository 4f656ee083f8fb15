import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { begun, endOf, judgeSight, longestBridge, type Sight, sureAgain, sureEnough, type Watch } from './stop-rule.ts'

const sure: Sight = { decoded: true, confidence: 0.95, visible: 1, leapt: false, newScene: false }
const unsure: Sight = { ...sure, confidence: 0.2 }
const hole: Sight = { decoded: false, confidence: 0, visible: 1, leapt: false, newScene: false }

/** What every sight leads to, up to the first stop. */
function actions(sights: readonly Sight[]): string[] {
  let watch: Watch = begun
  const found: string[] = []
  for (const sight of sights) {
    const verdict = judgeSight(watch, sight)
    watch = verdict.watch
    found.push(verdict.action)
    if (verdict.action !== 'take' && verdict.action !== 'bridge') break
  }
  return found
}

describe('following', () => {
  it('goes on while it is sure', () => {
    expect(actions([sure, { ...sure, confidence: sureEnough }, sure])).toEqual(['take', 'take', 'take'])
  })

  it('bridges a moment, and asks for more certainty after it', () => {
    expect(
      actions([sure, unsure, { ...sure, confidence: sureEnough }, { ...sure, confidence: sureAgain }, unsure]),
    ).toEqual(['take', 'bridge', 'bridge', 'take', 'bridge'])
  })

  it('stops after the longest bridge, and says whether frames were there at all', () => {
    const long = longestBridge + 1
    expect(actions(Array.from({ length: long + 5 }, () => unsure)).at(-1)).toBe('lost')
    expect(actions(Array.from({ length: long + 5 }, () => hole)).at(-1)).toBe('undecodable')
    expect(actions([hole, ...Array.from({ length: long }, () => unsure)])).toHaveLength(long)
  })

  it('stops at once where the scene changes and the thing is not there', () => {
    expect(actions([sure, { ...unsure, newScene: true }])).toEqual(['take', 'scene-cut'])
    expect(actions([sure, { ...sure, newScene: true }])).toEqual(['take', 'take'])
    expect(actions([sure, { ...sure, confidence: 0.8, newScene: true }])).toEqual(['take', 'scene-cut'])
  })

  it('asks for more certainty where the thing has leapt', () => {
    expect(actions([{ ...sure, confidence: 0.6, leapt: true }])).toEqual(['bridge'])
    expect(actions([{ ...sure, confidence: sureAgain, leapt: true }])).toEqual(['take'])
  })

  it('stops where too little of the thing is in the picture, however sure it is', () => {
    expect(actions([sure, { ...sure, visible: 0.2 }])).toEqual(['take', 'left-picture'])
    expect(actions([{ ...unsure, visible: 0.1 }])).toEqual(['left-picture'])
  })

  it('calls a bridge without another side by what was missing', () => {
    expect(endOf({ missed: 3, undecoded: 3, visible: 1 })).toBe('undecodable')
    expect(endOf({ missed: 3, undecoded: 1, visible: 1 })).toBe('lost')
  })
})

it('never goes on for longer than the longest bridge without a sure sight', () => {
  const sight = fc.record({
    decoded: fc.boolean(),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    visible: fc.double({ min: 0, max: 1, noNaN: true }),
    leapt: fc.boolean(),
    newScene: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(sight, { maxLength: 60 }), (sights) => {
      const found = actions(sights)
      let bridged = 0
      for (const [at, action] of found.entries()) {
        bridged = action === 'bridge' ? bridged + 1 : 0
        expect(bridged).toBeLessThanOrEqual(longestBridge)
        if (action === 'take') expect(sights[at]).toMatchObject({ decoded: true })
        if (action === 'take') expect(sights[at]?.confidence).toBeGreaterThanOrEqual(sureEnough)
      }
    }),
  )
})
