import { Badge, Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { EyeRegular, ImageOffRegular } from '@fluentui/react-icons'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { displayName } from '../../../core/intake/display-name.ts'
import { useClient } from '../../client/client-context.tsx'
import type { ClipRow } from '../../client/window-client.ts'
import { shownLength, wallMoment } from '../../ui/dates.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { placed } from '../../ui/place-under.ts'
import { useSame } from '../../ui/use-same.ts'
import { type ClipListProps, followKey, followPress } from './clip-list.ts'
import { indexWords, missingWords } from './clip-words.ts'
import { type Poster, Posters, pageAddresses } from './posters.ts'
import { useWidth } from './use-width.ts'

const cellWidth = 216

/** Of a cell: what stands around its picture, and below. */
const [beside, below] = [16, 62]

/** How high a row is in which every cell is so wide: pictures are 16 by 9. */
function heightOf(width: number): number {
  return Math.ceil(((width - beside) * 9) / 16) + below
}

const useStyles = makeStyles({
  root: { display: 'block', height: '100%', overflowY: 'auto', outlineOffset: '-2px' },
  spread: { display: 'block', position: 'relative', width: '100%' },
  row: { position: 'absolute', top: 0, left: 0, right: 0, display: 'grid' },
  cell: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    padding: tokens.spacingHorizontalS,
    minWidth: 0,
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'default',
    userSelect: 'none',
  },
  selected: { backgroundColor: tokens.colorSubtleBackgroundSelected, color: tokens.colorNeutralForeground1Selected },
  active: {
    outlineStyle: 'solid',
    outlineWidth: '2px',
    outlineColor: tokens.colorStrokeFocus2,
    outlineOffset: '-2px',
  },
  frame: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    aspectRatio: '16 / 9',
    overflow: 'hidden',
    backgroundColor: '#0b0d0f',
    color: '#9aa4ad',
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase200,
  },
  picture: { width: '100%', height: '100%', objectFit: 'contain' },
  blurred: { filter: 'blur(28px)' },
  cover: { position: 'absolute' },
  badges: { position: 'absolute', top: '4px', left: '4px', display: 'flex', gap: '4px' },
  length: {
    position: 'absolute',
    right: '4px',
    bottom: '4px',
    padding: '0 4px',
    color: '#ffffff',
    backgroundColor: 'rgba(0, 0, 0, 0.75)',
    borderRadius: tokens.borderRadiusSmall,
    fontVariantNumeric: 'tabular-nums',
  },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  second: { fontSize: tokens.fontSizeBase200 },
  quiet: { color: tokens.colorNeutralForeground2 },
})

function Picture({ poster }: { readonly poster: Poster | null }) {
  const styles = useStyles()
  const [asked, setAsked] = useState(false)
  if (poster === null) return <span>…</span>
  if (poster.url === null) return <ImageOffRegular fontSize={28} aria-label="No picture" />
  const isBlurred = poster.distressing && !asked
  return (
    <>
      <img className={mergeClasses(styles.picture, isBlurred && styles.blurred)} src={poster.url} alt="" />
      {isBlurred ? (
        <Button
          className={styles.cover}
          size="small"
          icon={<EyeRegular />}
          onClick={(event) => {
            event.stopPropagation()
            setAsked(true)
          }}
          onKeyDown={(event) => event.stopPropagation()}
        >
          May be distressing: show
        </Button>
      ) : null}
    </>
  )
}

/** What lies over a picture. */
function Marks({ clip }: { readonly clip: ClipRow }) {
  const styles = useStyles()
  const problem = indexWords(clip) ?? missingWords(clip)
  return (
    <>
      <span className={styles.badges}>
        {clip.restricted === null ? null : <Badge color="warning">Restricted</Badge>}
        {problem === null ? null : (
          <Badge color="severe" title={problem}>
            {clip.index === 'indexed' ? 'Incomplete' : problem.split(':')[0]}
          </Badge>
        )}
      </span>
      {clip.seconds === null ? null : <span className={styles.length}>{shownLength(clip.seconds)}</span>}
    </>
  )
}

type CardProps = { readonly clip: ClipRow; readonly poster: Poster | null; readonly isSelected: boolean }

function Card({ clip, poster, isSelected }: CardProps) {
  const styles = useStyles()
  return (
    <>
      <div className={styles.frame}>
        <Picture key={clip.clip} poster={poster} />
        <Marks clip={clip} />
      </div>
      <span className={styles.line} title={displayName(clip.name)}>
        {displayName(clip.name)}
      </span>
      <span className={mergeClasses(styles.line, styles.second, !isSelected && styles.quiet)}>
        {wallMoment(clip.recordedOn)} · {displayName(clip.category ?? 'no category')}
      </span>
    </>
  )
}

function Cell({
  index,
  list: { pages, selection },
  posters,
}: {
  readonly index: number
  readonly list: ClipListProps
  readonly posters: Posters
}) {
  const styles = useStyles()
  const clip = pages.rowAt(index)
  const isSelected = clip !== null && selection.clips.has(clip.clip)
  const look = [styles.cell, isSelected && styles.selected, index === selection.at && styles.active]
  return (
    <td
      id={`clip-cell-${index}`}
      role="gridcell"
      tabIndex={-1}
      aria-selected={isSelected}
      className={mergeClasses(...look)}
      {...placed(index)}
    >
      {clip ? (
        <Card clip={clip} isSelected={isSelected} poster={posters.posterOf(clip.clip)} />
      ) : (
        <div className={styles.frame}>…</div>
      )}
    </td>
  )
}

function placesBetween(first: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at)
}

/** The clips of rows that are there already. */
function clipsBetween(pages: ClipListProps['pages'], first: number, last: number): readonly string[] {
  const clips: string[] = []
  for (let at = first; at <= last; at++) {
    const row = pages.rowAt(at)
    if (row) clips.push(row.clip)
  }
  return clips
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.join() === others.join()
}

/** Pictures for one purpose: with another one they are asked for, and logged, anew. */
function usePosters(purpose: string): Posters {
  const { ask } = useClient()
  const posters = useMemo(
    () =>
      new Posters(async (clips, signal) => {
        const answer = await ask('clip.page-posters', { clips: [...clips] }, { reason: purpose, signal })
        return answer.ok ? { ok: true, value: answer.value.posters } : answer
      }, pageAddresses),
    [ask, purpose],
  )
  useEffect(() => () => posters.close(), [posters])
  useSyncExternalStore(posters.subscribe, posters.state)
  return posters
}

/** The hits as pictures. Only those in sight are fetched, shown and logged. */
export function ClipGrid({ list, purpose }: { readonly list: ClipListProps; readonly purpose: string }) {
  const { pages, selection } = list
  const styles = useStyles()
  const scroller = useRef<HTMLTableElement>(null)
  const { total } = useSyncExternalStore(pages.subscribe, pages.state)
  const count = total ?? 0
  const width = useWidth(scroller)
  const across = Math.max(1, Math.floor(width / cellWidth))
  const rowHeight = heightOf(Math.max(cellWidth, width / across))
  const posters = usePosters(purpose)
  const rows = useVirtualizer({
    count: Math.ceil(count / across),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 1,
  })
  useEffect(() => {
    if (rowHeight > 0) rows.measure()
  }, [rows, rowHeight])
  const inSight = rows.getVirtualItems()
  const first = (inSight[0]?.index ?? 0) * across
  const last = Math.min(count - 1, ((inSight.at(-1)?.index ?? 0) + 1) * across - 1)
  useEffect(() => pages.want(first, last), [pages, first, last])
  const shown = useSame(clipsBetween(pages, first, last), areSame)
  useEffect(() => posters.want(shown), [posters, shown])
  const move = (event: KeyboardEvent): void => {
    const fit = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight)) * across
    const to = followKey(event, { list, count, fit, across })
    if (to !== null) rows.scrollToIndex(Math.floor(to / across))
  }
  const { failure } = posters.state()
  return (
    <>
      {failure === null ? null : <FailureNotice failure={failure} title="The pictures could not be shown" />}
      <table
        ref={scroller}
        className={styles.root}
        role="grid"
        aria-label="Pictures of clips"
        aria-rowcount={Math.ceil(count / across)}
        aria-multiselectable
        tabIndex={0}
        {...(count > 0 ? { 'aria-activedescendant': `clip-cell-${selection.at}` } : {})}
        onKeyDown={move}
        {...followPress(list)}
      >
        <tbody className={styles.spread} style={{ height: rows.getTotalSize() }}>
          {inSight.map(({ index, start }) => (
            <tr
              key={index}
              aria-rowindex={index + 1}
              className={styles.row}
              style={{
                transform: `translateY(${start}px)`,
                height: rowHeight,
                gridTemplateColumns: `repeat(${across}, minmax(0, 1fr))`,
              }}
            >
              {placesBetween(index * across, Math.min(count, (index + 1) * across)).map((place) => (
                <Cell key={place} index={place} list={list} posters={posters} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
