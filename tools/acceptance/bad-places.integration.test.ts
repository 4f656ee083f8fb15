import { execFileSync } from 'node:child_process'
import { chmod, chown, copyFile, link, mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClip } from '../clips/make-clip.ts'
import { smallClipNamed } from '../clips/small-clips.ts'
import { answerOf, type Desk, expectRefusal, makeDesk } from './run-occlude.ts'

/** Files and places that cannot be read, written or replaced. */

let desk: Desk
/** A user who owns nothing here: to the administrator, permissions say nothing. */
const stranger = process.getuid?.() === 0 ? 65_534 : undefined

beforeAll(async () => {
  desk = await makeDesk('bad-places')
  await copyFile(await makeClip(smallClipNamed('faststart')), desk.at('clip.mp4'))
  await copyFile(await makeClip(smallClipNamed('sound')), desk.at('sound.m4a'))
  await writeFile(desk.at('regions.json'), '[]')
})
afterAll(() => desk.remove())

const redact = (clip: string, out: string, ...more: string[]) =>
  ['redact', clip, '--out', out, '--classes', ',', ...more, '--json'] as const

/** Runs what must be refused, and checks that nothing here changed. Answers the kind and the sentence. */
async function refused(given: readonly string[], code: number, user?: number) {
  const before = await desk.snapshot()
  const run = await desk.run(given, user)
  const sentence = expectRefusal(run, code, given)
  expect(await desk.snapshot()).toEqual(before)
  return { kind: answerOf(run).failures[0]?.kind, sentence }
}

test.each([
  ['a folder', 'folder', () => mkdir(desk.at('folder')), 'not-a-file'],
  ['nothing', 'nothing.mp4', async () => undefined, 'file-missing'],
  ['nothing in a folder that is not there', 'gone/clip.mp4', async () => undefined, 'file-missing'],
  ['something inside of a file', 'clip.mp4/clip.mp4', async () => undefined, 'file-missing'],
  ['a link to nothing', 'nowhere.mp4', () => symlink('gone.mp4', desk.at('nowhere.mp4')), 'file-missing'],
  ['a link to itself', 'round.mp4', () => symlink('round.mp4', desk.at('round.mp4')), 'file-missing'],
  ['a pipe', 'pipe.mp4', async () => void execFileSync('mkfifo', [desk.at('pipe.mp4')]), 'not-a-file'],
  ['a device', '/dev/zero', async () => undefined, 'not-a-file'],
  ['a name that is too long', `${'x'.repeat(300)}.mp4`, async () => undefined, 'file-missing'],
])('does not read %s as a clip', async (_, clip, make, kind) => {
  await make()
  expect(await refused(redact(clip, 'copy.mp4'), 3)).toMatchObject({ kind })
  expect(await refused(['index', clip, '--json'], 3)).toMatchObject({ kind })
})

test('does not take an empty word for a clip', async () => {
  expect(await refused(redact('', 'copy.mp4'), 2)).toMatchObject({ kind: 'usage' })
})

test('does not print what a name would do to a terminal', async () => {
  const name = 'clip\u001b[2J\u202e\n.mp4'
  const { sentence } = await refused(['index', name, '--json'], 3)
  expect(sentence).not.toContain('\u001b')
  expect(sentence).not.toContain('\u202e')
})

test.runIf(stranger)('does not read what this user may not read', async () => {
  await copyFile(desk.at('clip.mp4'), desk.at('secret.mp4'))
  await chmod(desk.at('secret.mp4'), 0o600)
  expect(await refused(['index', 'secret.mp4', '--json'], 3, stranger)).toMatchObject({ kind: 'file-unreadable' })
  expect(await refused(redact('secret.mp4', 'copy.mp4'), 3, stranger)).toMatchObject({ kind: 'file-unreadable' })
  await rm(desk.at('secret.mp4'))
})

test.runIf(stranger)('does not write where this user may not write', async () => {
  expect(await refused(redact('clip.mp4', 'copy.mp4'), 3, stranger)).toMatchObject({ kind: 'not-writable' })
  const detect = ['detect', 'clip.mp4', '--out', 'd.json', '--classes', ',', '--json']
  expect(await refused(detect, 3, stranger)).toMatchObject({ kind: 'not-writable' })
  const frame = ['frame', 'clip.mp4', '0', '--out', 'f.png', '--json']
  expect(await refused(frame, 3, stranger)).toMatchObject({ kind: 'not-writable' })
})

test.runIf(stranger)('makes a copy for a user who may write here but owns nothing else', async () => {
  await mkdir(desk.at('theirs'))
  await chown(desk.at('theirs'), stranger ?? 0, stranger ?? 0)
  const run = await desk.run(redact('clip.mp4', 'theirs/copy.mp4'), stranger)
  expect([run.code, run.told]).toEqual([0, expect.any(String)])
  // Nobody else reads a copy until its maker says so.
  expect((await stat(desk.at('theirs/copy.mp4'))).mode & 0o777).toBe(0o600)
  await rm(desk.at('theirs'), { recursive: true })
})

test('never replaces what it reads, by whatever name it is called', async () => {
  await symlink('clip.mp4', desk.at('soft.mp4'))
  await link(desk.at('clip.mp4'), desk.at('hard.mp4'))
  for (const out of ['clip.mp4', 'soft.mp4', 'hard.mp4', './clip.mp4', '../desk/clip.mp4'])
    for (const more of [[], ['--overwrite']])
      expect(await refused(redact('clip.mp4', out, ...more), 6)).toMatchObject({ kind: 'file-is-input' })
  await rm(desk.at('soft.mp4'))
  await rm(desk.at('hard.mp4'))
})

test('never replaces a project or regions that it reads', async () => {
  await copyFile(desk.at('regions.json'), desk.at('copy.project.json'))
  const regions = redact('clip.mp4', 'copy.mp4', '--regions', 'copy.project.json', '--overwrite')
  expect(await refused(regions, 6)).toMatchObject({ kind: 'file-is-input' })
  await rm(desk.at('copy.project.json'))
})

test('never reads what it is about to write as unfinished', async () => {
  await copyFile(desk.at('clip.mp4'), desk.at('copy.mp4.partial'))
  expect(await refused(redact('copy.mp4.partial', 'copy.mp4', '--overwrite'), 6)).toMatchObject({
    kind: 'file-is-input',
  })
  await rm(desk.at('copy.mp4.partial'))
})

test.each(['copy.mp4', 'copy.certificate.json', 'copy.project.json'])('leaves a %s that is there', async (name) => {
  await writeFile(desk.at(name), 'precious')
  expect(await refused(redact('clip.mp4', 'copy.mp4'), 6)).toMatchObject({ kind: 'file-exists' })
  await rm(desk.at(name))
})

test('replaces a whole copy, and only by a whole copy', async () => {
  const old = ['copy.mp4', 'copy.certificate.json', 'copy.project.json'] as const
  for (const name of old) await writeFile(desk.at(name), 'old')
  await writeFile(desk.at('text.mp4'), 'no clip')
  expect(await refused(redact('text.mp4', 'copy.mp4', '--overwrite'), 3)).toMatchObject({ kind: 'not-media' })
  const before = await desk.snapshot()
  expect(await desk.run(redact('clip.mp4', 'copy.mp4', '--overwrite'))).toMatchObject({ code: 0 })
  const after = await desk.snapshot()
  expect(Object.keys(after)).toEqual(Object.keys(before))
  for (const name of old) expect(after[name]).not.toBe(before[name])
  for (const name of [...old, 'text.mp4']) await rm(desk.at(name))
})

test.each([
  ['a folder', 'folder.mp4', 3, 'not-a-file'],
  ['a folder that is not there', 'gone/copy.mp4', 3, 'folder-missing'],
  ['inside of a file', 'clip.mp4/copy.mp4', 3, 'folder-missing'],
  ['another kind of file', 'copy.avi', 2, 'wrong-suffix'],
  ['a name without a suffix', 'copy', 2, 'wrong-suffix'],
  ['no name', '', 2, 'usage'],
  ['a name that is too long', `${'x'.repeat(300)}.mp4`, 3, 'not-writable'],
])('does not write to %s', async (_, out, code, kind) => {
  await mkdir(desk.at('folder.mp4'), { recursive: true })
  expect(await refused(redact('clip.mp4', out), code)).toMatchObject({ kind })
  await rm(desk.at('folder.mp4'), { recursive: true })
})

test('asks for the suffix of sound before it works', async () => {
  expect(await refused(redact('sound.m4a', 'copy.mp4'), 2)).toMatchObject({ kind: 'wrong-suffix' })
  expect(await refused(redact('clip.mp4', 'copy.m4a'), 2)).toMatchObject({ kind: 'wrong-suffix' })
})
