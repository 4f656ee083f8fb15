import { describe, expect, test } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import type { Detection, PersonExtent, Search } from '../detection/detection.ts'
import { classesOfExtent } from '../detection/extent.ts'
import type { Box } from '../geometry/shape.ts'
import { type CopyLabel, layLabel } from '../redaction/copy-label.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { regionsAt } from '../redaction/regions-at.ts'
import { frameIndex } from '../time.ts'
import { settingsFor } from '../tracking/tracking-clip.ts'
import { findLeaks } from './leaks.ts'

const size = { width: 640, height: 360 }
const frames = 10
const clip = { sha256: sha256('0'.repeat(64)), frames }
const face: Box = [200, 100, 40, 50]
const body: Box = [150, 90, 140, 260]
const paper: Box = [400, 100, 120, 160]

function track(name: Track['class'], action: Track['action'], box: Box, more: Partial<Track> = {}): Track {
  const round = name === 'face' || name === 'head'
  const outline = { shape: round ? 'ellipse' : 'rect', keys: [{ frame: frameIndex(0), box }] } as const
  return { id: `${name} ${box}`, class: name, action, untilFrame: frameIndex(frames), margin: 0.1, ...outline, ...more }
}

function seen(name: Detection['class'], box: Box, more: Partial<Detection> = {}): Detection {
  return { frame: frameIndex(4), class: name, box, score: 0.9, model: 'm', ...more }
}

function leaksOf(detection: Detection, tracks: readonly Track[], asked: Partial<Search> = {}, label?: CopyLabel) {
  const decided = { purpose: 'case', spans: null, defaultAction: 'hide', inverse: false, secret: '00' } as const
  const project: RedactionProject = {
    version: 1,
    clip,
    ...decided,
    tracks,
    blanks: [],
    audio: [],
    ...(label ? { label } : {}),
  }
  const planFrames = Array.from({ length: frames }, (_, frame) => regionsAt(project, frameIndex(frame)))
  const examined = [{ frame: detection.frame, model: 'm', scale: 640 }]
  const search: Search = { profile: 'fast', classes: ['face', 'head', 'document', 'card', 'text', 'plate'], ...asked }
  const run = { version: 1, clip, ...search, examined, failed: [], detections: [detection] } as const
  return findLeaks({ run, planFrames, project, size, settings: settingsFor(run) }).leaks.length
}

describe('the label of the copy', () => {
  const label = { text: 'Redacted copy. For the SAR of J. P.', at: 'bottom-left' } as const
  const place = layLabel(label, size)?.box ?? [0, 0, 0, 0]
  const [x, y, width, height] = place

  test('is no leak, whatever its writing is taken for, and however far around its lines the box is drawn', () => {
    for (const name of ['text', 'document', 'card', 'plate'] as const) {
      expect(leaksOf(seen(name, place), [])).toBe(1)
      expect(leaksOf(seen(name, place), [], {}, label)).toBe(0)
      expect(leaksOf(seen(name, [x, y - height, width, 2 * height]), [], {}, label)).toBe(0)
    }
  })

  test('covers what lies under it, and nothing beside', () => {
    const head: Box = [x + 4, y, 16, height]
    expect(leaksOf(seen('face', head), [])).toBe(1)
    expect(leaksOf(seen('face', head), [], {}, label)).toBe(0)
    expect(leaksOf(seen('face', [x, y - 3 * height, 20, 3 * height + 8]), [], {}, label)).toBe(1)
    expect(leaksOf(seen('text', [x, y - 40, width, 30]), [], {}, label)).toBe(1)
    expect(leaksOf(seen('document', [x, y - 1.5 * height, width, 2.5 * height]), [], {}, label)).toBe(1)
  })
})

describe('evidence is no decision', () => {
  test('a head that is only evidence does not excuse the face in it', () => {
    const evidence = track('head', 'ignore', [190, 85, 60, 75])
    expect(leaksOf(seen('face', face), [evidence], { extent: 'face' })).toBe(1)
  })

  test('a head that somebody has set aside does', () => {
    expect(leaksOf(seen('face', face), [track('head', 'ignore', [190, 85, 60, 75])])).toBe(0)
  })

  test('what is not hidden to the asked extent does not leak', () => {
    expect(leaksOf(seen('head', face), [], { extent: 'face' })).toBe(0)
    expect(leaksOf(seen('person', body), [])).toBe(0)
    expect(leaksOf(seen('person', body), [], { classes: classesOfExtent('body'), extent: 'body' })).toBe(1)
  })
})

describe('hands', () => {
  const hand: Box = [270, 200, 30, 30]
  const leaked = (tracks: readonly Track[], extent: PersonExtent) =>
    leaksOf(seen('person', hand, { part: 'hand' }), tracks, { classes: classesOfExtent(extent), extent })

  test('leak where they are to be hidden, and only there', () => {
    expect([leaked([], 'head'), leaked([], 'head-and-hands'), leaked([], 'body')]).toEqual([0, 1, 1])
    expect(leaked([track('person', 'hide', hand, { extent: 'head-and-hands' })], 'head-and-hands')).toBe(0)
  })

  test('belong to a kept body, unless its hands are elsewhere', () => {
    const kept = track('person', 'keep', body, { person: 'p1', extent: 'body' })
    expect(leaked([kept], 'body')).toBe(0)
    const own = (at: Box) => track('person', 'keep', at, { person: 'p1', extent: 'head-and-hands' })
    expect(leaked([kept, own([150, 300, 30, 30])], 'body')).toBe(1)
    expect(leaked([kept, own(hand)], 'body')).toBe(0)
  })
})

describe('heads that are only guessed to be there', () => {
  const guess = seen('head', [170, 70, 100, 105], { derivedFrom: 'person' })

  test('are hidden when a face or head in that place is', () => {
    expect(leaksOf(guess, [track('face', 'hide', face)])).toBe(0)
    expect(leaksOf(guess, [track('face', 'hide', [320, 100, 40, 50])])).toBe(1)
    expect(leaksOf(guess, [track('screen', 'hide', face)])).toBe(1)
  })

  test('belong to a kept face in that place', () => {
    expect(leaksOf(guess, [track('face', 'keep', face)])).toBe(0)
  })

  test('a head that was seen has to be covered itself', () => {
    expect(leaksOf(seen('head', guess.box), [track('face', 'hide', [210, 110, 20, 25])])).toBe(1)
  })
})

describe('writing', () => {
  const zone: Box = [10, 10, 200, 24]

  test('of an overlay that stays is no leak, whatever it is taken for', () => {
    const kept = track('overlay', 'keep', zone)
    expect(leaksOf(seen('text', [12, 12, 90, 18]), [kept])).toBe(0)
    expect(leaksOf(seen('card', [0, 0, 220, 50]), [kept])).toBe(0)
    expect(leaksOf(seen('text', [12, 60, 90, 18]), [kept])).toBe(1)
    expect(leaksOf(seen('face', [12, 12, 20, 20]), [kept])).toBe(1)
  })

  test('a kept paper stays one, whether it is read as a card or a document', () => {
    expect(leaksOf(seen('card', paper), [track('document', 'keep', paper)])).toBe(0)
    expect(leaksOf(seen('plate', paper), [track('document', 'keep', paper)])).toBe(1)
  })
})
