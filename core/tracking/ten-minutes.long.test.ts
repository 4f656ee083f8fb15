import { expect, test } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import type { Detection, DetectionRun } from '../detection/detection.ts'
import type { Box } from '../geometry/shape.ts'
import { frameIndex } from '../time.ts'
import { linkDetections } from './link-detections.ts'
import { type Random, randomFrom } from './synthetic/random.ts'
import { trackingSettings } from './tracking-settings.ts'

const clip = { frames: 18_000, width: 1920, height: 1080, framesPerSecond: 30 }
const people = 10
const mostMemory = 700e6

/** Two passes' boxes of somebody in one frame; now and then there is nobody, or nobody is seen. */
function seenOf(person: number, at: number, random: Random): Detection[] {
  if (Math.sin(at / 300 + person * 2) < -0.6 || random() < 0.1) return []
  const [x, y] = [100 + person * 170 + 80 * Math.sin(at / 200 + person), 300 + 100 * Math.sin(at / 333 + person * 3)]
  const worn = `${person.toString(16).repeat(24)}${random() < 0.5 ? '1' : '2'}0000000`
  return [1, 2].map(() => {
    const box: Box = [x + 4 * random(), y + 4 * random(), 40 + person * 4, 52 + person * 5]
    return { frame: frameIndex(at), class: 'face', box, score: 0.3 + 0.6 * random(), model: 'm', appearance: worn }
  })
}

/** Ten people who sway, go and come back for ten minutes, seen by two passes in every second frame. */
function seenForTenMinutes(): DetectionRun {
  const random = randomFrom(5)
  const looks = Array.from({ length: clip.frames / 2 }, (_, look) => 2 * look)
  const persons = Array.from({ length: people }, (_, person) => person)
  const detections = looks.flatMap((at) => persons.flatMap((person) => seenOf(person, at, random)))
  const examined = looks.flatMap((at) => [640, 960].map((scale) => ({ frame: frameIndex(at), model: 'm', scale })))
  const about = {
    clip: { sha256: sha256('0'.repeat(64)), frames: clip.frames },
    classes: ['face' as const],
    failed: [],
  }
  return { version: 1, profile: 'balanced', ...about, examined, detections }
}

test('ten minutes with ten people fit into the memory and the list of what to look at stays short', async ({
  annotate,
}) => {
  const run = seenForTenMinutes()
  const began = performance.now()
  const { tracks, lookHere, proposals } = linkDetections(run, clip, trackingSettings())
  const seconds = (performance.now() - began) / 1000
  const memory = process.memoryUsage().rss
  await annotate(
    `${run.detections.length} boxes, ${tracks.length} tracks, ${proposals.length} proposals: ${seconds.toFixed(1)} s, ${Math.round(memory / 1e6)} MB`,
  )
  expect(tracks.length).toBeLessThan(30 * people)
  expect(lookHere.length).toBeLessThanOrEqual(240)
  expect(memory).toBeLessThan(mostMemory)
})
