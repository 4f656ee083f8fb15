import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClip } from '../clips/make-clip.ts'
import { smallClipNamed } from '../clips/small-clips.ts'
import { answerOf, type Desk, expectRefusal, makeDesk } from './run-occlude.ts'

/** Decisions that do not fit the clip, and decisions that are none. The clip has 10 frames and 0.4 seconds. */

let desk: Desk
beforeAll(async () => {
  desk = await makeDesk('bad-decisions')
  await copyFile(await makeClip(smallClipNamed('faststart')), desk.at('clip.mp4'))
  await copyFile(await makeClip(smallClipNamed('hevc')), desk.at('other.mp4'))
  await copyFile(await makeClip(smallClipNamed('sound')), desk.at('sound.m4a'))
  const made = await desk.run(['redact', 'clip.mp4', '--out', 'made.mp4', '--classes', ','])
  expect([made.code, made.told]).toEqual([0, expect.any(String)])
  const detected = await desk.run(['detect', 'clip.mp4', '--out', 'd.json', '--classes', ','])
  expect([detected.code, detected.told]).toEqual([0, expect.any(String)])
})
afterAll(() => desk.remove())

/** Runs what must be refused, and checks that nothing here changed. Answers the kind and the sentence. */
async function refused(given: readonly string[], code = 3) {
  const before = await desk.snapshot()
  const run = await desk.run(given)
  const sentence = expectRefusal(run, code, given)
  expect(await desk.snapshot()).toEqual(before)
  return { kind: answerOf(run).failures[0]?.kind, sentence }
}

const redact = (...more: string[]) => ['redact', 'clip.mp4', '--out', 'copy.mp4', '--classes', ',', ...more, '--json']

test.each([
  ['--spans', '0-100', 'out-of-range'],
  ['--spans', 'f0-f11', 'out-of-range'],
  ['--spans', '0.401-0.402', 'out-of-range'],
  ['--spans', '0.1-0.2,5-6', 'out-of-range'],
  ['--blank', 'f9-f12', 'out-of-range'],
  ['--blank', '3-4', 'out-of-range'],
  ['--mute', '0.3-3', 'out-of-range'],
  ['--mute', 'f3-f300', 'out-of-range'],
  ['--bleep', '999999999-9999999999', 'usage'],
  ['--bleep', '2-3', 'out-of-range'],
  ['--spans', '0.2-0.1', 'usage'],
  ['--spans', 'f3-f3', 'usage'],
  ['--spans', '-1-2', 'usage'],
  ['--spans', 'NaN-Infinity', 'usage'],
  ['--spans', '1e3-1e4', 'usage'],
  ['--spans', '0-0.2;0.3-0.4', 'usage'],
  ['--spans', '', 'usage'],
  ['--mute', '0-\u001b[2J', 'usage'],
  ['--keep', 't1', 'unknown-track'],
  ['--keep', '__proto__', 'unknown-track'],
  ['--keep', 't1,../../x', 'unknown-track'],
  ['--style', 'mosaic', 'usage'],
  ['--profile', 'best', 'usage'],
  ['--audio', 'some', 'usage'],
  ['--classes', 'somebody', 'usage'],
  ['--threads', '0', 'usage'],
  ['--threads', '-3', 'usage'],
  ['--nonsense', 'x', 'usage'],
])('refuses %s %s', async (option, value, kind) => {
  expect(await refused(redact(`${option}=${value}`), kind === 'usage' ? 2 : 3)).toMatchObject({ kind })
})

test.each([
  [['frame', 'clip.mp4', '10', '--out', 'f.png', '--json'], 3, 'out-of-range'],
  [['frame', 'clip.mp4', '999999999', '--out', 'f.png', '--json'], 3, 'out-of-range'],
  [['frame', 'clip.mp4', '-1', '--out', 'f.png', '--json'], 2, 'usage'],
  [['frame', 'clip.mp4', '1.5', '--out', 'f.png', '--json'], 2, 'usage'],
  [['frame', 'sound.m4a', '0', '--out', 'f.png', '--json'], 3, 'no-picture'],
  [['detect', 'clip.mp4', '--from', '10', '--out', 'x.json', '--json'], 3, 'out-of-range'],
  [['detect', 'clip.mp4', '--until', '11', '--out', 'x.json', '--json'], 3, 'out-of-range'],
  [['detect', 'sound.m4a', '--out', 'x.json', '--json'], 3, 'no-picture'],
  [['redact', 'sound.m4a', '--out', 'x.m4a', '--blank', '0-0.1', '--json'], 3, 'no-picture'],
  [['redact', 'sound.m4a', '--out', 'x.m4a', '--spans', 'f0-f1', '--json'], 3, 'no-picture'],
  [['redact', 'clip.mp4', '--json'], 2, 'usage'],
  [['redact', '--out', 'copy.mp4', '--json'], 2, 'usage'],
  [['redact', 'clip.mp4', 'other.mp4', '--out', 'copy.mp4', '--json'], 2, 'usage'],
  [['redcat', 'clip.mp4', '--json'], 2, 'usage'],
] as const)('refuses %j', async (words, code, kind) => {
  expect(await refused(words, code)).toMatchObject({ kind })
})

const region = (box: readonly number[], more = {}) =>
  JSON.stringify([{ shape: 'rect', keys: [{ frame: 0, box }], untilFrame: 10, ...more }])

test.each([
  ['right of the picture', region([176, 10, 20, 20])],
  ['above the picture', region([10, -30, 20, 20])],
  ['far away', region([1e6, 1e6, 1, 1])],
])('refuses a region %s', async (_, text) => {
  await writeFile(desk.at('regions.json'), text)
  expect(await refused(redact('--regions', 'regions.json'))).toMatchObject({ kind: 'out-of-range' })
})

test.each([
  ['ends after the clip', region([10, 10, 20, 20], { untilFrame: 11 })],
  ['begins after the clip', region([10, 10, 20, 20], { keys: [{ frame: 50, box: [1, 1, 9, 9] }], untilFrame: 60 })],
])('refuses a region that %s', async (_, text) => {
  await writeFile(desk.at('regions.json'), text)
  expect(await refused(redact('--regions', 'regions.json'))).toMatchObject({ kind: 'out-of-range' })
})

test('takes a region that is partly in the picture', async () => {
  await writeFile(desk.at('regions.json'), region([-20, -20, 60, 60]))
  const run = await desk.run(['redact', 'clip.mp4', '--out', 'part.mp4', '--classes', ',', '--regions', 'regions.json'])
  expect([run.code, run.told]).toEqual([0, expect.any(String)])
})

const otherClip = 'other-clip'
test.each([
  ['redact', ['redact', 'other.mp4', '--out', 'c.mp4', '--classes', ',', '--project', 'made.project.json', '--json']],
  ['plan', ['plan', 'other.mp4', '--project', 'made.project.json', '--json']],
  ['track', ['track', 'other.mp4', '--detections', 'd.json', '--out', 'p.json', '--json']],
  ['redact of sound', ['redact', 'sound.m4a', '--out', 'c.m4a', '--project', 'made.project.json', '--json']],
])('%s refuses decisions about another clip', async (_, words) => {
  expect(await refused(words)).toMatchObject({ kind: otherClip })
})

test('refuses a project about more than the clip has', async () => {
  const project = JSON.parse(await readFile(desk.at('made.project.json'), 'utf8'))
  const key = { frame: 0, box: [1, 1, 9, 9] }
  const track = { id: 't1', class: 'face', action: 'hide', shape: 'rect', keys: [key], untilFrame: 10_000 }
  const keep = { kind: 'keep', fromSample: 0, untilSample: 1e12, audioTrack: 0 }
  const changes: readonly (readonly [object, string])[] = [
    [{ tracks: [track] }, 'out-of-range'],
    [{ spans: [[0, 10_000_000]] }, 'out-of-range'],
    [{ blanks: [{ from: 5, until: 11, reason: '' }] }, 'out-of-range'],
    [{ audio: [keep] }, 'out-of-range'],
    [{ audio: [{ ...keep, untilSample: 5, audioTrack: 7 }] }, 'out-of-range'],
    [{ clip: { ...project.clip, frames: 9 } }, otherClip],
  ]
  for (const [change, kind] of changes) {
    await writeFile(desk.at('changed.json'), JSON.stringify({ ...project, ...change }))
    expect(await refused(redact('--project', 'changed.json'))).toMatchObject({ kind })
    expect(await refused(['plan', 'clip.mp4', '--project', 'changed.json', '--json'])).toMatchObject({ kind })
  }
})

test('checks no copy against what belongs to another', async () => {
  const words = (original: string, project: string) => [
    'verify',
    'made.mp4',
    '--certificate',
    'made.certificate.json',
    '--original',
    original,
    '--project',
    project,
  ]
  expect(await refused([...words('other.mp4', 'made.project.json'), '--json'], 5)).toMatchObject({
    kind: 'certificate-mismatch',
  })
  await copyFile(desk.at('other.mp4'), desk.at('swapped.mp4'))
  const swapped = ['verify', 'swapped.mp4', '--certificate', 'made.certificate.json', '--json']
  expect(await refused(swapped, 5)).toMatchObject({ kind: 'certificate-mismatch' })
})
