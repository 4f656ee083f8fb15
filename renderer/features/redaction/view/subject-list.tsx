import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { placed, placeUnder } from '../../../ui/place-under.ts'
import { shownClipTime } from '../../player/index.ts'
import { frameCount } from '../model/extent-words.ts'
import type { Choosing } from '../model/several.ts'
import type { Decision, Subject } from '../model/subjects.ts'
import { className, extentName } from '../model/subjects.ts'
import type { Crops } from '../session/crops.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { Crop } from './crop.tsx'

const useStyles = makeStyles({
  root: { flexGrow: 1, minHeight: '120px', overflowY: 'auto', outlineOffset: '-2px' },
  spread: { position: 'relative' },
  card: {
    position: 'absolute',
    top: 0,
    left: 0,
    width: '100%',
    height: '88px',
    boxSizing: 'border-box',
    display: 'grid',
    gridTemplateColumns: '56px minmax(0, 1fr)',
    gap: '0 10px',
    alignItems: 'center',
    padding: '6px 10px',
    borderLeft: '4px solid transparent',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    cursor: 'pointer',
  },
  chosen: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    '& div': { color: tokens.colorNeutralForeground1Selected },
  },
  at: {
    outline: `2px solid ${tokens.colorBrandStroke1}`,
    outlineOffset: '-2px',
  },
  undecided: { borderLeftColor: '#f5b84d' },
  hidden: { borderLeftColor: '#ff8f85' },
  kept: { borderLeftColor: '#62d394' },
  ignored: { borderLeftColor: '#5b6f7d' },
  beside: { borderLeftColor: '#5b6f7d' },
  words: { minWidth: 0, lineHeight: '17px', fontSize: '12px', color: tokens.colorNeutralForeground2 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  name: { fontSize: '14px', fontWeight: 600, color: tokens.colorNeutralForeground1 },
  empty: { padding: '12px', color: tokens.colorNeutralForeground2 },
})

const cardHeight = 88

const decisionWords: Readonly<Record<Decision, string>> = {
  undecided: 'undecided, hidden',
  hidden: 'hidden',
  kept: 'kept visible',
  ignored: 'not a thing',
  beside: 'seen, not hidden by itself',
}

/** Where it was seen least surely, and how many tracks it is made of, on a line that a narrow card has room for. */
function weakWords({ weakest, tracks }: Subject): string {
  const weak = weakest ? `weakest ${Math.round(weakest.score * 100)} % at frame ${weakest.frame}` : 'drawn by hand'
  return tracks.length === 1 ? weak : `${weak}, ${tracks.length} tracks`
}

/** Who is hidden further than everybody. */
function extentShown({ asked, decision }: Subject): string {
  const isHidden = decision === 'hidden' || decision === 'undecided'
  return asked && isHidden ? `: ${extentName(asked.extent)}` : ''
}

type Pressed = Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

function choosingOf({ shiftKey, ctrlKey, metaKey }: Pressed): Choosing {
  if (shiftKey) return 'through'
  return ctrlKey || metaKey ? 'too' : 'only'
}

/** Arrows choose the next card, with Shift all between; with Ctrl they go past it. */
function goingOf({ shiftKey, ctrlKey, metaKey }: Pressed): Choosing {
  if (shiftKey) return 'through'
  return ctrlKey || metaKey ? 'not' : 'only'
}

/** Ctrl + Space chooses a card too, or no longer; Space alone plays. */
function takesKey({ key, altKey, ctrlKey, metaKey }: Pressed & { readonly key: string }): boolean {
  if (altKey) return false
  return key === 'ArrowDown' || key === 'ArrowUp' || (key === ' ' && (ctrlKey || metaKey))
}

type ListProps = { readonly desk: EditorDesk; readonly crops: Crops }

/** Everybody and everything as cards, of which only those in sight exist. Choosing one shows its best frame. */
export const SubjectList = memo(function SubjectList({ desk, crops }: ListProps) {
  const styles = useStyles()
  const { editor, session } = desk
  const subjects = useStore(editor.store, (state) => state.subjects)
  const chosen = useStore(editor.store, (state) => state.chosen)
  const several = useStore(editor.store, (state) => state.several)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: subjects.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => cardHeight,
    overscan: 4,
  })
  const at = subjects.findIndex(({ key }) => key === chosen)
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' })
  }, [rows, at])
  const choose = (subject: Subject, how: Choosing): void => {
    if (how === 'only') editor.choose(subject.key)
    else editor.chooseMore(subject.key, how)
    if (subject.best) session.command({ do: 'go-to', frame: subject.best.frame })
  }
  const step = (by: number, how: Choosing): void => {
    const next = subjects[Math.min(subjects.length - 1, Math.max(0, at + by))]
    if (next) choose(next, how)
  }
  return (
    <div
      ref={scroller}
      className={styles.root}
      role="listbox"
      aria-label="Persons and things"
      tabIndex={0}
      {...(at >= 0 ? { 'aria-activedescendant': `subject-${at}` } : {})}
      aria-multiselectable
      onClick={(event) => {
        const subject = subjects[placeUnder(event) ?? -1]
        if (!subject) return
        choose(subject, choosingOf(event))
        event.currentTarget.focus({ preventScroll: true })
      }}
      onKeyDown={(event) => {
        if (!takesKey(event)) return
        event.preventDefault()
        event.stopPropagation()
        if (event.key === ' ') step(0, 'too')
        else step(event.key === 'ArrowDown' ? 1 : -1, goingOf(event))
      }}
    >
      {subjects.length === 0 ? (
        <p className={styles.empty}>
          Nobody and nothing is marked yet. Look for people, or draw a region on the picture (3, 4 or 5). What is not
          marked stays visible.
        </p>
      ) : null}
      <div className={styles.spread} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const subject = subjects[index]
          return subject ? (
            <Card
              key={subject.key}
              {...{ subject, start, index, crops, isAt: index === at, seconds: session.times.secondsOf }}
              isChosen={several.size > 0 ? several.has(subject.key) : index === at}
            />
          ) : null
        })}
      </div>
    </div>
  )
})

type CardProps = {
  readonly subject: Subject
  readonly index: number
  readonly start: number
  readonly crops: Crops
  /** The keyboard is on it. */
  readonly isAt: boolean
  readonly isChosen: boolean
  readonly seconds: (frame: number) => number
}

const Card = memo(function Card({ subject, index, start, crops, isAt, isChosen, seconds }: CardProps) {
  const styles = useStyles()
  const { name, decision, span, frames, class: kind } = subject
  return (
    <div
      id={`subject-${index}`}
      role="option"
      aria-selected={isChosen}
      className={mergeClasses(styles.card, styles[decision], isChosen && styles.chosen, isAt && styles.at)}
      style={{ transform: `translateY(${start}px)` }}
      tabIndex={-1}
      {...placed(index)}
    >
      <Crop place={subject.best} crops={crops} side={56} />
      <div className={styles.words}>
        <div className={mergeClasses(styles.line, styles.name)}>{name}</div>
        <div className={styles.line}>
          {className(kind)} · {decisionWords[decision]}
          {extentShown(subject)}
        </div>
        <div className={styles.line}>
          {shownClipTime(seconds(span[0]))} to {shownClipTime(seconds(span[1]))}, {frameCount(frames)}
        </div>
        <div className={styles.line}>{weakWords(subject)}</div>
      </div>
    </div>
  )
})
