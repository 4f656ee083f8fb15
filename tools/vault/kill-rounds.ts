import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { clipId } from '../../core/vault/ids.ts'
import { restoreVault } from '../../native/vault/objects/restore-vault.ts'
import {
  administrator,
  bytesOfClip,
  filesOf,
  found,
  makeFolder,
  makeVault,
  markedBytes,
  quietWork,
  reopen,
  testHost,
} from '../../native/vault/objects/synthetic/vault-desk.ts'

const writer = fileURLToPath(new URL('../../native/vault/objects/synthetic/killed-writer.ts', import.meta.url))

type Desk = Awaited<ReturnType<typeof makeFolder>>

/** Runs the writer until it has told of `steps` steps and kills it then; answers what it had told by its end. */
async function killedAfter(desk: Desk, steps: number): Promise<readonly string[]> {
  const child = fork(writer, [desk.path('vault'), desk.path('backups')], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const told: string[] = []
  child.on('message', (step) => {
    told.push(String(step))
    if (told.length === steps) child.kill('SIGKILL')
  })
  const [code, signal] = await once(child, 'exit')
  expect([code, signal]).toEqual([null, 'SIGKILL'])
  return told
}

/** Clips that the writer has said it had done this with. */
function clipsIn(told: readonly string[], what: string): readonly string[] {
  return told.filter((step) => step.startsWith(`${what} `)).map((step) => step.slice(what.length + 1))
}

/** Everything that is visible is whole, and nothing that was said to be done is lost. */
async function expectWhole(store: VaultStore, folder: string, kept: readonly string[]): Promise<void> {
  const clips = await store.read.clips({ limit: 10_000 })
  expect(clips.map(({ id }) => id)).toEqual(expect.arrayContaining([...kept]))
  const [latest] = kept.slice(-1)
  if (latest) expect(await bytesOfClip(store, clipId(latest))).toEqual(markedBytes(latest, 1_500_000))
  expect(found(await store.check(true, quietWork)).problems).toEqual([])
  const known = [
    ...clips.map(({ object }) => object),
    ...(await store.read.pendingImports()).map(({ object }) => object),
  ]
  for (const file of await filesOf(folder)) expect(known).toContain(file)
}

/** A backup that has its name is whole and known to the vault; what was being written has another name. */
async function expectBackups(desk: Desk, store: VaultStore, done: readonly string[]): Promise<number> {
  const names = (await readdir(desk.path('backups'))).filter((name) => name.endsWith('.backup'))
  expect(names).toEqual(expect.arrayContaining(done.map((clip) => `${clip}.backup`)))
  const known = (await store.read.backups()).map(({ id }) => id)
  for (const name of names) {
    const request = { from: desk.path(`backups/${name}`), folder: desk.path('restored'), after: null }
    const restored = found(await restoreVault({ ...request, credentials: administrator }, testHost(), quietWork))
    expect(known).toContain(restored.backup)
    await rm(desk.path('restored'), { recursive: true })
  }
  await rm(desk.path('backups'), { recursive: true })
  await mkdir(desk.path('backups'))
  return names.length
}

/**
 * Kills a process that imports and backs up without end, `rounds` times in the same vault, each time at another step of its
 * work, and looks at what it has left. Answers how many backups were looked at.
 */
export async function killRounds(rounds: number): Promise<number> {
  const desk = await makeFolder()
  const folder = desk.path('vault')
  let backups = 0
  try {
    await mkdir(desk.path('backups'))
    await (await makeVault(folder)).store.close()
    for (let round = 0; round < rounds; round++) {
      // 7 and 40 have no common factor: forty rounds end at forty different steps.
      const told = await killedAfter(desk, 1 + ((round * 7) % 40))
      const { store, report } = found(await reopen(folder))
      expect(report.orphans).toBeLessThan(2)
      expect((await readdir(folder)).filter((name) => name.startsWith('vault-'))).toEqual(
        (await readdir(folder)).filter((name) => name.startsWith('vault-1.db')),
      )
      await expectWhole(store, folder, clipsIn(told, 'kept'))
      backups += await expectBackups(desk, store, clipsIn(told, 'backed up'))
      await store.close()
    }
    return backups
  } finally {
    await desk.remove()
  }
}
