import { Button, makeStyles, mergeClasses, Subtitle1, tokens } from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { displayName } from '../../../core/intake/display-name.ts'
import type { ClipPages } from '../../client/clip-pages.ts'
import type { ClipRow } from '../../client/window-client.ts'
import { wallDay } from '../../ui/dates.ts'
import { scrollsByKeys } from '../../ui/scrolls-by-keys.ts'

const rowHeight = 40

const shape = {
  display: 'grid',
  gridTemplateColumns: 'minmax(160px, 2fr) 104px minmax(96px, 1fr) minmax(160px, 2fr) 152px 180px',
  alignItems: 'center',
  columnGap: tokens.spacingHorizontalM,
  height: `${rowHeight}px`,
  minWidth: '936px',
  paddingInline: tokens.spacingHorizontalM,
  boxSizing: 'border-box',
  borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
} as const

const useStyles = makeStyles({
  heading: { display: 'flex', alignItems: 'baseline', gap: tokens.spacingHorizontalS, '& h2': { margin: 0 } },
  count: { color: tokens.colorNeutralForeground2 },
  // So many rows that another list below it is still seen; of few rows, no more than they need.
  scroller: { maxHeight: '46vh', minHeight: '120px', overflow: 'auto', flexShrink: 0, outlineOffset: '-2px' },
  table: { display: 'block', minWidth: '936px' },
  headings: {
    display: 'block',
    position: 'sticky',
    top: 0,
    zIndex: 1,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  head: { ...shape, color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightSemibold },
  alone: { maxHeight: '68vh' },
  spread: { display: 'block', position: 'relative' },
  row: { ...shape, position: 'absolute', top: 0, left: 0, right: 0 },
  cell: {
    padding: 0,
    overflow: 'hidden',
    textAlign: 'start',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontWeight: 'inherit',
    fontVariantNumeric: 'tabular-nums',
  },
  name: { fontWeight: tokens.fontWeightSemibold },
  actions: { display: 'flex', gap: tokens.spacingHorizontalXS },
})

/** What can be done with a clip of a list. */
type RowAction = { readonly name: string; readonly ask: (clip: ClipRow) => void }

/** What a list shows beside what all do. */
type DueListProps = {
  readonly title: string
  readonly label: string
  readonly pages: ClipPages
  readonly when: { readonly title: string; readonly of: (clip: ClipRow) => string }
  readonly actions: readonly RowAction[]
  /** The other list is empty, and leaves its room to this one. */
  readonly alone: boolean
}

function Row({ clip, when, actions }: Pick<DueListProps, 'when' | 'actions'> & { readonly clip: ClipRow | null }) {
  const styles = useStyles()
  if (clip === null) return <td className={styles.cell}>…</td>
  const { name, recordedOn, category, retention } = clip
  const cell = (text: string) => (
    <td className={styles.cell} title={text}>
      {text}
    </td>
  )
  return (
    <>
      <th scope="row" className={mergeClasses(styles.cell, styles.name)} title={displayName(name)}>
        {displayName(name)}
      </th>
      {cell(wallDay(recordedOn))}
      {cell(displayName(category ?? '–'))}
      {cell(retention.rule)}
      {cell(when.of(clip))}
      <td className={mergeClasses(styles.cell, styles.actions)}>
        {actions.map(({ name: action, ask }) => (
          <Button key={action} size="small" onClick={() => ask(clip)}>
            {action}
          </Button>
        ))}
      </td>
    </>
  )
}

/** A list of what is due, due soonest first, of which only the rows in sight exist; nothing where it is empty. */
export function DueList({ title, label, pages, when, actions, alone }: DueListProps) {
  const styles = useStyles()
  const scroller = useRef<HTMLElement>(null)
  const { total } = useSyncExternalStore(pages.subscribe, pages.state)
  const count = total ?? 0
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: rowHeight,
  })
  const inSight = rows.getVirtualItems()
  const first = inSight[0]?.index ?? 0
  const last = inSight.at(-1)?.index ?? 0
  useEffect(() => pages.want(first, last), [pages, first, last])
  useEffect(() => (count === 0 ? undefined : scrollsByKeys(scroller.current)), [count])
  if (count === 0) return null
  return (
    <>
      <div className={styles.heading}>
        <Subtitle1 as="h2">{title}</Subtitle1>
        <span className={styles.count}>{count.toLocaleString('en-GB')}</span>
      </div>
      <section ref={scroller} className={mergeClasses(styles.scroller, alone && styles.alone)} aria-label={label}>
        <table className={styles.table} aria-rowcount={count + 1}>
          <thead className={styles.headings}>
            <tr aria-rowindex={1} className={styles.head}>
              {['Clip', 'Recorded on', 'Category', 'Rule', when.title, 'Actions'].map((name) => (
                <th key={name} scope="col" className={styles.cell}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className={styles.spread} style={{ height: rows.getTotalSize() }}>
            {inSight.map(({ index, start }) => (
              <tr
                key={index}
                aria-rowindex={index + 2}
                className={styles.row}
                style={{ transform: `translateY(${start}px)` }}
              >
                <Row clip={pages.rowAt(index)} when={when} actions={actions} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
