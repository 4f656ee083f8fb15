import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { frameIndex } from '../time.ts'
import { newProject } from './new-project.ts'
import type { Track } from './project.ts'
import { regionsAt, regionsOver } from './regions-at.ts'

const frames = 600

it('comes to the same for many frames as for each by itself', () => {
  const anyTrack = fc
    .record({
      first: fc.nat(frames - 1),
      length: fc.integer({ min: 1, max: 400 }),
      action: fc.constantFrom('hide', 'keep'),
    })
    .map(
      ({ first, length, action }): Omit<Track, 'id'> => ({
        ...{ class: 'face', action: action as Track['action'], shape: 'rect', untilFrame: frameIndex(first + length) },
        keys: [{ frame: frameIndex(first), box: [first, 10, 20, 20] }],
      }),
    )
  fc.assert(
    fc.property(fc.array(anyTrack, { maxLength: 12 }), fc.boolean(), (made, inverse) => {
      const tracks = made.map((track, at) => ({ ...track, id: `t${at + 1}` }))
      const clip = { sha256: sha256('0'.repeat(64)), frames }
      const project = { ...newProject({ clip, purpose: 'SAR', secret: '0'.repeat(64), tracks }), inverse }
      const over = regionsOver(project)
      for (const frame of [0, 127, 128, 129, 300, frames - 1, frames])
        expect(over(frameIndex(frame))).toEqual(regionsAt(project, frameIndex(frame)))
    }),
    { numRuns: 40 },
  )
})
