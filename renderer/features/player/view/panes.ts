/** A part of a stage in which the shown frame is painted; in CSS pixels from the stage's left side. */
export type Pane = {
  /** Which picture: the one that was recorded, or what covers it. */
  readonly shows: 'recorded' | 'covered'
  /** Where its room begins, and how wide that is: all panes of a stage have rooms of one size. */
  readonly left: number
  readonly width: number
  /** What of the stage it fills. */
  readonly from: number
  readonly until: number
}

/** The panes of a stage. */
export type Panes = readonly [Pane, ...Pane[]]

/** How a stage so wide is divided. Asked at each painting. */
export type StageDivision = (width: number) => Panes

/** A stage that is not divided. */
export const onePane: StageDivision = (width) => [{ shows: 'covered', left: 0, width, from: 0, until: width }]

/** The pane at a place of the stage. */
export function paneAt(panes: Panes, x: number): Pane {
  return panes.findLast(({ from }) => x >= from) ?? panes[0]
}
