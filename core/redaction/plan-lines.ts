import type { PlanRegion, RedactionPlan } from './plan.ts'

function lineRegion(region: PlanRegion): object {
  const { track, shape, style, strength } = region
  if (region.shape === 'polygon') return { track, shape, points: region.points, angle: 0, style, strength }
  return { track, shape, box: region.box, angle: region.angle ?? 0, style, strength }
}

/**
 * The lines of `occlude plan` (FORMATS.md, Plan): JSON without line break, one per frame, made as they are asked for. Where a label is
 * written over the frame, its box is told.
 */
export function* planLines(plan: RedactionPlan): Generator<string, void> {
  for (const { frame, mode, regions, hidden } of plan.frames) {
    const written = plan.label && mode !== 'omit' ? { label: plan.label.box } : {}
    const line = { frame, mode, regions: regions.map(lineRegion), ...written }
    yield JSON.stringify(hidden ? { ...line, hidden: hidden.map(lineRegion) } : line)
  }
}
