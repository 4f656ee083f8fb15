import { expect, it } from 'vitest'
import type { DetectionRun, Search } from '../core/detection/detection.ts'
import { newProject } from '../core/redaction/new-project.ts'
import type { Track } from '../core/redaction/project.ts'
import { frameIndex } from '../core/time.ts'
import { fakeClip, fakeEngine, fakeIndex, fakePorts, fakeTarget, fakeWork, standingFace } from './fake-ports.ts'
import { redactClip } from './redact-clip.ts'

const index = fakeIndex()
const frames = index.video?.pts.length ?? 0
const faces: Search = { profile: 'fast', classes: ['face'] }

const head: Track = {
  id: 't1',
  class: 'face',
  person: 'p1',
  action: 'hide',
  extent: 'face',
  personExtent: 'body',
  shape: 'rect',
  keys: [{ frame: frameIndex(0), box: [220, 20, 40, 50] }],
  untilFrame: frameIndex(frames),
}
const body: Track = {
  ...head,
  id: 't2',
  class: 'person',
  action: 'ignore',
  extent: 'body',
  keys: [{ frame: frameIndex(0), box: [180, 15, 120, 300] }],
}
const clip = { sha256: index.sha256, frames }
const projectOf = (tracks: readonly Track[]) =>
  newProject({ clip, purpose: 'p', secret: 'ab'.repeat(32), tracks, search: faces })

/** The copy as the detectors see it: a body wherever the original had one. */
const standing = standingFace(index, [180, 15, 120, 300])
const bodies: DetectionRun = {
  ...standing,
  detections: standing.detections.map((each) => ({ ...each, class: 'person' as const })),
}

/** Makes a copy of decisions, and tells what its detectors were asked to look for. */
async function copyOf(tracks: readonly Track[]) {
  const fake = fakeEngine({ copies: [bodies] })
  const sought: string[][] = []
  const engine: typeof fake.engine = {
    ...fake.engine,
    detect: (source, about, request, work) => {
      sought.push([...request.classes])
      return fake.engine.detect(source, about, request, work)
    },
  }
  const { target } = fakeTarget()
  const sound = { rest: null, mute: [], bleep: [] }
  const asked = { keep: [], inverse: false, style: null, spans: [], blanks: [], sound, regions: [] }
  const earlier = { project: projectOf(tracks), name: 'p' }
  const request = { clip: fakeClip(), target, copyName: 'copy.mp4', earlier, detection: faces, asked }
  const made = await redactClip(fakePorts(engine), request, fakeWork().work)
  return { made, sought }
}

it('looks for the bodies that somebody asks for, though nothing else was found by them', async () => {
  const { made, sought } = await copyOf([head, body])
  if (!made.ok) throw new Error(made.failure.kind)
  expect(sought).toEqual([['face', 'head', 'person']])
  expect(made.value.certificate.payload.detection).toEqual({
    ...faces,
    classes: ['face', 'head', 'person'],
    extent: 'head',
  })
})

it('looks for nothing else where nobody asks for more', async () => {
  const { personExtent: _, ...usual } = head
  const { made, sought } = await copyOf([usual])
  expect(made.ok).toBe(true)
  expect(sought).toEqual([['face']])
})

it('hides a body that was to be hidden and shows, and renders once more', async () => {
  const { made, sought } = await copyOf([head, { ...body, untilFrame: frameIndex(10) }])
  if (!made.ok) throw new Error(made.failure.kind)
  expect(made.value.renders).toBe(2)
  expect(sought).toHaveLength(2)
})
