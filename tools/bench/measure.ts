/** One line of a benchmark. `ratio` is value / baseline; `ok` is null where there is no goal. */
export type Measure = {
  readonly measure: string
  readonly value: number
  readonly unit: string
  readonly baseline: number | null
  readonly ratio: number | null
  readonly goal: string | null
  readonly ok: boolean | null
}

/** A goal on a measure's ratio, or on its value where there is no baseline. */
export type Goal = { readonly most?: number; readonly least?: number }

/** Makes a line; goals are judged on the ratio where there is one. */
export function measured(
  measure: string,
  value: number,
  unit: string,
  against: { readonly baseline?: number; readonly goal?: Goal } = {},
): Measure {
  const baseline = against.baseline ?? null
  const ratio = baseline === null || baseline === 0 ? null : value / baseline
  const judged = ratio ?? value
  const { goal } = against
  const ok = goal ? judged <= (goal.most ?? Number.POSITIVE_INFINITY) && judged >= (goal.least ?? 0) : null
  return {
    measure,
    value: rounded(value),
    unit,
    baseline: baseline && rounded(baseline),
    ratio: ratio && rounded(ratio),
    goal: goalText(goal),
    ok,
  }
}

function goalText(goal: Goal | undefined): string | null {
  if (!goal) return null
  return goal.most === undefined ? `at least ${goal.least}` : `at most ${goal.most}`
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}

/** A table for people. */
export function tableOf(measures: readonly Measure[]): string {
  const rows = measures.map((line) => [
    line.measure,
    `${line.value} ${line.unit}`,
    line.baseline === null ? '' : `${line.baseline} ${line.unit}`,
    line.ratio === null ? '' : `${line.ratio.toFixed(2)}x`,
    line.goal ?? '',
    line.ok === null ? '' : line.ok ? 'met' : 'MISSED',
  ])
  const head = ['measure', 'value', 'baseline', 'ratio', 'goal', '']
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(head), ...rows.map(line)].join('\n')
}
