import { readFile } from 'node:fs/promises'
import { makeClip } from '../clips/make-clip.ts'
import { smallClips } from '../clips/small-clips.ts'
import { mutatedClip } from './mutate-clip.ts'
import { neverAnswers, type TrialResult, tryClips } from './try-clips.ts'

/** What came of a run: how often each answer, the worst memory, and everything that must never be. */
export type FuzzReport = {
  readonly outcomes: Readonly<Record<string, number>>
  readonly peakMebibytes: number
  /** `seed clip: what happened`, for each. */
  readonly never: readonly string[]
  readonly unverified: readonly string[]
}

async function smallBytes(): Promise<readonly Uint8Array[]> {
  const clips: Uint8Array[] = []
  for (const recipe of smallClips) clips.push(new Uint8Array(await readFile(await makeClip(recipe))))
  return clips
}

function* mutations(clips: readonly Uint8Array[], fromSeed: number, count: number, copy: boolean) {
  for (let seed = fromSeed; seed < fromSeed + count; seed++) {
    const { clip, bytes } = mutatedClip(clips, seed)
    yield { name: `${seed} ${smallClips[clip]?.name}`, bytes, copy }
  }
}

/** Indexes `count` spoilt clips, and with `copy` redacts and checks those that can be. */
export async function fuzzEngine(fromSeed: number, count: number, copy: boolean): Promise<FuzzReport> {
  const outcomes: Record<string, number> = {}
  const all: TrialResult[] = []
  for await (const result of tryClips(mutations(await smallBytes(), fromSeed, count, copy))) {
    outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1
    all.push(result)
  }
  const told = (results: readonly TrialResult[]) =>
    results.map(({ name, outcome, detail }) => `${name}: ${outcome} ${detail}`)
  return {
    outcomes,
    peakMebibytes: Math.max(...all.map((result) => result.peakMebibytes)),
    never: told(all.filter(({ outcome }) => neverAnswers.has(outcome))),
    unverified: told(all.filter(({ outcome }) => outcome === 'unverified')),
  }
}
