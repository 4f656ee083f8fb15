import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue, useId, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { LeakFinding } from '../../../../core/verification/leak-findings.ts'
import { placed, placeUnder } from '../../../ui/place-under.ts'
import { shownClipTime } from '../../player/index.ts'
import { findingWords, foundWords, openWords } from '../model/found-words.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { dismissFinding, showFinding, stillOpen } from '../session/found-in-copy.ts'
import { KeyButton } from './key-button.tsx'
import { useKeptFocus } from './use-kept-focus.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  words: { margin: 0, fontWeight: 600 },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
  list: { maxHeight: '232px', overflowY: 'auto', outlineOffset: '-2px', borderTop: line(), borderBottom: line() },
  spread: { position: 'relative' },
  finding: {
    position: 'absolute',
    top: 0,
    left: 0,
    width: '100%',
    height: '44px',
    boxSizing: 'border-box',
    padding: '4px 8px',
    borderLeft: '4px solid #ff7df0',
    borderBottom: line(),
    cursor: 'pointer',
    lineHeight: '18px',
  },
  hidden: { borderLeftColor: '#5b6f7d' },
  chosen: { backgroundColor: tokens.colorNeutralBackground1Selected, color: tokens.colorNeutralForeground1Selected },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  when: { fontSize: '12px' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '6px' },
})

function line(): string {
  return `1px solid ${tokens.colorNeutralStroke3}`
}

const rowHeight = 44
const hideFound = { kind: 'hide-found' } as const

/** Which of the findings a project would still show, in part at least. */
function useOpen({ editor, session }: EditorDesk): ReadonlySet<LeakFinding> {
  const { leaks, findings } = useStore(editor.found)
  // An edit is shown first, then what it comes to for thousands of leaks.
  const project = useDeferredValue(useStore(editor.store, ({ queue }) => queue.edited.project))
  return useMemo(() => {
    const open = new Set(stillOpen(leaks, project, session))
    return new Set(findings.filter((finding) => finding.leaks.some((leak) => open.has(leak))))
  }, [leaks, findings, project, session])
}

/** What the check of a copy has found that should be hidden: where, and the way to hide all of it. */
export function FoundList({ desk }: { readonly desk: EditorDesk }) {
  const styles = useStyles()
  const { editor } = desk
  const { findings, shown } = useStore(editor.found)
  const writable = useStore(editor.store, (state) => state.writable)
  const open = useOpen(desk)
  const kept = useKeptFocus<HTMLElement>('[role="listbox"]')
  if (findings.length === 0) return null
  return (
    <section className={styles.root} aria-label="Found in the copy" {...kept}>
      <p className={styles.words}>{foundWords(findings.length)}</p>
      <Findings {...{ desk, open }} />
      <p className={styles.quiet} role="status">
        {openWords(open.size, findings.length)}
      </p>
      <div className={styles.buttons}>
        <KeyButton
          {...{ desk, action: hideFound, text: 'Hide what was found', disabled: !writable || open.size === 0 }}
        />
        {shown ? (
          <Button size="small" onClick={() => dismissFinding(editor)}>
            Take the box off the picture
          </Button>
        ) : null}
      </div>
    </section>
  )
}

type FindingsProps = { readonly desk: EditorDesk; readonly open: ReadonlySet<LeakFinding> }

/** Only the findings in sight exist. Arrows go from one to the next, and to its frame. */
function Findings({ desk, open }: FindingsProps) {
  const styles = useStyles()
  const { findings, shown } = useStore(desk.editor.found)
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const rows = useVirtualizer({
    count: findings.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  })
  const at = shown ? findings.indexOf(shown) : -1
  const choose = (place: number): void => {
    const finding = findings[Math.min(findings.length - 1, Math.max(0, place))]
    if (!finding) return
    showFinding(desk, finding)
    rows.scrollToIndex(findings.indexOf(finding), { align: 'auto' })
  }
  return (
    <div
      ref={scroller}
      className={styles.list}
      style={{ height: Math.min(rows.getTotalSize(), 232) }}
      role="listbox"
      aria-label="What was found"
      tabIndex={0}
      {...(at >= 0 ? { 'aria-activedescendant': `${id}-${at}` } : {})}
      onClick={(event) => {
        const place = placeUnder(event)
        if (place === null) return
        if (place === at) dismissFinding(desk.editor)
        else choose(place)
        event.currentTarget.focus({ preventScroll: true })
      }}
      onKeyDown={(event) => {
        const place = event.altKey ? null : placeAfter(event.key, at, findings.length)
        if (place === null) return
        event.preventDefault()
        event.stopPropagation()
        choose(place)
      }}
    >
      <div className={styles.spread} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const finding = findings[index]
          return finding ? (
            <Finding
              key={index}
              {...{ id: `${id}-${index}`, finding, index, start, isShown: index === at, isOpen: open.has(finding) }}
              seconds={desk.session.times.secondsOf}
            />
          ) : null
        })}
      </div>
    </div>
  )
}

/** Where a key leads to in the list; null where it leads nowhere. */
function placeAfter(key: string, at: number, count: number): number | null {
  if (key === 'ArrowDown') return at + 1
  if (key === 'ArrowUp') return Math.max(0, at - 1)
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return key === 'Enter' ? Math.max(0, at) : null
}

type FindingProps = {
  readonly id: string
  readonly finding: LeakFinding
  readonly index: number
  readonly start: number
  readonly isShown: boolean
  readonly isOpen: boolean
  readonly seconds: (frame: number) => number
}

function Finding({ id, finding, index, start, isShown, isOpen, seconds }: FindingProps) {
  const styles = useStyles()
  return (
    <div
      id={id}
      role="option"
      aria-selected={isShown}
      className={mergeClasses(styles.finding, !isOpen && styles.hidden, isShown && styles.chosen)}
      style={{ transform: `translateY(${start}px)` }}
      tabIndex={-1}
      {...placed(index)}
    >
      <div className={styles.line}>{findingWords(finding)}</div>{' '}
      <div className={mergeClasses(styles.line, styles.when)}>
        at {shownClipTime(seconds(finding.span[0]))}, {isOpen ? 'still shows' : 'hidden or decided about by now'}
      </div>
    </div>
  )
}
