import { Badge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { displayName } from '../../../core/intake/display-name.ts'
import type { ClipRow } from '../../client/window-client.ts'
import { shownLength, wallDay, wallMoment } from '../../ui/dates.ts'
import { placed } from '../../ui/place-under.ts'
import { ClipHeadings, rowHeight, rowShape, type Sorting } from './clip-columns.tsx'
import { type ClipListProps, followKey, followPress } from './clip-list.ts'
import { indexWords, missingWords, retentionWords } from './clip-words.ts'
import { type Column, columnsFor, templateOf } from './columns.ts'
import { useWidth } from './use-width.ts'

const useStyles = makeStyles({
  // One box scrolls both ways, so that headings and rows stay one above the other where the window is narrow.
  root: { display: 'block', height: '100%', overflow: 'auto' },
  headings: {
    display: 'block',
    position: 'sticky',
    top: 0,
    zIndex: 1,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  row: { ...rowShape, cursor: 'default', userSelect: 'none' },
  spread: { display: 'block', position: 'relative' },
  placed: { position: 'absolute', top: 0, left: 0, right: 0 },
  selected: { backgroundColor: tokens.colorSubtleBackgroundSelected, color: tokens.colorNeutralForeground1Selected },
  active: {
    outlineStyle: 'solid',
    outlineWidth: '2px',
    outlineColor: tokens.colorStrokeFocus2,
    outlineOffset: '-2px',
  },
  cell: { padding: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  number: { fontVariantNumeric: 'tabular-nums' },
  waiting: { color: tokens.colorNeutralForegroundDisabled },
  badges: {
    display: 'flex',
    gap: tokens.spacingHorizontalXS,
    alignItems: 'center',
    // A long name gives way to its badges.
    '& > :not(:first-child)': { flexShrink: 0 },
  },
})

function Name({ clip }: { readonly clip: ClipRow }) {
  const styles = useStyles()
  const problem = indexWords(clip) ?? missingWords(clip)
  return (
    <>
      <span className={styles.cell}>{displayName(clip.name)}</span>
      {clip.restricted === null ? null : <Badge color="warning">Restricted</Badge>}
      {clip.kind === 'copy' ? <Badge color="informative">Copy</Badge> : null}
      {problem === null ? null : (
        <Badge color="severe" title={problem}>
          {clip.index === 'indexed' ? 'Incomplete' : problem.split(':')[0]}
        </Badge>
      )}
    </>
  )
}

/** What stands in the columns beside the name. */
const texts: Readonly<Record<Exclude<Column['id'], 'name'>, (clip: ClipRow, now: number) => string>> = {
  recordedOn: ({ recordedOn }) => wallMoment(recordedOn),
  length: ({ seconds }) => shownLength(seconds),
  officer: ({ officer }) => displayName(officer ?? '–'),
  category: ({ category }) => displayName(category ?? '–'),
  incident: ({ incident }) => displayName(incident ?? '–'),
  imported: ({ importedAt }) => wallDay(importedAt),
  retention: retentionWords,
}

function Cells({
  clip,
  now,
  columns,
}: {
  readonly clip: ClipRow
  readonly now: number
  readonly columns: readonly Column[]
}) {
  const styles = useStyles()
  return columns.map(({ id }) =>
    id === 'name' ? (
      <td key={id} className={mergeClasses(styles.cell, styles.badges)} title={displayName(clip.name)}>
        <Name clip={clip} />
      </td>
    ) : (
      <td key={id} className={mergeClasses(styles.cell, styles.number)}>
        {texts[id](clip, now)}
      </td>
    ),
  )
}

/** Drawn again only when something of it changed: scrolling draws the rows that come into sight, and no others. */
const Row = memo(function Row({
  index,
  start,
  list: { pages, selection, now },
  columns,
}: {
  readonly index: number
  readonly start: number
  readonly list: ClipListProps
  readonly columns: readonly Column[]
  /** Of the hits: rows that come in are seen by it. */
  readonly version: number
}) {
  const styles = useStyles()
  const clip = pages.rowAt(index)
  const isSelected = clip !== null && selection.clips.has(clip.clip)
  const look = [styles.row, styles.placed, isSelected && styles.selected, index === selection.at && styles.active]
  return (
    <tr
      id={`clip-row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={mergeClasses(...look)}
      style={{ transform: `translateY(${start}px)`, gridTemplateColumns: templateOf(columns) }}
      {...placed(index)}
    >
      {clip ? (
        <Cells clip={clip} now={now} columns={columns} />
      ) : (
        <td className={mergeClasses(styles.cell, styles.waiting)}>…</td>
      )}
    </tr>
  )
})

/** The hits as rows, of which only those in sight exist: as quick with 100,000 as with ten. */
export function ClipTable({ list, sorting }: { readonly list: ClipListProps; readonly sorting: Sorting }) {
  const { pages, selection } = list
  const styles = useStyles()
  const scroller = useRef<HTMLTableElement>(null)
  const { total, version } = useSyncExternalStore(pages.subscribe, pages.state)
  const count = total ?? 0
  const width = useWidth(scroller)
  const columns = useMemo(() => columnsFor(width), [width])
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The headings lie over the first rows of what is in sight.
    scrollPaddingStart: rowHeight,
  })
  const inSight = rows.getVirtualItems()
  const first = inSight[0]?.index ?? 0
  const last = inSight.at(-1)?.index ?? 99
  useEffect(() => pages.want(first, last), [pages, first, last])
  // Whoever comes back to the library finds the row that they left.
  const left = useRef(selection.at)
  useEffect(() => {
    if (left.current > 0) rows.scrollToIndex(left.current, { align: 'center' })
    left.current = 0
  }, [rows])
  const move = (event: KeyboardEvent): void => {
    const fit = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2)
    const to = followKey(event, { list, count, fit })
    if (to !== null) rows.scrollToIndex(to)
  }
  return (
    <table
      ref={scroller}
      className={styles.root}
      role="grid"
      aria-label="Clips"
      aria-rowcount={count + 1}
      aria-multiselectable
      tabIndex={0}
      {...(count > 0 ? { 'aria-activedescendant': `clip-row-${selection.at}` } : {})}
      onKeyDown={move}
      {...followPress(list)}
    >
      <thead className={styles.headings}>
        <ClipHeadings columns={columns} {...sorting} />
      </thead>
      <tbody className={styles.spread} style={{ height: rows.getTotalSize() }}>
        {inSight.map(({ index, start }) => (
          <Row key={index} index={index} start={start} list={list} columns={columns} version={version} />
        ))}
      </tbody>
    </table>
  )
}
