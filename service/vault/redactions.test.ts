import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { InputOf, OutputOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import { readProject } from '../../contract/project-file.ts'
import { clipId } from '../../core/vault/ids.ts'
import { fakeHash } from '../fake-ports.ts'
import { type FakeService, fakeClip, fakeService, grantOf, personWith } from './fake-service.ts'

const text = readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
const read = readProfile(text, 'essex')
if (!read.ok) throw new Error(read.failure.kind)
const profile = read.value

const people = [personWith('Dora', [grantOf('disclosure-officer')]), personWith('Dan', [grantOf('disclosure-officer')])]
const clip = fakeClip()
const other = fakeClip({ id: clipId('c2c2c2c2c2c2c2c2'), sha256: fakeHash('two') })

type Steps = InputOf<'redaction.edit'>['steps']

const track = (id: string, until = 20) => ({
  ...{ id, class: 'face', action: 'undecided', shape: 'ellipse', untilFrame: until },
  keys: [{ frame: 3, box: [1, 2, 30, 40] }],
})
const adding = (id: string, until?: number) =>
  [{ kind: 'do', command: { kind: 'add-track', track: track(id, until) } }] as unknown as Steps
const undo: Steps = [{ kind: 'undo' }]

let desk: FakeService
let dora: string
let dan: string
let redaction: string

const open = (session: string) => desk.ask(session, 'redaction.open', { clip: clip.id, redaction })
const close = (session: string, hold: string | null) =>
  desk.ask(session, 'redaction.close', { clip: clip.id, redaction, hold })
const edit = (session: string, revision: number, steps: Steps) =>
  desk.ask(session, 'redaction.edit', { clip: clip.id, redaction, revision, steps })

async function tracks(session: string): Promise<readonly string[]> {
  const { project } = (await open(session)) as OutputOf<'redaction.open'>
  const parsed = readProject(project, 'project')
  return parsed.ok ? parsed.value.tracks.map(({ id }) => id) : [parsed.failure.kind]
}

beforeEach(async () => {
  desk = fakeService(people, profile, { ports: { newSecret: () => '5e'.repeat(32) } })
  desk.vault.rows = { ...desk.vault.rows, clips: [clip, other] }
  dora = await desk.signIn('Dora')
  dan = await desk.signIn('Dan')
  const made = await desk.ask(dora, 'redaction.create', { clip: clip.id, purpose: 'request 12' })
  redaction = (made as OutputOf<'redaction.create'>).redaction
})

describe('a redaction', () => {
  it('begins with nothing found, all sound muted and everything hidden', async () => {
    const opened = (await open(dora)) as OutputOf<'redaction.open'>
    expect(opened).toMatchObject({
      revision: 0,
      writable: true,
      heldBy: null,
      detected: { done: 0, proposed: 0, frames: 30 },
    })
    expect(JSON.parse(opened.project)).toMatchObject({
      ...{ tracks: [], audio: [], blanks: [], spans: null, defaultAction: 'hide', purpose: 'request 12' },
      clip: { sha256: clip.sha256, frames: 30 },
    })
  })

  it('keeps every step with who and when, and says in the log how many', async () => {
    await open(dora)
    expect(await edit(dora, 0, [...adding('t1'), ...adding('t2')])).toEqual({ revision: 2 })
    expect(await edit(dora, 2, undo)).toEqual({ revision: 3 })
    const input = { clip: clip.id, redaction, after: 1, limit: 10 }
    const { steps, revision } = (await desk.ask(dan, 'redaction.steps', input)) as OutputOf<'redaction.steps'>
    expect(steps.map((each) => [each.revision, each.by, each.step.kind])).toEqual([
      [2, 'Dora', 'do'],
      [3, 'Dora', 'undo'],
    ])
    expect(revision).toBe(3)
    const entries = desk.vault.log.filter(({ action }) => action === 'redaction.edit')
    expect(entries.map(({ detail }) => detail)).toEqual([
      { redaction, steps: 2, revision: 2 },
      { redaction, steps: 1, revision: 3 },
    ])
  })

  it('hands out its steps in answers that stay small, all of them in the end', async () => {
    await open(dora)
    const reason = 'x'.repeat(10_000)
    const blank = { kind: 'add-blank', blank: { from: 0, until: 1, reason } }
    const long = { kind: 'do', command: { kind: 'batch', commands: [blank, blank] } }
    await edit(dora, 0, Array.from({ length: 1_000 }, () => long) as unknown as Steps)
    const revisions: number[] = []
    let answers = 0
    for (let more = true; more; answers += 1) {
      const input = { clip: clip.id, redaction, after: revisions.at(-1) ?? 0, limit: 1_000 }
      const { steps, revision } = (await desk.ask(dora, 'redaction.steps', input)) as OutputOf<'redaction.steps'>
      revisions.push(...steps.map((each) => each.revision))
      more = (revisions.at(-1) ?? 0) < revision
    }
    expect(revisions).toEqual(Array.from({ length: 1_000 }, (_, at) => at + 1))
    expect(answers).toBe(2)
  })

  it('is as it was left when it is opened again, with what can be undone', async () => {
    const { hold } = (await open(dora)) as OutputOf<'redaction.open'>
    await edit(dora, 0, [...adding('t1'), ...adding('t2')])
    await close(dora, hold)
    expect(await tracks(dan)).toEqual(['t1', 't2'])
    expect(await edit(dan, 2, undo)).toEqual({ revision: 3 })
    expect(await tracks(dan)).toEqual(['t1'])
  })

  it('is listed with what is left to decide, and who edits it', async () => {
    await open(dora)
    await edit(dora, 0, adding('t1'))
    for (const which of [clip.id, null])
      expect(await desk.ask(dan, 'redaction.list', { clip: which })).toEqual({
        redactions: [
          {
            ...{ redaction, clip: clip.id, clipName: clip.name, purpose: 'request 12', revision: 1, undecided: 1 },
            ...{ createdAt: '2026-11-22T10:00:00.000Z', createdBy: 'Dora', editor: 'Dora' },
            ...{ lookHere: 0, looked: null, approved: false, state: 'unfinished', failure: null, secondsLeft: null },
            detected: { done: 0, proposed: 0, frames: 30 },
          },
        ],
        total: 1,
      })
    expect(await desk.ask(dan, 'redaction.list', { clip: other.id })).toEqual({ redactions: [], total: 0 })
  })
})

describe('two at one redaction', () => {
  it('the second is told who edits, reads, and writes nothing', async () => {
    await open(dora)
    expect(await open(dan)).toMatchObject({ writable: false, heldBy: 'Dora' })
    expect(await edit(dan, 0, adding('t1'))).toBe('redaction-held')
    expect(await tracks(dora)).toEqual([])
  })

  it('nor does anybody who has not opened it', async () => {
    expect(await edit(dora, 0, adding('t1'))).toBe('redaction-held')
  })

  it.each([
    ['closes it', (hold: string | null) => close(dora, hold)],
    ['signs out', () => desk.service.signOut(dora)],
    [
      'is away for too long',
      async () => {
        desk.wait(24 * 3_600_000)
        dan = await desk.signIn('Dan')
        return desk.service.expireIdle()
      },
    ],
    [
      'is locked out',
      async () => {
        desk.service.endSessions()
        dan = await desk.signIn('Dan')
      },
    ],
  ])('the second writes once the first %s', async (_how, leave) => {
    const { hold } = (await open(dora)) as OutputOf<'redaction.open'>
    await leave(hold)
    expect(await open(dan)).toMatchObject({ writable: true, heldBy: null })
    expect(await edit(dan, 0, adding('t1'))).toEqual({ revision: 1 })
  })

  it('closing it by the second takes it from nobody', async () => {
    const { hold } = (await open(dora)) as OutputOf<'redaction.open'>
    const second = (await open(dan)) as OutputOf<'redaction.open'>
    expect(second.hold).toBeNull()
    for (const given of [second.hold, hold]) await close(dan, given)
    expect(await edit(dora, 0, adding('t1'))).toEqual({ revision: 1 })
  })

  it('closing what was opened before takes it from nobody who has opened it since, in either order', async () => {
    const first = (await open(dora)) as OutputOf<'redaction.open'>
    const again = (await open(dora)) as OutputOf<'redaction.open'>
    expect(again).toMatchObject({ writable: true, heldBy: null })
    await close(dora, first.hold)
    await close(dora, first.hold)
    expect(await edit(dora, 0, adding('t1'))).toEqual({ revision: 1 })
    const last = (await open(dora)) as OutputOf<'redaction.open'>
    await close(dora, last.hold)
    expect(await edit(dora, 1, adding('t2'))).toEqual({ revision: 2 })
    await close(dora, again.hold)
    expect(await edit(dora, 2, undo)).toBe('redaction-held')
  })
})

describe('what is refused changes nothing', () => {
  beforeEach(async () => {
    await open(dora)
    await edit(dora, 0, adding('t1'))
  })

  it.each([
    ['steps after another revision', () => edit(dora, 0, adding('t2')), 'redaction-moved'],
    ['frames that the clip does not have', () => edit(dora, 1, [...adding('t2'), ...adding('t3', 31)]), 'out-of-range'],
    [
      'a redaction of another clip',
      () => desk.ask(dora, 'redaction.edit', { clip: other.id, redaction, revision: 1, steps: undo }),
      'no-such-redaction',
    ],
    [
      'a detection that somebody plays',
      () => edit(dora, 1, [{ kind: 'propose', command: { kind: 'set-inverse', inverse: true } }] as unknown as Steps),
      'usage',
    ],
    [
      'a disk that is full',
      () => {
        desk.vault.full = true
        return edit(dora, 1, adding('t2')).finally(() => {
          desk.vault.full = false
        })
      },
      'disk-full',
    ],
  ])('%s', async (_what, attempt, kind) => {
    expect(await attempt()).toBe(kind)
    expect(await tracks(dora)).toEqual(['t1'])
    expect(desk.vault.rows.steps).toHaveLength(1)
    expect(await edit(dora, 1, adding('t2'))).toEqual({ revision: 2 })
  })
})
