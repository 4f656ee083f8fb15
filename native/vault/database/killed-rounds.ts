import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { appendLeaf, emptyPeaks, rootOf } from '../../../core/audit/merkle.ts'
import { hashBytes } from '../audit/hash-bytes.ts'
import { hexOf, trustedKeysOf } from '../audit/signed-checkpoint.ts'
import { verifyEntries } from '../audit/verify-entries.ts'
import { clipOf, devicePublicKey, keep, started, trialFolder } from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

/** Kills a process that edits clips and writes the log, at moments of a seed, and looks at what it has left. */

const writer = fileURLToPath(new URL('killed-writer.ts', import.meta.url))

type Acknowledged = { readonly edit: number; readonly size: number }

/** What is wrong after a kill; nothing, if all is well. */
type Findings = { readonly round: number; readonly problems: readonly string[] }

/** Numbers below `below` (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Runs the writer until it has told of so many things and a little longer; answers the last thing that it told. */
async function killed(path: string, first: number, after: { things: number; turns: number }): Promise<Acknowledged> {
  const child = fork(writer, [path, String(first)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  let last: Acknowledged = { edit: first - 1, size: 0 }
  let told = 0
  child.on('message', (thing) => {
    last = thing as Acknowledged
    if (++told === after.things) void killSoon()
  })
  const killSoon = async (): Promise<void> => {
    for (let turn = 0; turn < after.turns; turn++) await setImmediate()
    child.kill('SIGKILL')
  }
  // What it told before its end is still in the channel when it has ended.
  const [[, signal]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  if (signal !== 'SIGKILL') throw new Error('the writer ended by itself')
  return last
}

async function logProblems(database: VaultDatabase): Promise<readonly string[]> {
  const verdict = await verifyEntries({
    rows: database.auditRows(),
    checkpoints: await database.read.checkpoints(),
    keys: trustedKeysOf([devicePublicKey]),
    anchors: [],
  })
  if (!verdict.ok || !verdict.value.ok) return [`the log does not verify: ${JSON.stringify(verdict)}`]
  let peaks = emptyPeaks
  for await (const { leaf } of database.auditRows()) peaks = appendLeaf(hashBytes, peaks, leaf)
  const head = await database.checkpoint()
  const root = hexOf(rootOf(hashBytes, peaks))
  return head.ok && head.value.root === root && head.value.size === peaks.size ? [] : ['the head is not the root']
}

/** The last edit that the log tells of: it has to be the one that the clip shows. */
async function lastEditOf(database: VaultDatabase): Promise<string | null> {
  const size = await database.read.auditSize()
  const entries = await database.read.auditEntries(Math.max(0, size - 10), 10)
  return entries.findLast(({ action }) => action === 'clip.edit')?.reason ?? null
}

async function problemsOf(database: VaultDatabase, last: Acknowledged, round: number): Promise<readonly string[]> {
  const found = (await database.check(true)).map(({ detail }) => detail)
  const size = await database.read.auditSize()
  // What was under way when the end came may have become durable without being told.
  if (size < last.size || size > last.size + 1) found.push(`${size} entries, ${last.size} acknowledged`)
  const shown = (await database.read.clip(clipOf(1).id))?.name ?? 'no clip'
  const edits = [`edit ${last.edit}`, `edit ${last.edit + 1}`]
  if (last.edit >= 0 && !edits.includes(shown)) found.push(`the clip shows ${shown}, acknowledged was ${last.edit}`)
  if (last.edit >= 0 && (await lastEditOf(database)) !== shown) found.push('the clip and the log tell of other edits')
  if ((await database.interruptedCalls()).length > round + 1) found.push('more calls are open than were interrupted')
  return [...found, ...(await logProblems(database))]
}

/** Kills so many times; answers the rounds after which something was wrong, and how many edits were made meanwhile. */
export async function killRounds(
  rounds: number,
  seed: number,
): Promise<{ readonly bad: readonly Findings[]; readonly edits: number }> {
  const folder = await trialFolder()
  const random = seeded(seed)
  const bad: Findings[] = []
  let edit = 0
  try {
    const made = started(folder.at('vault.db'), {}, true)
    await keep(made, [clipOf(1, { name: 'edit -1' })])
    await made.close()
    for (let round = 0; round < rounds; round++) {
      const last = await killed(folder.at('vault.db'), edit, { things: 1 + random(60), turns: random(40) })
      const database = started(folder.at('vault.db'))
      const problems = await problemsOf(database, last, round)
      if (problems.length > 0) bad.push({ round, problems })
      await database.close()
      edit = last.edit + 2
    }
    return { bad, edits: edit }
  } finally {
    await folder.remove()
  }
}
