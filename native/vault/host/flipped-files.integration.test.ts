import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import { seededNumbers } from '../../../tools/vault/killed-process.ts'
import {
  addClip,
  administrator,
  bytesOfClip,
  draftOf,
  found,
  hexHash,
  makeFolder,
  makeVault,
  markedBytes,
  quietWork,
  testHost,
} from '../objects/synthetic/vault-desk.ts'
import { type OpenedVault, openVault } from './open-vault.ts'
import { memoryStore } from './synthetic/memory-store.ts'

/** One bit that is flipped anywhere, or an end that is missing, in each kind of file that a vault has. */

const clips: ClipRecord[] = []
let desk: Awaited<ReturnType<typeof makeFolder>>
let vaultId = ''
/** What the machine kept when each copy of the vault was made. */
const kept = new Map<string, { readonly secret: Uint8Array; readonly anchor: string }>()
const keyring = memoryStore()
const host = { ...testHost(), keyring }

async function keepCopy(name: string): Promise<void> {
  await cp(desk.path('vault'), desk.path(name), { recursive: true })
  const secret = await keyring.getDeviceSecret(vaultId)
  const anchor = await keyring.getAnchor(vaultId)
  if (!secret || !anchor) throw new Error('the machine has kept nothing')
  kept.set(name, { secret, anchor })
}

/** Two copies: `killed` as a process leaves it that is killed while it has it open, `locked` with a result and a refusal waiting. */
beforeAll(async () => {
  desk = await makeFolder()
  const { store, user } = await makeVault(desk.path('vault'), host)
  vaultId = store.facts().vaultId
  for (const name of ['one ', 'two ']) clips.push(await addClip(store, user, markedBytes(name, 150_000)))
  await store.anchor()
  await keepCopy('killed')
  // A number that no process has: who had this copy open is gone.
  const lock: unknown = JSON.parse(await readFile(desk.path('killed/lock'), 'utf8'))
  await writeFile(desk.path('killed/lock'), JSON.stringify(Object.assign({}, lock, { pid: 2 ** 22 + 1 })))
  const lease = found(
    await store.lease({ ...draftOf('clip.redact', user), outcome: 'begun' }, instant('2999-01-01T00:00:00.000Z')),
  )
  found(await store.lock(draftOf('session.lock', user)))
  expect(found(await lease.publish({ draft: draftOf('clip.redact', user), objects: [], clips: [] }))).toBe('sealed')
  await lease.end()
  await store.close()
  const wrong = { name: administrator.name, passphrase: 'another one altogether' }
  expect((await openVault({ folder: desk.path('vault') }, wrong, host)).ok).toBe(false)
  await keepCopy('locked')
})
afterAll(() => desk.remove())

async function open(base: string) {
  const machine = memoryStore()
  const { secret, anchor } = kept.get(base) ?? { secret: new Uint8Array(), anchor: '' }
  await machine.setDeviceSecret(vaultId, secret)
  await machine.setAnchor(vaultId, anchor)
  return openVault({ folder: desk.path('tried') }, administrator, { ...host, keyring: machine })
}

/** Everything there, as it was, but for what lies in `damaged`. */
async function expectUsable({ store }: OpenedVault, damaged: string | null): Promise<void> {
  expect((await store.read.clips({ limit: 10 })).map(({ id }) => id).sort()).toEqual(clips.map(({ id }) => id).sort())
  for (const { id, object, sha256 } of clips) {
    if (object === damaged) await expect(bytesOfClip(store, id)).rejects.toThrow()
    else expect(hexHash(await bytesOfClip(store, id))).toBe(sha256)
  }
  const { problems } = found(await store.check(true, quietWork))
  expect([...new Set(problems.map(({ name }) => name))]).toEqual(damaged === null ? [] : [damaged])
  const log = await store.audit.verify({ incremental: false, anchors: [] }, quietWork)
  expect(found(log)).toMatchObject({ ok: true })
}

type Kind = {
  readonly base: 'killed' | 'locked'
  readonly file: () => string
  /** As what it is refused. */
  readonly refused: readonly string[]
  /** Whether a vault with such a file may open, being whole (but for the object itself). */
  readonly opens: boolean
}

const object = (): string => String(clips[0]?.object)
const kinds: Readonly<Record<string, Kind>> = {
  slots: { base: 'killed', file: () => 'slots.json', refused: ['slots-damaged'], opens: false },
  // A page that the log beside it holds anew is not read.
  database: { base: 'killed', file: () => 'vault-1.db', refused: ['database-damaged'], opens: true },
  'database at rest': { base: 'locked', file: () => 'vault-1.db', refused: ['database-damaged'], opens: false },
  'write-ahead log': {
    base: 'killed',
    file: () => 'vault-1.db-wal',
    // What is lost with its end is noticed by the head of the log that the machine has kept.
    refused: ['database-rolled-back', 'database-damaged'],
    opens: true,
  },
  lock: { base: 'killed', file: () => 'lock', refused: [], opens: true },
  'refused attempts': { base: 'locked', file: () => 'refused.jsonl', refused: [], opens: true },
  segments: { base: 'locked', file: () => `objects/${object()}.seg`, refused: [], opens: true },
}

async function expectNoticed(kind: Kind, damage: string): Promise<boolean> {
  const opened = await open(kind.base)
  if (!opened.ok) {
    expect({ damage, is: opened.failure.kind, among: kind.refused }).toMatchObject({
      is: kind.refused.find((refused) => refused === opened.failure.kind) ?? 'none of them',
    })
    return false
  }
  const isObject = kind.file().startsWith('objects/')
  const { problems } = found(await opened.value.store.check(true, quietWork))
  const isNoticed = problems.some(({ kind: what }) => what === 'database')
  if (isNoticed) expect([damage, kind.refused]).toEqual([damage, expect.arrayContaining(['database-damaged'])])
  else {
    expect([damage, kind.opens]).toEqual([damage, true])
    await expectUsable(opened.value, isObject ? object() : null)
  }
  await opened.value.store.close()
  return true
}

test.each(Object.entries(kinds))(
  'in the %s it is noticed, or harmless, and all else can still be read',
  async (name, kind) => {
    const random = seededNumbers(99 + name.length)
    const bytes = await readFile(desk.path(`${kind.base}/${kind.file()}`))
    for (let number = 0; number < 6; number++) {
      const place = random(bytes.length)
      const changed = Buffer.from(bytes)
      changed[place] = (changed[place] ?? 0) ^ (1 << random(8))
      const isCut = number % 3 === 2
      await rm(desk.path('tried'), { recursive: true, force: true })
      await cp(desk.path(kind.base), desk.path('tried'), { recursive: true })
      await writeFile(desk.path(`tried/${kind.file()}`), isCut ? bytes.subarray(0, place) : changed)
      await expectNoticed(kind, `${isCut ? 'cut at' : 'flipped at'} ${place}`)
    }
  },
)

test('in a result that waits in the inbox it is noticed, and the result set aside', async () => {
  const random = seededNumbers(7)
  const [file = ''] = await readdir(desk.path('locked/inbox'))
  const bytes = await readFile(desk.path(`locked/inbox/${file}`))
  for (let number = 0; number < 5; number++) {
    await rm(desk.path('tried'), { recursive: true, force: true })
    await cp(desk.path('locked'), desk.path('tried'), { recursive: true })
    const changed = Buffer.from(bytes)
    const place = random(bytes.length)
    if (number > 0) changed[place] = (changed[place] ?? 0) ^ (1 << random(8))
    await writeFile(desk.path(`tried/inbox/${file}`), changed)
    const opened = found(await open('locked'))
    const { collected, setAside } = opened.report
    expect([place, collected, setAside]).toEqual(number === 0 ? [place, 1, 0] : [place, 0, 1])
    await expectUsable(opened, null)
    await opened.store.close()
  }
})
