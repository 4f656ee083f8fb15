import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readProject, readRegions } from './project-file.ts'

const project = {
  version: 1,
  clip: { sha256: 'ab'.repeat(32), frames: 100, from: 'a later version' },
  purpose: 'SAR 12',
  spans: [[0, 50]],
  defaultAction: 'hide',
  inverse: false,
  secret: '0'.repeat(64),
  tracks: [
    {
      id: 't1',
      class: 'face',
      person: 'anna',
      action: 'keep',
      extent: 'face',
      shape: 'ellipse',
      angle: 10,
      keys: [
        { frame: 0, box: [0.5, -3, 10, 20] },
        { frame: 9, box: [0, 0, 10, 20], angle: 3, note: 'kept' },
      ],
      untilFrame: 40,
      style: 'pixelate',
      strength: 2,
      margin: 0.3,
      reason: 'requester',
      evidence: {
        source: 'detected',
        detections: 3,
        topScore: 0.9,
        meanScore: 0.5,
        seen: [0, 9],
        gapsFilled: [[2, 4]],
        weakest: [{ frame: 3, score: 0.2 }],
      },
    },
    {
      id: 't2',
      class: 'overlay',
      action: 'hide',
      shape: 'polygon',
      keys: [
        {
          frame: 3,
          points: [
            [0, 0],
            [4, 0],
            [0, 4],
          ],
        },
      ],
      untilFrame: 4,
      colour: { of: 'a later version' },
    },
  ],
  blanks: [{ from: 1, until: 2, reason: 'home' }],
  audio: [{ kind: 'mute', fromSample: 0, untilSample: 4800, audioTrack: 0, reason: 'name said' }],
  reviewed: ['by a later version'],
}

/** The project's text with one field set to a JSON text, along a path. */
function changed(path: readonly (string | number)[], json: string): string {
  const copy: unknown = structuredClone(project)
  let at = copy as Record<string | number, unknown>
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>
  at[path.at(-1) ?? ''] = '@'
  return JSON.stringify(copy).replace('"@"', json)
}

function failureOf(text: string): unknown {
  const read = readProject(text, 'case.project.json')
  if (read.ok) return null
  return read.failure.kind === 'bad-json' ? [read.failure.at, read.failure.problem] : read.failure
}

it('reads a project, and keeps the fields that it does not know', () => {
  expect(readProject(JSON.stringify(project), 'p')).toStrictEqual({ ok: true, value: project })
  expect(readProject(`\ufeff${JSON.stringify(project, null, 2)}`, 'p').ok).toBe(true)
})

describe('bad projects', () => {
  it.each([
    [['version'], '2', 'version', 'expected 1'],
    [['clip', 'sha256'], '"AB"', 'clip.sha256', 'not in the expected form'],
    [['clip', 'frames'], '1.5', 'clip.frames', 'expected whole number'],
    [['clip', 'frames'], '1e300', 'clip.frames', 'expected at most 9007199254740991'],
    [['purpose'], 'null', 'purpose', 'expected string'],
    [['spans', 0], '[5,5]', 'spans[0]', 'range is empty or reversed'],
    [['spans', 0], '[5,1]', 'spans[0]', 'range is empty or reversed'],
    [['spans', 0], '[5]', 'spans[0]', 'expected at least 2 entries'],
    [['spans', 0], '[-5,1]', 'spans[0][0]', 'expected at least 0'],
    [['defaultAction'], '"show"', 'defaultAction', 'expected hide'],
    [['secret'], '"0"', 'secret', 'not in the expected form'],
    [['tracks'], '{}', 'tracks', 'expected array'],
    [['tracks', 1, 'id'], '"t1"', 'tracks[1].id', 'id given twice'],
    [['tracks', 0, 'action'], '"show"', 'tracks[0].action', 'expected hide, keep, ignore, undecided'],
    [['tracks', 0, 'person'], '{}', 'tracks[0].person', 'expected string'],
    [['tracks', 0, 'keys'], '[]', 'tracks[0].keys', 'no keys'],
    [['tracks', 0, 'keys', 1, 'frame'], '0', 'tracks[0].keys', 'keys not in order of frame'],
    [['tracks', 0, 'keys', 0, 'box'], '[0,0,0,1]', 'tracks[0].keys[0].box[2]', 'expected above 0'],
    [['tracks', 0, 'keys', 0, 'box'], '[0,0,1,"1"]', 'tracks[0].keys[0].box[3]', 'expected number'],
    [['tracks', 0, 'keys', 0, 'box'], '{}', 'tracks[0].keys[0].box', 'expected 4 numbers'],
    [['tracks', 0, 'keys', 0, 'box'], '[0,0,1]', 'tracks[0].keys[0].box', 'expected 4 numbers'],
    [['tracks', 0, 'keys', 0, 'box'], 'null', 'tracks[0].keys[0].box', 'expected 4 numbers'],
    [['tracks', 0, 'keys', 0, 'box'], '[0,-1e7,1,1]', 'tracks[0].keys[0].box[1]', 'expected at least -1000000'],
    [['tracks', 0, 'keys', 0, 'box'], '[1e7,0,1,1]', 'tracks[0].keys[0].box[0]', 'expected at most 1000000'],
    [
      ['tracks', 0, 'keys', 0, 'points'],
      '[[0,0],[1,0],[0,1]]',
      'tracks[0].keys[0]',
      'expected a box, or 3 or more points',
    ],
    [['tracks', 1, 'keys', 0, 'points'], '[[0,0],[1,0]]', 'tracks[1].keys[0]', 'expected a box, or 3 or more points'],
    [['tracks', 1, 'shape'], '"rect"', 'tracks[1].keys', 'keys of another shape'],
    [['tracks', 0, 'untilFrame'], '0', 'tracks[0].keys', 'ends before it begins'],
    [['tracks', 0, 'margin'], '-0.1', 'tracks[0].margin', 'expected at least 0'],
    [['blanks', 0, 'until'], '1', 'blanks[0]', 'range is empty or reversed'],
    [['audio', 0, 'untilSample'], '0', 'audio[0]', 'range is empty or reversed'],
    [['audio', 0, 'kind'], '"voice"', 'audio[0].kind', 'expected mute, bleep, keep'],
  ] as const)('name %j = %s', (path, json, at, problem) => {
    expect(failureOf(changed(path, json))).toStrictEqual([at, problem])
  })

  it('are named by line and column where they are no JSON', () => {
    expect(failureOf('{\n  "version": 1,\n  "clip" {}\n}')).toStrictEqual(['line 3, column 10', 'expected a colon'])
    expect(failureOf('')).toStrictEqual(['line 1, column 1', 'ends too early'])
    expect(failureOf('null')).toStrictEqual(['the whole file', 'expected object'])
  })

  it('are refused over 64 MB, unread', () => {
    expect(failureOf(' '.repeat(64 * 1024 * 1024 + 1))).toStrictEqual(['the whole file', 'over 64 MB'])
  })

  it('complain once, however many entries are bad', () => {
    const text = changed(['tracks'], `[${'0,'.repeat(100_000).slice(0, -1)}]`)
    expect(failureOf(text)).toStrictEqual(['tracks[0]', 'expected object'])
  })

  it('do not reach the prototype of anything', () => {
    expect(failureOf(changed(['clip'], '{"__proto__":{"polluted":1}}'))).toMatchObject([
      expect.stringMatching(/^line 1/),
      expect.any(String),
    ])
    const named = readProject(changed(['tracks', 0, 'constructor'], '{"prototype":{"polluted":1}}'), 'p')
    expect(named.ok).toBe(true)
    expect('polluted' in {}).toBe(false)
  })
})

it('reads hand-drawn regions, and says which is bad', () => {
  const region = { shape: 'rect', angle: 5, keys: [{ frame: 2, box: [1, 2, 3, 4] }], untilFrame: 9, style: 'solid' }
  expect(readRegions(JSON.stringify([region]), 'r.json')).toStrictEqual({ ok: true, value: [region] })
  expect(readRegions(JSON.stringify([region, { ...region, untilFrame: 2 }]), 'r.json')).toStrictEqual({
    ok: false,
    failure: { kind: 'bad-json', name: 'r.json', at: '[1].keys', problem: 'ends before it begins' },
  })
  expect(readRegions('{}', 'r.json')).toMatchObject({ failure: { at: 'the whole file', problem: 'expected array' } })
})

type Path = readonly (string | number)[]

/** The way to every part of a value. */
function pathsOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  const parts = value as Readonly<Record<string | number, unknown>>
  return [...(path.length > 0 ? [path] : []), ...steps.flatMap((step) => pathsOf(parts[step], [...path, step]))]
}

it('never throws, whatever it is given in place of a part of a project', () => {
  const paths = pathsOf(project, [])
  const hostile = fc.oneof(
    fc.json({ maxDepth: 4 }),
    fc.constantFrom(
      '-1',
      '-0',
      '1e308',
      '4294967296',
      '9007199254740993',
      '0.1',
      '""',
      '"\\ud800"',
      '[[]]',
      '{"length":-1}',
    ),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  )
  let refused = 0
  fc.assert(
    fc.property(fc.constantFrom(...paths), hostile, (path, json) => {
      const read = readProject(changed(path, json), 'p')
      if (!read.ok) {
        refused++
        expect(read.failure.kind).toBe('bad-json')
      }
    }),
    { numRuns: 2000 },
  )
  expect(refused).toBeGreaterThan(1000)
})

it('never throws on bytes that are no project at all', () => {
  const text = JSON.stringify(project)
  const cut = fc.tuple(fc.nat({ max: text.length }), fc.string({ maxLength: 5 }), fc.nat({ max: text.length }))
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        cut.map(([a, put, b]) => text.slice(0, a) + put + text.slice(b)),
      ),
      (some) => {
        for (const read of [readProject(some, 'p'), readRegions(some, 'r')])
          if (!read.ok) expect(read.failure.kind).toBe('bad-json')
      },
    ),
    { numRuns: 1000 },
  )
})
