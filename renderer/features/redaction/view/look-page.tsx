import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { ReviewLook } from '../../../../core/review/look-here-frames.ts'
import { placed, placeUnder } from '../../../ui/place-under.ts'
import { shownClipTime } from '../../player/index.ts'
import { lookKey, movedOnPages, onPage, pageOf, pagesOf } from '../model/look-pages.ts'
import { lookWords, shortWhy } from '../model/look-stops.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { goToPlace, type Looks } from '../session/use-looks.ts'
import { LookCanvas } from './look-canvas.tsx'

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(80px, 1fr))',
    gap: '6px',
    padding: '4px',
    outlineOffset: '-2px',
  },
  place: {
    padding: '3px',
    borderRadius: '6px',
    border: '2px solid transparent',
    cursor: 'pointer',
    minWidth: 0,
    scrollMarginTop: '8px',
  },
  at: { outline: `2px solid ${tokens.colorBrandStroke1}`, backgroundColor: tokens.colorNeutralBackground1Selected },
  line: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: '12px',
    lineHeight: '16px',
    color: tokens.colorNeutralForeground1,
  },
  viewed: { color: '#62d394' },
  open: { color: '#f5b84d' },
})

/** Pixels of a small picture: sharp on a screen of twice the density. */
const pictureWidth = 192

/** Whether something is viewed, in words. */
export function viewedWords(viewed: boolean | null): string {
  if (viewed === null) return 'whether you have viewed it is not known yet'
  return viewed ? 'viewed' : 'not viewed yet'
}

function columnsOf(page: HTMLElement): number {
  return Math.max(1, getComputedStyle(page).gridTemplateColumns.split(' ').length)
}

type PageProps = { readonly desk: EditorDesk; readonly looks: Looks; readonly onShowPage: () => void }

/** A page of pictures of places to look at, of which one is chosen: arrows choose, Enter goes there. */
export function LookPage({ desk, looks: state, onShowPage }: PageProps) {
  const styles = useStyles()
  const { looks, at } = state
  const first = pageOf(at) * onPage
  const goes = (event: KeyboardEvent<HTMLElement>): boolean => {
    if (event.key !== 'Enter' || event.altKey) return false
    if (event.shiftKey) onShowPage()
    else goToPlace(desk, looks[at])
    return true
  }
  const moves = ({ key, altKey: alt, shiftKey, currentTarget }: KeyboardEvent<HTMLElement>): boolean => {
    const to = movedOnPages({ key, alt }, { at, count: looks.length, columns: columnsOf(currentTarget) })
    const look = to === null || shiftKey ? undefined : looks[to]
    if (look) desk.editor.looks.setState({ at: lookKey(look) })
    return look !== undefined
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || !(goes(event) || moves(event))) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      className={styles.page}
      role="listbox"
      aria-label={`Places to look at first, page ${pageOf(at) + 1} of ${pagesOf(looks.length)}`}
      aria-activedescendant={`look-${at}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        goToPlace(desk, looks[placeUnder(event) ?? -1])
        event.currentTarget.focus({ preventScroll: true })
      }}
    >
      {looks.slice(first, first + onPage).map((look, place) => (
        <Place key={lookKey(look)} {...{ desk, look, state }} place={first + place} />
      ))}
    </div>
  )
}

type PlaceProps = {
  readonly desk: EditorDesk
  readonly look: ReviewLook
  readonly place: number
  readonly state: Looks
}

function Place({ desk, look, place, state }: PlaceProps) {
  const styles = useStyles()
  const { at, shown, pictures } = state
  const viewed = state.viewed(look.frame)
  const time = shownClipTime(desk.session.times.secondsOf(look.frame))
  const { who, why } = lookWords(look, shown.project)
  const isAt = place === at
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Only for whoever goes through the pictures: nothing moves under anybody else.
    if (isAt && document.activeElement?.contains(root.current)) root.current?.scrollIntoView({ block: 'nearest' })
  }, [isAt])
  return (
    <div
      ref={root}
      id={`look-${place}`}
      role="option"
      tabIndex={-1}
      aria-selected={isAt}
      aria-label={`Frame ${look.frame}, ${time}: ${who === null ? '' : `${who} `}${why}; ${viewedWords(viewed)}`}
      className={mergeClasses(styles.place, isAt && styles.at)}
      {...placed(place)}
    >
      <LookCanvas {...{ look, shown, pictures }} width={pictureWidth} />
      <div className={styles.line}>
        <span className={viewed ? styles.viewed : styles.open}>{viewed === null ? '·' : viewed ? '✓' : '○'}</span>{' '}
        {time.slice(0, -2)}
      </div>
      <div className={styles.line}>{shortWhy[look.why]}</div>
    </div>
  )
}
