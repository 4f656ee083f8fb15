import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { administrator, found, makeFolder, makeVault, quietWork, reopen } from '../objects/synthetic/vault-desk.ts'
import { lookAtVault } from './look-at-vault.ts'
import type { OpenerSaid } from './synthetic/vault-opener.ts'

const opener = new URL('./synthetic/vault-opener.ts', import.meta.url)

let desk: Awaited<ReturnType<typeof makeFolder>>
const children = new Set<ChildProcess>()
beforeEach(async () => {
  desk = await makeFolder()
})
afterEach(async () => {
  for (const child of children) await killed(child)
  await desk.remove()
})

async function said(child: ChildProcess): Promise<OpenerSaid> {
  const [message] = await once(child, 'message')
  return message as OpenerSaid
}

async function started(folder: string): Promise<ChildProcess> {
  const child = fork(opener, [folder])
  children.add(child)
  expect(await said(child)).toEqual({ kind: 'ready', program: null })
  return child
}

async function killed(child: ChildProcess): Promise<void> {
  children.delete(child)
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

function tries(child: ChildProcess): Promise<OpenerSaid> {
  const answer = said(child)
  child.send('open')
  return answer
}

test('of processes that open a vault at once one has it, and the next one once that was killed; the others are told who', async () => {
  const folder = desk.path('vault')
  await (await makeVault(folder)).store.close()
  let waiting = await Promise.all([0, 1, 2, 3].map(() => started(folder)))
  while (waiting.length > 0) {
    const answers = await Promise.all(waiting.map(tries))
    const winners = waiting.filter((_, at) => answers[at]?.kind === 'open')
    expect(winners).toHaveLength(1)
    const [winner] = winners
    if (!winner) return
    const name = `opener ${winner.pid}`
    const others = answers.filter(({ kind }) => kind !== 'open')
    for (const other of others) expect(other).toEqual({ kind: 'vault-busy', program: name })
    expect(found(await lookAtVault(folder)).holder).toMatchObject({ program: name })
    expect(await reopen(folder)).toMatchObject({ ok: false, failure: { kind: 'vault-busy', program: name } })
    await killed(winner)
    // Nobody seems to have it, though its lock is still there.
    expect(found(await lookAtVault(folder)).holder).toBe(null)
    waiting = waiting.filter((child) => child !== winner)
  }
  const { store } = found(await reopen(folder))
  expect(found(await store.check(true, quietWork)).problems).toEqual([])
  const opened = (await store.read.auditEntries(0, 100)).filter(({ action }) => action === 'vault.open')
  expect(opened).toHaveLength(5)
  expect(opened.every(({ user }) => user?.name === administrator.name)).toBe(true)
  await store.close()
})
