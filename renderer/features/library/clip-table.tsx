import { Badge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useSyncExternalStore } from 'react'
import type { ClipRow } from '../../client/window-client.ts'
import { shownLength, wallMoment } from '../../ui/dates.ts'
import type { ClipPages } from './clip-pages.ts'
import { indexWords, missingWords, retentionWords } from './clip-words.ts'
import { type Choosing, rowAfterKey, type Selection } from './selection.ts'

const rowHeight = 36

const columns = [
  { id: 'name', name: 'Clip', width: 'minmax(160px, 2fr)' },
  { id: 'recordedOn', name: 'Recorded on', width: '184px' },
  { id: 'length', name: 'Length', width: '72px' },
  { id: 'officer', name: 'Officer', width: 'minmax(96px, 1fr)' },
  { id: 'category', name: 'Category', width: 'minmax(96px, 1fr)' },
  { id: 'incident', name: 'Incident', width: 'minmax(96px, 1fr)' },
  { id: 'retention', name: 'Retention', width: '144px' },
] as const

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', minHeight: 0, height: '100%' },
  row: {
    display: 'grid',
    gridTemplateColumns: columns.map(({ width }) => width).join(' '),
    alignItems: 'center',
    height: `${rowHeight}px`,
    columnGap: tokens.spacingHorizontalM,
    paddingInline: tokens.spacingHorizontalM,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    cursor: 'default',
  },
  heading: { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightSemibold, flexShrink: 0 },
  scroller: { flexGrow: 1, overflowY: 'auto', minHeight: 0 },
  spread: { position: 'relative', width: '100%' },
  placed: { position: 'absolute', top: 0, left: 0, right: 0 },
  selected: { backgroundColor: tokens.colorSubtleBackgroundSelected },
  active: {
    outlineStyle: 'solid',
    outlineWidth: '2px',
    outlineColor: tokens.colorStrokeFocus2,
    outlineOffset: '-2px',
  },
  cell: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  number: { fontVariantNumeric: 'tabular-nums' },
  waiting: { color: tokens.colorNeutralForegroundDisabled },
  badges: { display: 'flex', gap: tokens.spacingHorizontalXS, alignItems: 'center' },
})

/** What the list takes, whatever it looks like. */
export type ClipListProps = {
  readonly pages: ClipPages
  readonly selection: Selection
  readonly now: number
  readonly onChoose: (at: number, how: Choosing) => void
  readonly onOpen: (clip: ClipRow) => void
}

/** Does what a key asks for; answers the row to bring into sight, if there is one. */
export function followKey(
  event: KeyboardEvent,
  {
    list: { pages, selection, onChoose, onOpen },
    count,
    fit,
    across = 1,
  }: { readonly list: ClipListProps; readonly count: number; readonly fit: number; readonly across?: number },
): number | null {
  const clip = pages.rowAt(selection.at)
  const to = rowAfterKey(event.key, selection.at, count, fit, across)
  if (event.key === 'Enter' && clip) onOpen(clip)
  else if (event.key === ' ') onChoose(selection.at, 'too')
  else if (to === null) return null
  else onChoose(to, event.shiftKey ? 'through' : 'only')
  event.preventDefault()
  return to
}

/** How a click or key chooses a row. */
export function choosingOf({ shiftKey, ctrlKey, metaKey }: MouseEvent | KeyboardEvent): Choosing {
  if (shiftKey) return 'through'
  return ctrlKey || metaKey ? 'too' : 'only'
}

function Cells({ clip, now }: { readonly clip: ClipRow; readonly now: number }) {
  const styles = useStyles()
  const problem = indexWords(clip) ?? missingWords(clip)
  return (
    <>
      <span role="gridcell" className={mergeClasses(styles.cell, styles.badges)} title={clip.name}>
        <span className={styles.cell}>{clip.name}</span>
        {clip.restricted === null ? null : <Badge color="warning">Restricted</Badge>}
        {clip.kind === 'copy' ? <Badge color="informative">Copy</Badge> : null}
        {problem === null ? null : (
          <Badge color="severe" title={problem}>
            {clip.index === 'indexed' ? 'Incomplete' : problem.split(':')[0]}
          </Badge>
        )}
      </span>
      <span role="gridcell" className={mergeClasses(styles.cell, styles.number)}>
        {wallMoment(clip.recordedOn)}
      </span>
      <span role="gridcell" className={styles.number}>
        {shownLength(clip.seconds)}
      </span>
      <span role="gridcell" className={styles.cell}>
        {clip.officer ?? '–'}
      </span>
      <span role="gridcell" className={styles.cell}>
        {clip.category ?? '–'}
      </span>
      <span role="gridcell" className={styles.cell}>
        {clip.incident ?? '–'}
      </span>
      <span role="gridcell" className={mergeClasses(styles.cell, styles.number)}>
        {retentionWords(clip, now)}
      </span>
    </>
  )
}

function Row({
  index,
  start,
  list: { pages, selection, now, onChoose, onOpen },
}: {
  readonly index: number
  readonly start: number
  readonly list: ClipListProps
}) {
  const styles = useStyles()
  const clip = pages.rowAt(index)
  const isSelected = clip !== null && selection.clips.has(clip.clip)
  const look = [styles.row, styles.placed, isSelected && styles.selected, index === selection.at && styles.active]
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the grid's
    <div
      id={`clip-row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={mergeClasses(...look)}
      style={{ transform: `translateY(${start}px)` }}
      onClick={(event) => onChoose(index, choosingOf(event))}
      onDoubleClick={() => clip && onOpen(clip)}
    >
      {clip ? (
        <Cells clip={clip} now={now} />
      ) : (
        <span role="gridcell" className={styles.waiting}>
          …
        </span>
      )}
    </div>
  )
}

/** The hits as rows, of which only those in sight exist: as quick with 100,000 as with ten. */
export function ClipTable(list: ClipListProps) {
  const { pages, selection } = list
  const styles = useStyles()
  const scroller = useRef<HTMLDivElement>(null)
  const count = useSyncExternalStore(pages.subscribe, pages.state).total ?? 0
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const inSight = rows.getVirtualItems()
  const first = inSight[0]?.index ?? 0
  const last = inSight.at(-1)?.index ?? 99
  useEffect(() => pages.want(first, last), [pages, first, last])
  const move = (event: KeyboardEvent): void => {
    const fit = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1)
    const to = followKey(event, { list, count, fit })
    if (to !== null) rows.scrollToIndex(to)
  }
  return (
    <div
      className={styles.root}
      role="grid"
      aria-label="Clips"
      aria-rowcount={count + 1}
      aria-multiselectable
      tabIndex={0}
      {...(count > 0 ? { 'aria-activedescendant': `clip-row-${selection.at}` } : {})}
      onKeyDown={move}
    >
      <div role="row" aria-rowindex={1} className={mergeClasses(styles.row, styles.heading)}>
        {columns.map(({ id, name }) => (
          <span role="columnheader" key={id}>
            {name}
          </span>
        ))}
      </div>
      <div ref={scroller} className={styles.scroller} role="rowgroup">
        <div className={styles.spread} style={{ height: rows.getTotalSize() }}>
          {inSight.map(({ index, start }) => (
            <Row key={index} index={index} start={start} list={list} />
          ))}
        </div>
      </div>
    </div>
  )
}
