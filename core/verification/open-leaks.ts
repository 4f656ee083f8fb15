import type { Size } from '../geometry/shape.ts'
import type { PlanFrame } from '../redaction/plan.ts'
import type { RedactionProject } from '../redaction/project.ts'
import { regionsOver } from '../redaction/regions-at.ts'
import { settingsFor } from '../tracking/tracking-clip.ts'
import { coveredShare } from './covered-share.ts'
import { leakClass } from './leak-tracks.ts'
import type { Leak } from './report.ts'
import { isShownOnPurpose, shownTracks } from './shown-on-purpose.ts'

/** So much of a leak's box has to be covered before it is called hidden: more than what makes a box no leak. */
const hiddenFrom = 0.8

/**
 * Leaks that a project would still show: neither hidden by it since, nor shown because a person decided so. Of the same leaks and
 * an equal project the answer is the same, whatever was done and undone in between. `size`: the picture's, display oriented.
 */
export function openLeaks(leaks: readonly Leak[], project: RedactionProject, size: Size): readonly Leak[] {
  if (leaks.length === 0) return []
  const classes = [...new Set(leaks.map(leakClass))]
  const shown = shownTracks(project, settingsFor(project.search ?? { classes }))
  const frameAt = regionsOver(project)
  let plan: PlanFrame | null = null
  return leaks.filter((leak) => {
    if (plan?.frame !== leak.frame) plan = frameAt(leak.frame)
    if (coveredShare(leak.box, plan, size) >= hiddenFrom) return false
    return !isShownOnPurpose({ ...leak, class: leakClass(leak), model: 'leak' } as const, shown)
  })
}
