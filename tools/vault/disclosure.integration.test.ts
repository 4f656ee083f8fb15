import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, statfs, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DisclosureTarget } from '../../core/ports/disclosure-target.ts'
import type { AuditDraft } from '../../core/ports/vault/vault-records.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { failed, ok } from '../../core/result.ts'
import type { UserId } from '../../core/vault/ids.ts'
import { disclosureTarget } from '../../native/evidence/disclosure-target.ts'
import { found, makeFolder, makeVault, reopen } from '../../native/vault/objects/synthetic/vault-desk.ts'
import {
  type ApprovedCopy,
  approvedAt,
  approvedCopy,
  type DisclosureDesk,
  disclosureOf,
  sitDown,
} from './disclosure-desk.ts'
import { killedProcess, seededNumbers } from './killed-process.ts'

/** The only way out of a real vault: what leaves, what stands in the register and the log, and what goes wrong. */

let folders: Awaited<ReturnType<typeof makeFolder>>
let store: VaultStore
let administrator: UserId
let desk: DisclosureDesk
let approved: ApprovedCopy
/** Runs before a step of the target; fails the step with what it answers. */
let before: (step: 'write' | 'unchanged' | 'name') => Promise<unknown> = async () => undefined
let rounds = 0
const stick = (): string => folders.path(`stick-${rounds}`)

const watched: DisclosureTarget = async (folder, request) => {
  const begun = await disclosureTarget(folder, request)
  if (!begun.ok) return begun
  const unfinished = begun.value
  return ok({
    written: (name) => unfinished.written(name),
    discard: () => unfinished.discard(),
    write: async (...asked) => {
      await before('write')
      return unfinished.write(...asked)
    },
    unchanged: async () => {
      await before('unchanged')
      return unfinished.unchanged()
    },
    name: async () => {
      await before('name')
      return unfinished.name()
    },
  })
}

beforeAll(async () => {
  folders = await makeFolder()
  const made = await makeVault(folders.path('vault'))
  store = made.store
  administrator = made.user
  desk = await sitDown(store, administrator, watched)
  approved = await approvedCopy(desk, store)
})
afterAll(async () => {
  await store.close()
  await folders.remove()
})
beforeEach(async () => {
  rounds += 1
  before = async () => undefined
  await mkdir(stick())
})

const disclose = (folder = stick()) => desk.call('Bob', 'copy.disclose', disclosureOf(approved.copy, folder))
const register = () => store.read.disclosures(approved.copy)
const wholeRegister = { copy: null, text: null, offset: 0, limit: 100 }
/** The latest line of the register, as somebody who discloses is told of it. */
const latest = async () => {
  const asked = { clip: approved.copy, text: null, offset: 0, limit: 1 }
  return found(await desk.call('Ann', 'disclosure.list', asked)).disclosures[0]
}
const hashOf = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

async function entries() {
  const all = await store.read.auditEntries(0, 10_000)
  return all.filter(({ action }) => action === 'clip.disclose')
}

/** Nothing that looks finished lies there, and neither register nor log say that anything left. */
async function expectNothingLeft(run: () => Promise<unknown>, folder = stick()): Promise<void> {
  const [lines, log] = [await register(), await entries()]
  await run()
  expect(await register()).toEqual(lines)
  const added = (await entries()).slice(log.length)
  expect(added.filter(({ outcome }) => outcome === 'done')).toEqual([])
  expect((await readdir(folder)).filter((name) => !name.endsWith('.partial'))).toEqual([])
}

test('an approved copy leaves with its papers, which tell nothing else, and stands in register and log', async () => {
  const out = found(await disclose())
  const stem = `redacted-copy-${out.sha256.slice(0, 12)}`
  const names = ['.certificate.json', '.certificate.pdf', '.mp4', '.schedule.json', '.schedule.pdf']
  expect((await readdir(stick())).toSorted()).toEqual(names.map((end) => `${stem}${end}`))
  for (const { name, sha256 } of out.files) expect(await hashOf(join(stick(), name))).toBe(sha256)
  expect(await hashOf(join(stick(), `${stem}.mp4`))).toBe(out.sha256)
  const line = (await register()).at(-1)
  expect(line).toMatchObject({ id: out.disclosure, recipient: 'J. Public', route: 'by hand', reason: 'SAR 12' })
  expect([line?.sha256, line?.files]).toEqual([out.sha256, out.files])
  const [begun, done] = (await entries()).slice(-2)
  expect([begun?.outcome, done?.outcome, done?.ref]).toEqual(['begun', 'done', begun?.seq])
  expect(done?.detail).toMatchObject({ recipient: 'J. Public', disclosure: out.disclosure })
  const copy = await store.read.clip(approved.copy)
  expect(copy?.releasedAt).toBe(line?.at)
  const secrets = ['Test Police', approved.clip, approved.copy, 'SAR 12', desk.index.sha256, 'cd'.repeat(32)]
  // Too short to be told from chance in what is compressed, or in a key, hash or signature.
  const short = ['PC 1', 'D-77', 'I-1', 'Ann', 'Bob', 't1']
  for (const name of await readdir(stick())) {
    const text = `${name} ${await readFile(join(stick(), name), 'latin1')}`
    for (const secret of secrets) expect(text, name).not.toContain(secret)
    const words = name.endsWith('.json') ? text.replaceAll(/[\w-]{40,}/g, '') : ''
    for (const secret of short) expect(words, name).not.toContain(secret)
  }
  const listed = found(await desk.call('Ann', 'disclosure.list', { clip: null, text: null, offset: 0, limit: 9 }))
  const row = { disclosure: out.disclosure, by: 'Bob', copy: approved.copy }
  expect(listed).toMatchObject({ total: 1, disclosures: [{ ...row, state: 'completed' }] })
})

test('nothing is replaced: not by the same disclosure either', async () => {
  const second = found(await disclose())
  const asked = { clip: approved.copy, text: null, offset: 0, limit: 1 }
  const latest = { total: 2, disclosures: [{ disclosure: second.disclosure }] }
  expect(found(await desk.call('Ann', 'disclosure.list', asked))).toMatchObject(latest)
  expect(found(await desk.call('Ann', 'disclosure.list', { ...asked, text: 'j. PUB' }))).toMatchObject(latest)
  expect(found(await desk.call('Ann', 'disclosure.list', { ...asked, text: 'nobody' })).total).toBe(0)
  const there = await readdir(stick())
  const again = await disclose()
  expect(again).toMatchObject({ ok: false, failure: { kind: 'file-exists', final: true } })
  expect(await readdir(stick())).toEqual(there)
})

test('schedules are made and kept with the copy', async () => {
  const asked = { clip: approved.copy, kind: 'internal' as const, heldBack: [], keep: true }
  const internal = found(await desk.call('Ann', 'copy.schedule', asked))
  const only = found(await desk.call('Ann', 'copy.schedule', { ...asked, keep: false }))
  expect([only.schedule, only.sheet]).toEqual([internal.schedule, null])
  expect(internal.schedule).toMatchObject({ kind: 'internal', rows: [{ track: 't1', count: 17 }, { object: 'sound' }] })
  const kept = await store.read.objects(approved.copy)
  const sheets = kept.filter(({ label }) => label.startsWith('schedule-'))
  expect(sheets).toMatchObject([{ kind: 'attachment', label: internal.sheet?.name }])
})

test('into a vault, through a link, or where there is no folder, nothing goes', async () => {
  await symlink(stick(), folders.path('link'))
  for (const [folder, kind] of [
    [folders.path('vault'), 'unfit-folder'],
    [folders.path('vault/objects'), 'unfit-folder'],
    [folders.path('link'), 'unfit-folder'],
    [folders.path('none'), 'folder-missing'],
    ['stick', 'folder-missing'],
  ] as const)
    await expectNothingLeft(async () => expect(await disclose(folder)).toMatchObject({ failure: { kind } }))
})

test('a stick that is pulled out while it is written to', async () => {
  const away = folders.path('pulled')
  let steps = 0
  before = async () => {
    steps += 1
    if (steps === 3) await rename(stick(), away)
  }
  const gone = { ok: false, failure: { kind: 'medium-gone', registered: false } }
  await expectNothingLeft(async () => expect(await disclose()).toMatchObject(gone), away)
  expect(await latest()).toMatchObject({ failure: gone.failure, state: 'failed', sha256: null, files: [] })
  // Back in its place it is cleared up by the next attempt, which is whole.
  await rename(away, stick())
  before = async () => undefined
  found(await disclose())
  expect((await readdir(stick())).filter((name) => name.endsWith('.partial'))).toEqual([])
})

test('a stick that is pulled out after the register says so: what is there has no name, and the answer tells', async () => {
  before = async (step) => (step === 'name' ? rename(stick(), folders.path('late')) : undefined)
  const lines = await register()
  expect(await disclose()).toMatchObject({ ok: false, failure: { kind: 'medium-gone', registered: true } })
  expect((await register()).length).toBe(lines.length + 1)
  const line = (await register()).at(-1)
  expect(await latest()).toMatchObject({ disclosure: line?.id, state: 'failed', failure: { registered: true } })
  expect((await readdir(folders.path('late'))).every((name) => name.endsWith('.partial'))).toBe(true)
  expect((await entries()).slice(-3).map(({ outcome }) => outcome)).toEqual(['begun', 'done', 'failed'])
})

test('why it failed stands in the register without the name of the original, be it for those who may not know it', async () => {
  const name = (await store.read.clip(approved.clip as never))?.name ?? ''
  const damaged = { kind: 'object-damaged', name, problem: 'changed' } as const
  const other = await sitDown(store, administrator, watched, (engine) => ({
    ...engine,
    verify: async () => failed(damaged),
  }))
  await expectNothingLeft(async () =>
    expect(await other.call('Bob', 'copy.disclose', disclosureOf(approved.copy, stick()))).toEqual(failed(damaged)),
  )
  const told = { state: 'failed', failure: { ...damaged, name: `${approved.copy}'s original` } }
  expect(await latest()).toMatchObject(told)
  expect(JSON.stringify(await store.read.registerLines(wholeRegister))).not.toContain(name)
})

test('what was edited since, be it while it is written out, does not leave', async () => {
  const steps = [{ kind: 'do', command: { kind: 'edit-track', track: 't1', changes: { strength: 2 } } }] as never
  const about = { clip: approved.clip, redaction: approved.redaction }
  before = async (step) => {
    if (step === 'unchanged') found(await desk.call('Ann', 'redaction.edit', { ...about, revision: 1, steps }))
  }
  const refused = { ok: false, failure: { kind: 'not-approved' } }
  await expectNothingLeft(async () => expect(await disclose()).toMatchObject(refused))
  expect(await readdir(stick())).toEqual([])
  before = async () => undefined
  await expectNothingLeft(async () => expect(await disclose()).toMatchObject(refused))
  approved = await approvedAt(desk, about, 2)
  before = async () => undefined
  found(await disclose())
})

test('a copy that nobody approved does not leave, whoever asks, nor does a clip that is none', async () => {
  const sound = { rest: null, mute: [], bleep: [] }
  const asked = { keep: [], inverse: false, style: null, spans: [], blanks: [], sound, regions: null }
  const search = { profile: 'balanced', classes: ['face' as const] } as const
  const input = {
    clip: approved.clip,
    search: { ...search, classes: [...search.classes] },
    threads: null,
    models: null,
  }
  const made = found(await desk.call('Ann', 'clip.redact', { ...input, project: null, asked }))
  for (const clip of [made.copy, approved.clip]) {
    const kind = clip === approved.clip ? 'no-copy' : 'not-approved'
    const answer = await desk.call('Bob', 'copy.disclose', disclosureOf(clip as typeof approved.copy, stick()))
    expect(answer).toMatchObject({ ok: false, failure: { kind } })
  }
  expect(await readdir(stick())).toEqual([])
})

test('without a log nothing leaves: neither before the first byte nor before the names', async () => {
  const full = { kind: 'disk-full', name: 'the vault' } as const
  let refused: 'begun' | 'done' = 'begun'
  const refuses = (draft: AuditDraft) => draft.action === 'clip.disclose' && draft.outcome === refused
  const unlogged = new Proxy(store, {
    get: (real, name) => {
      if (name === 'note') return async (draft: AuditDraft) => (refuses(draft) ? failed(full) : real.note(draft))
      if (name === 'change')
        return (draft: AuditDraft, run: Parameters<VaultStore['change']>[1]) =>
          real.change(draft, async (...given) => {
            const result = await run(...given)
            return refuses(draft) ? failed(full) : result
          })
      const value = Reflect.get(real, name) as unknown
      return typeof value === 'function' ? value.bind(real) : value
    },
  })
  const other = await sitDown(unlogged, administrator)
  for (const outcome of ['begun', 'done'] as const) {
    refused = outcome
    await expectNothingLeft(async () =>
      expect(await other.call('Bob', 'copy.disclose', disclosureOf(approved.copy, stick()))).toEqual(failed(full)),
    )
    expect(await readdir(stick())).toEqual([])
  }
})

test.runIf(process.getuid?.() === 0)('a stick that fills up', async () => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', stick()])
  try {
    // Full from the start, and full in the middle.
    const ballast = async (free: number) => {
      const { bavail, bsize } = await statfs(stick())
      await writeFile(join(stick(), 'ballast.partial'), Buffer.alloc(Math.max(0, bavail * bsize - free)))
    }
    const full = { ok: false, failure: { kind: 'disk-full' } }
    await ballast(1_000_000)
    await expectNothingLeft(async () => expect(await disclose()).toMatchObject(full))
    await rm(join(stick(), 'ballast.partial'))
    before = async (step) => (step === 'write' ? ballast(1_000_000) : undefined)
    await expectNothingLeft(async () => expect(await disclose()).toMatchObject(full))
    expect(await readdir(stick())).toEqual(['ballast.partial'])
  } finally {
    execFileSync('umount', ['--lazy', stick()])
  }
})

test('killed at any step: unfinished files, or finished ones that stand in the register; the next attempt is whole', async () => {
  const script = new URL('killed-disclosure.ts', import.meta.url)
  const below = seededNumbers(7)
  for (const steps of [1, 4, 6, 7, 8]) {
    await store.close()
    const out = folders.path(`killed-${steps}`)
    await mkdir(out)
    const given = [folders.path('vault'), administrator, approved.copy, out]
    await killedProcess<string>({ script, given, steps, milliseconds: below(8) })
    store = found(await reopen(folders.path('vault'))).store
    desk = await sitDown(store, administrator, watched)
    const left = await readdir(out)
    const finished = left.some((name) => name.endsWith('.mp4'))
    const [line] = (await register()).slice(-1)
    if (finished) expect(await hashOf(join(out, left.find((name) => name.endsWith('.mp4')) ?? ''))).toBe(line?.sha256)
    // Killed while it was written out: it began, and nobody wrote down how it ended, unless all of it was done.
    expect(finished ? ['unknown', 'completed'] : ['unknown']).toContain((await latest())?.state)
    if (!finished) found(await disclose(out))
    if (!finished) expect((await latest())?.state).toBe('completed')
    const there = await readdir(out)
    expect([there.length, there.filter((name) => name.endsWith('.partial'))]).toEqual([5, []])
    const ended = new Set((await entries()).map(({ ref }) => ref))
    expect((await entries()).filter(({ outcome, seq }) => outcome === 'begun' && !ended.has(seq))).toEqual([])
  }
})
