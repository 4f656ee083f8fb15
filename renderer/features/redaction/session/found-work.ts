import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FrameIndex } from '../../../../core/time.ts'
import type { LeakFinding } from '../../../../core/verification/leak-findings.ts'
import type { Leak } from '../../../../core/verification/report.ts'

/** What the latest check of a copy has found that should be hidden, and which of it is drawn over the picture. */
export type FoundInCopy = {
  readonly leaks: readonly Leak[]
  readonly findings: readonly LeakFinding[]
  readonly shown: LeakFinding | null
}

const nothingFound: FoundInCopy = { leaks: [], findings: [], shown: null }

/** Where an editor keeps what was found. */
export function foundWork(): StoreApi<FoundInCopy> {
  return createStore(() => nothingFound)
}

/** What a check has found, grouped for people. */
export function foundOf(
  leaks: readonly Leak[],
  group: (leaks: readonly Leak[]) => readonly LeakFinding[],
): FoundInCopy {
  return leaks.length === 0 ? nothingFound : { leaks, findings: group(leaks), shown: null }
}

/** The box of the finding that is looked at, at a frame in which it was found. */
export function leakShownAt({ shown }: Pick<FoundInCopy, 'shown'>, frame: FrameIndex): Leak | null {
  return shown?.leaks.find((leak) => leak.frame === frame) ?? null
}
