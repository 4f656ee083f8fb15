import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import type { InputOf, OutputOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import { readProject } from '../../contract/project-file.ts'
import type { RedactionProject } from '../../core/redaction/project.ts'
import { regionsAt } from '../../core/redaction/regions-at.ts'
import { frameIndex } from '../../core/time.ts'
import { type FakeService, fakeClip, fakeService, grantOf, personWith } from './fake-service.ts'

/** What one step may say of people, of whoever asks, and of how well things are hidden: through the service, whatever the window does. */

const text = readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
const read = readProfile(text, 'essex')
if (!read.ok) throw new Error(read.failure.kind)
const profile = read.value

const clip = fakeClip()

type Steps = InputOf<'redaction.edit'>['steps']

const part = (id: string, more: object) => ({
  ...{ id, person: 'p1', shape: 'rect', untilFrame: 20, keys: [{ frame: 3, box: [1, 2, 30, 40] }] },
  ...more,
})
const head = part('t1', { class: 'head', extent: 'head', action: 'undecided' })
const body = part('t2', { class: 'person', extent: 'body', action: 'ignore' })
const doing = (...commands: readonly unknown[]) =>
  commands.map((command) => ({ kind: 'do', command })) as unknown as Steps
const adding = (track: unknown) => ({ kind: 'add-track', track })

let desk: FakeService
let dora: string
let redaction: string

const edit = (revision: number, steps: Steps) =>
  desk.ask(dora, 'redaction.edit', { clip: clip.id, redaction, revision, steps })

async function project(): Promise<RedactionProject> {
  const opened = (await desk.ask(dora, 'redaction.open', { clip: clip.id, redaction })) as OutputOf<'redaction.open'>
  const parsed = readProject(opened.project, 'project')
  if (!parsed.ok) throw new Error(parsed.failure.kind)
  return parsed.value
}

async function hiddenAt(frame: number): Promise<readonly string[]> {
  return regionsAt(await project(), frameIndex(frame)).regions.map(({ track }) => track)
}

beforeEach(async () => {
  const people = [personWith('Dora', [grantOf('disclosure-officer')])]
  desk = fakeService(people, profile, { ports: { newSecret: () => '5e'.repeat(32) } })
  desk.vault.rows = { ...desk.vault.rows, clips: [clip] }
  dora = await desk.signIn('Dora')
  const made = await desk.ask(dora, 'redaction.create', { clip: clip.id, purpose: 'request 12' })
  redaction = (made as OutputOf<'redaction.create'>).redaction
  await project()
  await edit(0, doing(adding(head), adding(body)))
})

it('how much of a person is hidden is kept, holds for all of them, and is taken back by one step', async () => {
  expect(await hiddenAt(5)).toEqual(['t1'])
  await edit(2, doing({ kind: 'edit-track', track: 't1', changes: { personExtent: 'body' } }))
  expect(await hiddenAt(5)).toEqual(['t1', 't2'])
  await edit(3, [{ kind: 'undo' }])
  expect(await hiddenAt(5)).toEqual(['t1'])
})

it('how the requester looks is kept with the redaction, and is in no entry of the log', async () => {
  const requester = { description: 'a red coat', picture: { frame: 4, box: [1, 2, 30, 40] } }
  expect(await edit(2, doing({ kind: 'set-requester', requester }))).toEqual({ revision: 3 })
  expect((await project()).requester).toEqual(requester)
  expect(JSON.stringify(desk.vault.log)).not.toContain('red coat')
  const past = { ...requester, picture: { frame: 30, box: [1, 2, 30, 40] } }
  expect(await edit(3, doing({ kind: 'set-requester', requester: past }))).toBe('out-of-range')
})

it('a run of one outline is saved change by change, and is one to take back', async () => {
  const placed = (x: number) => ({ kind: 'set-key', track: 't1', key: { frame: 8, box: [x, 2, 30, 40] } })
  const [first, ...rest] = doing(placed(2), placed(3), placed(4))
  const run = [first, ...rest.map((step) => ({ ...step, joins: true }))] as Steps
  expect(await edit(2, run)).toEqual({ revision: 5 })
  expect(desk.vault.rows.steps).toHaveLength(5)
  await edit(5, [{ kind: 'undo' }])
  expect((await project()).tracks[0]?.keys).toHaveLength(1)
})

const weak = { changes: { strength: 0.9 } }

it.each([
  ['changed', { kind: 'edit-track', track: 't1', ...weak }],
  ['new', adding(part('t3', { class: 'face', action: 'hide', strength: 0.5 }))],
  [
    'put in the place of others',
    { kind: 'replace-tracks', remove: [], put: [{ at: 0, track: { ...head, id: 't4', strength: 0 } }] },
  ],
  [
    'among other commands',
    { kind: 'batch', commands: [{ kind: 'batch', commands: [{ kind: 'edit-track', track: 't1', ...weak }] }] },
  ],
])('nothing hides less than the safe least: %s', async (_what, command) => {
  expect(await edit(2, doing(command))).toBe('usage')
  expect((await project()).tracks.map(({ strength }) => strength)).toEqual([undefined, undefined])
  expect(desk.vault.rows.steps).toHaveLength(2)
})
