import { Button, makeStyles, mergeClasses, Subtitle1, tokens } from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { displayName } from '../../../core/intake/display-name.ts'
import type { ClipPages } from '../../client/clip-pages.ts'
import type { ClipRow } from '../../client/window-client.ts'
import { wallDay } from '../../ui/dates.ts'

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
  head: {
    ...shape,
    position: 'sticky',
    top: 0,
    zIndex: 1,
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  alone: { maxHeight: '68vh' },
  spread: { position: 'relative', minWidth: '936px' },
  row: { ...shape, position: 'absolute', top: 0, left: 0, right: 0 },
  cell: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
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
  if (clip === null) return <span role="cell">…</span>
  const { name, recordedOn, category, retention } = clip
  const cell = (text: string) => (
    <span role="cell" className={styles.cell} title={text}>
      {text}
    </span>
  )
  return (
    <>
      <span role="rowheader" className={mergeClasses(styles.cell, styles.name)} title={displayName(name)}>
        {displayName(name)}
      </span>
      {cell(wallDay(recordedOn))}
      {cell(displayName(category ?? '–'))}
      {cell(retention.rule)}
      {cell(when.of(clip))}
      <span role="cell" className={styles.actions}>
        {actions.map(({ name: action, ask }) => (
          <Button key={action} size="small" onClick={() => ask(clip)}>
            {action}
          </Button>
        ))}
      </span>
    </>
  )
}

/** A list of what is due, due soonest first, of which only the rows in sight exist; nothing where it is empty. */
export function DueList({ title, label, pages, when, actions, alone }: DueListProps) {
  const styles = useStyles()
  const scroller = useRef<HTMLDivElement>(null)
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
  if (count === 0) return null
  return (
    <>
      <div className={styles.heading}>
        <Subtitle1 as="h2">{title}</Subtitle1>
        <span className={styles.count}>{count.toLocaleString('en-GB')}</span>
      </div>
      <div
        ref={scroller}
        className={mergeClasses(styles.scroller, alone && styles.alone)}
        role="table"
        aria-label={label}
        aria-rowcount={count + 1}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
      >
        <div role="rowgroup">
          <div role="row" aria-rowindex={1} className={styles.head}>
            {['Clip', 'Recorded on', 'Category', 'Rule', when.title, 'Actions'].map((name) => (
              <span key={name} role="columnheader">
                {name}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.spread} style={{ height: rows.getTotalSize() }}>
          {inSight.map(({ index, start }) => (
            <div
              key={index}
              role="row"
              aria-rowindex={index + 2}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Row clip={pages.rowAt(index)} when={when} actions={actions} />
            </div>
          ))}
        </div>
      </div>
    </>
  )
}
