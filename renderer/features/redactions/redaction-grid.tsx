import { Badge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react'
import { displayName } from '../../../core/intake/display-name.ts'
import { placed, placeUnder } from '../../ui/place-under.ts'
import { lookedWords, type RedactionRow, stateWords } from './redaction-words.ts'

const rowHeight = 36

const shape = {
  display: 'grid',
  gridTemplateColumns:
    'minmax(150px, 2fr) minmax(130px, 2fr) minmax(190px, 2fr) 96px 148px minmax(120px, 1fr) 88px minmax(96px, 1fr)',
  alignItems: 'center',
  columnGap: tokens.spacingHorizontalM,
  minHeight: `${rowHeight}px`,
  minWidth: '1120px',
  paddingInline: tokens.spacingHorizontalM,
  boxSizing: 'border-box',
  borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
} as const

const useStyles = makeStyles({
  // One box scrolls both ways, so that headings and rows stay one above the other where the window is narrow.
  root: { display: 'block', height: '100%', overflow: 'auto', outlineOffset: '-2px' },
  body: { display: 'block' },
  headings: {
    display: 'block',
    position: 'sticky',
    top: 0,
    zIndex: 1,
    minWidth: '1120px',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  head: { ...shape, color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightSemibold },
  row: { ...shape, cursor: 'default', userSelect: 'none', scrollMarginTop: `${rowHeight}px` },
  chosen: {
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    color: tokens.colorNeutralForeground1Selected,
    outlineStyle: 'solid',
    outlineWidth: '2px',
    outlineColor: tokens.colorStrokeFocus2,
    outlineOffset: '-2px',
  },
  cell: {
    padding: 0,
    overflow: 'hidden',
    textAlign: 'start',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontWeight: 'inherit',
    fontVariantNumeric: 'tabular-nums',
  },
  // How far it is and how long it takes yet is not cut off.
  state: { whiteSpace: 'normal', paddingBlock: tokens.spacingVerticalXS },
  number: { textAlign: 'end', paddingInlineEnd: tokens.spacingHorizontalL },
})

const columns = [
  'Clip',
  'Purpose',
  'State',
  'To decide',
  'Frames to look at',
  'Looked through',
  'Approved',
  'Open with',
] as const

const counts: ReadonlySet<string> = new Set(['To decide', 'Frames to look at'])

/** What the grid shows, and what is done with it. */
type GridProps = {
  readonly rows: readonly RedactionRow[]
  /** The row that keys act on. */
  readonly at: number
  readonly onChoose: (at: number) => void
  readonly onOpen: (row: RedactionRow) => void
}

/** The row that a key leads to; null for other keys. */
function rowAfter(key: string, at: number, count: number): number | null {
  const last = count - 1
  const to: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + 10,
    PageUp: at - 10,
    Home: 0,
    End: last,
  }
  const found = to[key]
  return found === undefined ? null : Math.max(0, Math.min(last, found))
}

function StateCell({ row }: { readonly row: RedactionRow }) {
  if (row.state === 'failed') return <Badge color="danger">{stateWords(row)}</Badge>
  return row.state === 'ready' ? <Badge color="informative">{stateWords(row)}</Badge> : stateWords(row)
}

function textOf(row: RedactionRow, column: (typeof columns)[number]): string {
  switch (column) {
    case 'Clip':
      return displayName(row.clipName)
    case 'Purpose':
      return row.purpose
    case 'State':
      return stateWords(row)
    case 'To decide':
      return row.undecided.toLocaleString('en-GB')
    case 'Frames to look at':
      return row.lookHere?.toLocaleString('en-GB') ?? '–'
    case 'Looked through':
      return lookedWords(row)
    case 'Approved':
      return row.approved ? 'Yes' : 'No'
    case 'Open with':
      return row.editor ?? '–'
  }
}

function Cells({ row }: { readonly row: RedactionRow }) {
  const styles = useStyles()
  return columns.map((column) => (
    <td
      key={column}
      className={mergeClasses(styles.cell, column === 'State' && styles.state, counts.has(column) && styles.number)}
      title={textOf(row, column)}
    >
      {column === 'State' ? <StateCell row={row} /> : textOf(row, column)}
    </td>
  ))
}

/** Redactions as rows: arrow keys go through them, Enter or a double click opens one. */
export function RedactionGrid({ rows, at, onChoose, onOpen }: GridProps) {
  const styles = useStyles()
  const grid = useRef<HTMLTableElement>(null)
  useEffect(() => {
    grid.current?.querySelector(`#redaction-row-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const move = (event: KeyboardEvent): void => {
    const row = rows[at]
    const to = rowAfter(event.key, at, rows.length)
    if (event.key === 'Enter' && row) onOpen(row)
    else if (to === null) return
    else onChoose(to)
    event.preventDefault()
  }
  const rowUnder = (event: MouseEvent<HTMLElement>): number | null => placeUnder(event)
  const press = (event: MouseEvent<HTMLElement>): void => {
    const under = rowUnder(event)
    if (under === null) return
    onChoose(under)
    event.currentTarget.focus({ preventScroll: true })
  }
  const open = (event: MouseEvent<HTMLElement>): void => {
    const row = rows[rowUnder(event) ?? -1]
    if (row) onOpen(row)
  }
  return (
    <table
      ref={grid}
      className={styles.root}
      role="grid"
      aria-label="Redactions"
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      aria-activedescendant={`redaction-row-${at}`}
      onKeyDown={move}
      onClick={press}
      onDoubleClick={open}
    >
      <thead className={styles.headings}>
        <tr aria-rowindex={1} className={styles.head}>
          {columns.map((column) => (
            <th key={column} scope="col" className={mergeClasses(styles.cell, counts.has(column) && styles.number)}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className={styles.body}>
        {rows.map((row, index) => (
          <tr
            key={row.redaction}
            id={`redaction-row-${index}`}
            aria-rowindex={index + 2}
            aria-selected={index === at}
            className={mergeClasses(styles.row, index === at && styles.chosen)}
            {...placed(index)}
          >
            <Cells row={row} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}
