import { expect, test } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import type { Box } from '../geometry/shape.ts'
import { newProject } from '../redaction/new-project.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { frameIndex } from '../time.ts'
import { tracksFromLeaks } from './leak-tracks.ts'
import { openLeaks } from './open-leaks.ts'
import type { Leak } from './report.ts'

const size = { width: 640, height: 360 }
const clip = { ...size, frames: 60, framesPerSecond: 30 }
const box: Box = [200, 100, 40, 50]
const leaks: readonly Leak[] = [10, 11, 12].map((frame) => ({
  ...{ frame: frameIndex(frame), class: 'face', score: 0.8 },
  box: [200 + frame, 100, 40, 50] as const,
}))

function projectOf(tracks: readonly Track[], more: Partial<RedactionProject> = {}): RedactionProject {
  const start = { clip: { sha256: sha256('0'.repeat(64)), frames: 60 }, purpose: 'SAR', secret: '0'.repeat(64) }
  return { ...newProject({ ...start, tracks }), ...more }
}

function track(action: Track['action'], more: Partial<Track> = {}): Track {
  const keys = [{ frame: frameIndex(0), box }]
  return { id: 'x1', class: 'face', action, shape: 'ellipse', keys, untilFrame: frameIndex(60), margin: 0.3, ...more }
}

test('everything is open that nothing hides, in every class and where nobody knows what was searched for', () => {
  expect(openLeaks(leaks, projectOf([]), size)).toEqual(leaks)
  const odd = [{ ...leaks[0], class: 'nobody knows' }] as readonly Leak[]
  expect(openLeaks(odd, projectOf([]), size)).toEqual(odd)
})

test('tracks that are made of leaks leave none of them open', () => {
  const made = tracksFromLeaks(leaks, projectOf([]), clip)
  expect(openLeaks(leaks, projectOf(made), size)).toEqual([])
  const [first] = made
  if (!first) throw new Error('no track')
  expect(openLeaks(leaks, projectOf([{ ...first, untilFrame: frameIndex(12) }]), size)).toEqual([leaks[2]])
})

test('half covered is not hidden; blanked and left out are', () => {
  const half = track('hide', { shape: 'rect', margin: 0, keys: [{ frame: frameIndex(0), box: [211, 100, 22, 50] }] })
  expect(openLeaks(leaks, projectOf([half]), size)).toEqual(leaks)
  const blanks = [{ from: frameIndex(10), until: frameIndex(12), reason: 'other' }]
  expect(openLeaks(leaks, projectOf([], { blanks }), size)).toEqual([leaks[2]])
  expect(openLeaks(leaks, projectOf([], { spans: [[frameIndex(0), frameIndex(11)]] }), size)).toEqual([leaks[0]])
})

test('what somebody shows on purpose, or has called no thing, is not open', () => {
  for (const action of ['keep', 'ignore'] as const) {
    expect(openLeaks(leaks, projectOf([track(action)]), size)).toEqual([])
    expect(openLeaks(leaks, projectOf([track(action, { untilFrame: frameIndex(12) })]), size)).toEqual([leaks[2]])
  }
})
