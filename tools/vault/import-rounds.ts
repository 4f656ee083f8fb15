import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { ImportDesk, type ImportRun } from './import-desk.ts'

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

/** What imports that were killed again and again came to. */
export type ImportRounds = {
  /** What is wrong; nothing, if all is well. */
  readonly problems: readonly string[]
  /** Runs that ended by being killed, and not by themselves before. */
  readonly killed: number
  /** The run that nobody killed, and the one after it that found everything there. */
  readonly last: ImportRun
  readonly again: ImportRun
}

/** Hashes of the clips in a folder. */
async function hashesIn(desk: ImportDesk, folder: string): Promise<ReadonlySet<string>> {
  const names = (await readdir(desk.desk.at(folder))).filter((name) => name.endsWith('.mp4'))
  const hashes = names.map(async (name) =>
    createHash('sha256')
      .update(await readFile(desk.desk.at(`${folder}/${name}`)))
      .digest('hex'),
  )
  return new Set(await Promise.all(hashes))
}

type Visible = { readonly hashes: readonly string[]; readonly undescribed: number }

async function visible(desk: ImportDesk): Promise<Visible> {
  const rows = (await desk.lines('Dora', 'clips --limit 1000')).filter((line) => 'sha256' in line)
  const undescribed = rows.filter(({ officer, frames }) => officer === null || frames === null).length
  return { hashes: rows.map(({ sha256 }) => String(sha256)), undescribed }
}

/** What is told to be there is there, once and whole; nothing else is. */
function visibleProblems(
  { hashes, undescribed }: Visible,
  told: ReadonlySet<string>,
  all: ReadonlySet<string>,
): readonly string[] {
  const seen = new Set(hashes)
  return [
    ...(seen.size < hashes.length ? [`${hashes.length - seen.size} clips are there twice`] : []),
    ...(undescribed > 0 ? [`${undescribed} clips lack what came with them`] : []),
    ...[...told].filter((hash) => !seen.has(hash)).map((hash) => `${hash} was acknowledged and is lost`),
    ...hashes.filter((hash) => !all.has(hash)).map((hash) => `${hash} was never given`),
  ]
}

/** Integrity of every file, orphans in both directions, and the log. */
async function vaultProblems(desk: ImportDesk): Promise<readonly string[]> {
  const checked = await desk.as('Ada', 'vault check --json')
  const log = await desk.as('Ada', 'audit verify --json')
  return [
    ...(checked.code === 0 ? [] : [`vault check: ${checked.out}`]),
    ...(log.code === 0 ? [] : [`audit verify: ${log.out}`]),
  ]
}

/** Imports a folder of `clips` clips, killed `kills` times before it may end: after as many clips as the seed says, and up to `within` ms later. */
export async function importRounds(asked: {
  readonly clips: number
  readonly kills: number
  readonly within: number
  readonly seed: number
}): Promise<ImportRounds> {
  const random = seeded(asked.seed)
  const desk = await ImportDesk.make('import-rounds')
  const problems: string[] = []
  const told = new Set<string>()
  let killed = 0
  try {
    await desk.makeClips('clips', asked.clips)
    const all = await hashesIn(desk, 'clips')
    const most = Math.max(1, Math.floor((2 * asked.clips) / Math.max(1, asked.kills)) - 1)
    for (let round = 0; round < asked.kills; round++) {
      const run = await desk.import('clips', { clips: random(most), milliseconds: random(asked.within) })
      if (run.code === null) killed += 1
      for (const { sha256 } of run.items) told.add(String(sha256))
      problems.push(...visibleProblems(await visible(desk), told, all).map((problem) => `round ${round}: ${problem}`))
    }
    const last = await desk.import('clips')
    problems.push(...visibleProblems(await visible(desk), all, all))
    const again = await desk.import('clips')
    problems.push(...(await vaultProblems(desk)))
    return { problems, killed, last, again }
  } finally {
    await desk.remove()
  }
}

/** By how many MiB the process of an import grew between two of its files. */
export function growth({ resident }: ImportRun, from: number, until = resident.length - 1): number {
  return (resident[until] ?? Number.NaN) - (resident[from] ?? Number.NaN)
}
