import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import { lockHolder, takeLock } from './lock-file.ts'
import { ownIdentity } from './process-identity.ts'

const taker = new URL('./synthetic/lock-taker.ts', import.meta.url)
const who = { program: 'test', since: instant('2026-11-23T09:00:00.000Z') }
const children: ChildProcess[] = []
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-lock-'))
})

afterEach(async () => {
  for (const child of children.splice(0)) await killed(child)
  await rm(folder, { recursive: true })
})

async function answer(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, 'message')
  return message
}

async function started(): Promise<ChildProcess> {
  const child = fork(taker)
  children.push(child)
  expect(await answer(child)).toBe('ready')
  return child
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

async function tries(child: ChildProcess): Promise<unknown> {
  const said = answer(child)
  child.send({ folder })
  return said
}

async function writeLock(changes: Record<string, unknown>): Promise<void> {
  const lock = { ...ownIdentity(), ...who, socket: null, nonce: '0'.repeat(32), ...changes }
  await writeFile(join(folder, 'lock'), JSON.stringify(lock))
}

describe('the lock of a vault', () => {
  test('the second is told who has it and since when', async () => {
    const first = await takeLock(folder, 'vault', who)
    expect(first.ok).toBe(true)
    const second = await takeLock(folder, 'vault', { ...who, program: 'other' })
    expect(second).toEqual({ ok: false, failure: { kind: 'vault-busy', name: 'vault', ...who } })
    if (first.ok) await first.value.announce('/run/socket')
    expect(await lockHolder(folder)).toMatchObject({ ok: true, value: { ...who, socket: '/run/socket' } })
    if (first.ok) await first.value.release()
    expect(await readdir(folder)).toEqual([])
  })

  test('of many processes that start at once exactly one has it, also where a killed one had it before', async () => {
    for (let round = 0; round < 3; round++) {
      const racing = await Promise.all([0, 1, 2, 3].map(started))
      const said = await Promise.all(racing.map(tries))
      expect(said.toSorted()).toEqual(['taken', 'vault-busy', 'vault-busy', 'vault-busy'])
      for (const child of racing) await killed(child)
      expect(await readdir(folder)).toContain('lock')
    }
    const last = await takeLock(folder, 'vault', who)
    expect(last.ok).toBe(true)
    expect(await readdir(folder)).toEqual(['lock'])
  })

  test.each([
    ['of a process that is gone', { pid: 2 ** 22 + 1 }],
    ['of another process with the same number', { started: '1' }],
    ['of another run of the machine', { boot: 'another' }],
  ])('a lock %s does not stand in the way', async (_, changes) => {
    await writeLock(changes)
    expect(await lockHolder(folder)).toEqual({ ok: true, value: null })
    expect((await takeLock(folder, 'vault', who)).ok).toBe(true)
  })

  test.each(['', '{', 'null', '{"pid":-1}', '[]'])('a damaged lock does not stand in the way: %s', async (text) => {
    await writeFile(join(folder, 'lock'), text)
    expect((await takeLock(folder, 'vault', who)).ok).toBe(true)
  })

  test('who was killed while taking a stale lock leaves nothing that stands in the way', async () => {
    await writeLock({ pid: 2 ** 22 + 1, nonce: 'a'.repeat(32) })
    const right = { ...ownIdentity(), ...who, pid: 2 ** 22 + 1, socket: null, nonce: 'b'.repeat(32) }
    await writeFile(join(folder, `lock.${'a'.repeat(32)}`), JSON.stringify(right))
    expect((await takeLock(folder, 'vault', who)).ok).toBe(true)
    expect(await readdir(folder)).toEqual(['lock'])
  })

  test('a lock that was given back is the one before', async () => {
    await writeLock({ boot: 'elsewhere', program: 'unseen' })
    const before = JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))
    const taken = await takeLock(folder, 'vault', who)
    if (taken.ok) await taken.value.giveBack()
    expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toEqual(before)
  })
})
