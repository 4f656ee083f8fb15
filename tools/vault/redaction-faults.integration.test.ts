import { execFileSync } from 'node:child_process'
import { mkdir, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { redactionId } from '../../core/redaction/redaction-record.ts'
import { ok } from '../../core/result.ts'
import { frameIndex } from '../../core/time.ts'
import { userId } from '../../core/vault/ids.ts'
import { draftOf, makeFolder } from '../../native/vault/objects/synthetic/vault-desk.ts'
import { killedProcess } from './killed-process.ts'
import {
  batchOf,
  clipFrames,
  makeRedaction,
  openRedaction,
  type RedactionDesk,
  type RedactionPlace,
} from './redaction-desk.ts'

/** What becomes of a person's edits when the process, the disk or whoever calls is not as it should be. */

let desk: Awaited<ReturnType<typeof makeFolder>>
let mounted = false
beforeEach(async () => {
  desk = await makeFolder()
})
afterEach(async () => {
  if (mounted) execFileSync('umount', [desk.path('disk')])
  mounted = false
  await desk.remove()
})

const at = ({ clip, redaction }: RedactionPlace) => ({ clip, redaction }) as never

async function blanksOf(open: RedactionDesk, place: RedactionPlace) {
  const { project, revision, history } = await open.ask('redaction.open', at(place))
  const reasons = (JSON.parse(project).blanks as { reason: string }[]).map(({ reason }) => reason)
  return { reasons, revision, done: JSON.parse(history).done.length as number }
}

const edit = (place: RedactionPlace, revision: number, steps: unknown) =>
  ({ ...place, user: undefined, revision, steps }) as never

it('a killed process has lost no acknowledged edit, and no batch is half there', async () => {
  const folder = desk.path('vault')
  const place = await makeRedaction(folder)
  const script = new URL('redaction-writer.ts', import.meta.url)
  const given = [folder, place.clip, place.redaction, place.user]
  for (const [steps, milliseconds] of [
    [1, 0],
    [9, 11],
    [25, 1],
  ] as const) {
    const told = await killedProcess<number>({ script, given, steps, milliseconds })
    const open = await openRedaction(folder, place)
    const { reasons, revision, done } = await blanksOf(open, place)
    expect(revision).toBeGreaterThanOrEqual(told.at(-1) ?? Number.POSITIVE_INFINITY)
    // What was under way when the end came may have become durable without being told.
    expect(revision).toBeLessThanOrEqual((told.at(-1) ?? 0) + 3)
    expect(revision % 3).toBe(0)
    expect(reasons).toEqual(Array.from({ length: revision / 3 }, (_, number) => `${number} stays`))
    expect(done).toBe(revision / 3)
    const entries = await open.store.read.auditEntries(0, 10_000)
    const logged = entries.filter(({ action }) => action === 'redaction.edit').map(({ detail }) => detail?.['revision'])
    expect(logged.at(-1)).toBe(revision)
    await open.store.close()
  }
})

const administrator = process.getuid?.() === 0

it.runIf(administrator)('on a full disk an edit fails whole, and is saved once there is room', async () => {
  await mkdir(desk.path('disk'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16384k', 'tmpfs', desk.path('disk')])
  mounted = true
  const folder = desk.path('disk/vault')
  const place = await makeRedaction(folder)
  const open = await openRedaction(folder, place)
  await open.ask('redaction.open', at(place))
  const { bavail, bsize } = await statfs(desk.path('disk'))
  await writeFile(desk.path('disk/ballast'), Buffer.alloc(bavail * bsize - 200_000))
  const long = { kind: 'do', command: { kind: 'add-blank', blank: { from: 0, until: 1, reason: 'x'.repeat(9_000) } } }
  let revision = 0
  let refused = ''
  while (refused === '') {
    const kind = await open.refused('redaction.edit', edit(place, revision, [long, long, long]))
    if (kind === 'nothing') revision += 3
    else refused = kind
  }
  expect(refused).toBe('disk-full')
  expect((await blanksOfReader(open, place)).length).toBe(revision)
  await rm(desk.path('disk/ballast'))
  await open.ask('redaction.edit', edit(place, revision, batchOf(0)))
  expect(await blanksOf(open, place)).toMatchObject({ revision: revision + 3, done: revision + 1 })
  await open.store.close()
})

/** Revisions that are on the disk, asked without a word in the log: there is no room for one. */
async function blanksOfReader({ store }: RedactionDesk, { redaction }: RedactionPlace) {
  return store.read.redactionSteps(redactionId(redaction), 0, 10_000)
}

it('a step that goes on with the one before is kept as such', async () => {
  const folder = desk.path('vault')
  const place = await makeRedaction(folder)
  const open = await openRedaction(folder, place)
  await open.ask('redaction.open', at(place))
  const box = [1, 2, 3, 4]
  const track = { id: 't1', class: 'face', action: 'hide', shape: 'rect', keys: [{ frame: 0, box }], untilFrame: 9 }
  const moved = (x: number) => ({ kind: 'set-key', track: 't1', key: { frame: 0, box: [x, 2, 3, 4] } })
  const steps = [
    { kind: 'do', command: { kind: 'add-track', track } },
    { kind: 'do', command: moved(2) },
    { kind: 'do', command: moved(3), joins: true },
  ]
  await open.ask('redaction.edit', edit(place, 0, steps))
  expect(
    await open.ask('redaction.steps', { clip: place.clip, redaction: place.redaction, after: 2, limit: 9 } as never),
  ).toMatchObject({
    steps: [{ step: { kind: 'do', joins: true } }],
  })
  await open.ask('redaction.edit', edit(place, 3, [{ kind: 'undo' }]))
  await open.store.close()
  const later = await openRedaction(folder, place)
  const { project } = await later.ask('redaction.open', at(place))
  expect(JSON.parse(project).tracks[0].keys[0].box).toEqual(box)
  await later.store.close()
})

it('what is no edit of this project is refused by the contract itself', async () => {
  const folder = desk.path('vault')
  const place = await makeRedaction(folder)
  const open = await openRedaction(folder, place)
  const before = await blanksOf(open, place)
  const track = { id: 't1', class: 'face', action: 'hide', shape: 'rect', keys: [{ frame: 0, box: [1, 2, 3, 4] }] }
  const blank = { from: 0, until: 1, reason: 'home' }
  const doing = (command: unknown) => [{ kind: 'do', command }]
  const attempts: readonly (readonly [unknown, string])[] = [
    [doing({ kind: 'set-findings', proposals: [], search: null }), 'usage'],
    [[{ kind: 'propose', command: { kind: 'remove-blank', at: 0, blank } }], 'usage'],
    [doing({ kind: 'add-track', track: { ...track, untilFrame: clipFrames, strength: 0.1 } }), 'usage'],
    [doing({ kind: 'add-track', track: { ...track, untilFrame: clipFrames + 1 } }), 'out-of-range'],
    [doing({ kind: 'set-spans', spans: [[0, clipFrames + 1]] }), 'out-of-range'],
    [doing({ kind: 'set-secret', secret: '00'.repeat(32) }), 'usage'],
    [doing(JSON.parse('{"__proto__":{"kind":"set-inverse","inverse":true}}')), 'usage'],
    [[], 'usage'],
    ['undo', 'usage'],
  ]
  for (const [steps, kind] of attempts)
    expect(await open.refused('redaction.edit', edit(place, 0, steps)), JSON.stringify(steps)).toBe(kind)
  expect(await open.refused('redaction.edit', edit({ ...place, redaction: 'ffffffffffffffff' }, 0, batchOf(0)))).toBe(
    'redaction-held',
  )
  expect(await blanksOf(open, place)).toEqual(before)
  await open.store.close()
})

/** How much the files of the vault hold. */
async function bytesIn(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('vault-'))
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  return sizes.reduce((a, b) => a + b, 0)
}

it('an edit among 1,000 tracks over 18,000 frames writes what it is about, not the project', async () => {
  const folder = desk.path('vault')
  const place = await makeRedaction(folder)
  const open = await openRedaction(folder, place)
  const keys = Array.from({ length: 60 }, (_, key) => ({
    frame: frameIndex(key * 300),
    box: [key * 10.25, key * 5.5, 60.75, 80.25] as const,
  }))
  const put = Array.from({ length: 1_000 }, (_, track) => ({
    at: track,
    track: {
      id: `t${track + 1}`,
      class: 'face',
      action: 'undecided',
      shape: 'ellipse',
      keys,
      untilFrame: frameIndex(clipFrames),
    },
  })) as never
  const command = { kind: 'replace-tracks', remove: [], put } as const
  await open.store.change(draftOf('redaction.propose', userId(place.user)), async (write) => {
    const step = {
      revision: 1,
      at: '2026-11-23T10:00:00.000Z' as never,
      by: null,
      step: { kind: 'propose', command } as const,
    }
    return ok(await write.addRedactionSteps(redactionId(place.redaction), [step], { undecided: 1_000, lookHere: 0 }))
  })
  const { project, revision } = await open.ask('redaction.open', at(place))
  expect([JSON.parse(project).tracks.length, revision]).toEqual([1_000, 1])
  const before = await bytesIn(folder)
  const keep = { kind: 'edit-track', track: 't500', changes: { action: 'keep', reason: 'the requester' } }
  for (let number = 0; number < 20; number++)
    await open.ask(
      'redaction.edit',
      edit(place, 1 + number, [number % 2 === 0 ? { kind: 'do', command: keep } : { kind: 'undo' }]),
    )
  expect((await bytesIn(folder)) - before).toBeLessThan(project.length / 4)
  const list = await open.ask('redaction.list', { clip: place.clip } as never)
  expect(list.redactions[0]).toMatchObject({ revision: 21, undecided: 1_000 })
  await open.store.close()
})
