import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { sha256 } from '../../core/clips/clip-index.ts'
import { instant } from '../../core/ports/clock.ts'
import { userId } from '../../core/vault/ids.ts'
import { fullCost } from '../../core/vault/slot-table.ts'
import { AuditLog } from '../../native/vault/database/audit-log.ts'
import { createConnection } from '../../native/vault/database/connection.ts'
import { migrate } from '../../native/vault/database/migrations.ts'
import { userKey } from '../../native/vault/keys/passphrase-key.ts'
import {
  administrator,
  draftOf,
  found,
  makeFolder,
  makeVault,
  reopen,
  testHost,
} from '../../native/vault/objects/synthetic/vault-desk.ts'
import { type Measure, measured } from './measure.ts'

/** An unlock is "dominated" by argon2 while all the rest takes no longer. */
const mostOverArgon2 = 2

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

async function timed(times: number[], work: () => unknown): Promise<void> {
  const from = performance.now()
  await work()
  times.push(performance.now() - from)
}

/**
 * A row written with its entry in the log, against the same row without, both durable; by turns on one connection. What an entry adds
 * is to vanish beside the write to the disk that the change makes anyhow.
 */
async function appendMeasures(rounds: number): Promise<readonly Measure[]> {
  const desk = await makeFolder()
  const created = createConnection(desk.path('vault.db'), new Uint8Array(32).fill(7))
  if (!created.ok) throw new Error(created.failure.kind)
  const connection = created.value
  try {
    migrate(connection)
    const log = new AuditLog(connection, {
      now: () => instant(new Date().toISOString()),
      elapsed: () => performance.now(),
      software: '0.1.0',
      device: sha256('0'.repeat(64)),
      sign: () => null,
    })
    const insert = connection.prepare(
      "INSERT INTO notices (id, at, by, clip, kind, reason) VALUES (?, '', '', '', 'break-glass', 'a reason')",
    )
    const write = (id: string, entry: boolean) => {
      connection.exec('BEGIN IMMEDIATE')
      insert.run(id)
      if (entry) log.append(draftOf('session.break-glass', userId('annannannannanna')))
      connection.exec('COMMIT')
    }
    const disk = openSync(desk.path('page'), 'w')
    const page = Buffer.alloc(4_096)
    const [without, withEntry, synced]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < rounds; round++) {
      await timed(without, () => write(`${round} without`, false))
      await timed(withEntry, () => write(`${round} with`, true))
      await timed(synced, () => {
        writeSync(disk, page, 0, page.length, round * page.length)
        fdatasyncSync(disk)
      })
    }
    closeSync(disk)
    const [baseline, value] = [median(without), median(withEntry)]
    return [
      measured('change with its entry, against one without, median', value, 'ms', { baseline }),
      measured('what the entry adds, against a page written durably', Math.max(0, value - baseline), 'ms', {
        baseline: median(synced),
        goal: { most: 1 },
      }),
    ]
  } finally {
    connection.close()
    await desk.remove()
  }
}

/** Opening a vault with a passphrase, against argon2id alone. */
async function unlockMeasure(rounds: number): Promise<Measure> {
  const desk = await makeFolder()
  const { cost: _quick, ...host } = testHost()
  try {
    await (await makeVault(desk.path('vault'), host)).store.close()
    const [alone, whole]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round++) {
      const stretch = () => userKey(administrator.passphrase, { ...fullCost, salt: '00'.repeat(16) }, null)
      await timed(alone, stretch)
      const from = performance.now()
      const { store } = found(await reopen(desk.path('vault'), host))
      whole.push(performance.now() - from)
      await store.close()
    }
    return measured('unlock, against argon2id alone, median', median(whole), 'ms', {
      baseline: median(alone),
      goal: { most: mostOverArgon2 },
    })
  } finally {
    await desk.remove()
  }
}

/** What the log costs a change, and what the rest of an unlock costs beside its passphrase. */
export async function benchVaultCosts(rounds: {
  readonly changes: number
  readonly unlocks: number
}): Promise<readonly Measure[]> {
  return [...(await appendMeasures(rounds.changes)), await unlockMeasure(rounds.unlocks)]
}
