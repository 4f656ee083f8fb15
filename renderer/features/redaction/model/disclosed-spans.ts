import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import type { RedactionProject } from '../../../../core/redaction/project.ts'
import { complementRanges, frameIndex, uniteRanges } from '../../../../core/time.ts'

type Range = readonly [from: number, until: number]
type Disclosed = Pick<RedactionProject, 'spans' | 'leftOutReason'>
type SpansCommand = Extract<ProjectCommand, { readonly kind: 'set-spans' }>

/** The ground for what is left out stays for as long as anything is. */
function disclosing(ranges: readonly Range[], { leftOutReason }: Disclosed): SpansCommand {
  const spans = ranges.map(([from, until]) => [frameIndex(from), frameIndex(until)] as const)
  return { kind: 'set-spans', spans, ...(leftOutReason === undefined ? {} : { leftOutReason }) }
}

/** Discloses a part of the clip beside what is disclosed; null where it is already. */
export function alsoDisclosed(project: Disclosed, part: Range): SpansCommand | null {
  const { spans } = project
  if (spans === null || complementRanges(spans, ...part).length === 0) return null
  return disclosing(uniteRanges([...spans, part]), project)
}

/** Leaves a part of a clip of so many frames out; null where nothing of it is disclosed, or nothing would be left. */
export function leavingOut(project: Disclosed, [from, until]: Range, frames: number): SpansCommand | null {
  const before: readonly Range[] = project.spans ?? [[0, frames]]
  const after = before.flatMap((span) => complementRanges([[from, until]], ...span))
  const counted = (ranges: readonly Range[]) => ranges.reduce((sum, range) => sum + range[1] - range[0], 0)
  return after.length === 0 || counted(after) === counted(before) ? null : disclosing(after, project)
}
