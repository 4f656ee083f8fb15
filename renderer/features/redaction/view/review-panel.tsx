import { Button, Checkbox, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useStore } from 'zustand'
import { thingsOf } from '../../../../contract/wording/leak-words.ts'
import { gateWords } from '../../../../contract/wording/review-sentences.ts'
import { useClient } from '../../../client/client-context.tsx'
import { wallMoment } from '../../../ui/dates.ts'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import { Scrolled } from '../../../ui/scrolled.tsx'
import { useTask } from '../../../ui/use-task.ts'
import { passedWords } from '../model/gate-words.ts'
import { isReviewLook } from '../model/looks.ts'
import { adviceWords } from '../model/trial-words.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { chooseTrack, type Editor } from '../session/editor-store.ts'
import { type ReviewState, readAnew } from '../session/review-work.ts'
import { useTrial } from '../session/use-trial.ts'
import { CountingNote } from './counting-note.tsx'
import { CoverageSummary } from './coverage-summary.tsx'
import { KeyButton } from './key-button.tsx'
import { RenderPart } from './render-part.tsx'
import { SilenceNote } from './silence-note.tsx'
import { TrialPart } from './trial-part.tsx'

const useStyles = makeStyles({
  title: { margin: 0 },
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: '0 12px 12px',
    overflowY: 'auto',
    outlineOffset: '-2px',
  },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '6px' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  gate: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr) auto',
    gap: '6px',
    alignItems: 'start',
    padding: '4px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  passed: { color: '#62d394' },
  open: { margin: 0, color: '#f5b84d' },
})

const nextLook = { kind: 'next-look' } as const
const previousLook = { kind: 'previous-look' } as const
const pagesOfLooks = { kind: 'panel', panel: 'looks' } as const

type PanelProps = { readonly desk: EditorDesk; readonly mayDisclose: boolean }

/** What has been seen, what is still in the way of a copy, who signs, and the copy. */
export function ReviewPanel({ desk, mayDisclose }: PanelProps) {
  const styles = useStyles()
  const { editor } = desk
  const watches = useStore(editor.store, (state) => isReviewLook(state.look))
  const { gates, failure } = useStore(editor.review)
  return (
    <Scrolled className={styles.root} label="Review">
      {failure === null ? null : <FailureNotice failure={failure} title="The review could not be read" />}
      <TrialPart desk={desk} />
      <div className={styles.part}>
        <Button
          size="small"
          appearance={watches ? 'secondary' : 'primary'}
          aria-pressed={watches}
          onClick={() => editor.set({ look: watches ? 'outlines' : 'redacted' })}
        >
          {watches ? 'Watching as redacted: stop' : 'Watch as redacted'}
        </Button>
        <p className={styles.quiet}>
          What is shown and heard counts, frame by frame, while the picture is as redacted. No frame is passed over.
          What the copy mutes is silent here, and its tones are heard.
        </p>
        {watches ? <CountingNote desk={desk} /> : null}
        {watches ? <SilenceNote desk={desk} /> : null}
        <CoverageSummary desk={desk} />
        <div className={styles.buttons}>
          <KeyButton {...{ desk, action: previousLook, text: 'Previous', disabled: false }} />
          <KeyButton {...{ desk, action: nextLook, text: 'Next frame to look at first', disabled: false }} />
          <KeyButton {...{ desk, action: pagesOfLooks, text: 'All of them, page by page', disabled: false }} />
        </div>
      </div>
      {gates ? <Checklist desk={desk} gates={gates.gates} /> : null}
      {gates ? <Signing desk={desk} gates={gates} onDone={() => readAnew(editor.review)} /> : null}
      <RenderPart
        {...{ desk, mayDisclose }}
        projectSha256={gates?.projectSha256 ?? null}
        isOpen={gates?.gates.every(({ passed }) => passed) ?? false}
      />
    </Scrolled>
  )
}

type Gates = NonNullable<ReviewState['gates']>

/** Every gate as a line, with the way to where it is put right; before them the advice to try a copy, which is none. */
function Checklist({ desk, gates }: { readonly desk: EditorDesk; readonly gates: Gates['gates'] }) {
  const styles = useStyles()
  const advice = adviceWords(useTrial(desk.editor))
  return (
    <div className={styles.part}>
      <Subtitle2 as="h3" className={styles.title}>
        Before a copy is made
      </Subtitle2>
      <ul className={styles.list}>
        <li className={styles.gate}>
          <span className={advice.done ? styles.passed : styles.quiet} aria-hidden="true">
            {advice.done ? '✓' : '◇'}
          </span>
          <span>{advice.words}</span>
        </li>
        {gates.map((gate) => (
          <li key={gate.kind} className={styles.gate}>
            <span className={gate.passed ? styles.passed : styles.open} aria-hidden="true">
              {gate.passed ? '✓' : '○'}
            </span>
            <span>{gate.passed ? passedWords[gate.kind] : openWords(gate)}</span>
            {canGo(gate) ? (
              <Button size="small" onClick={() => goTo(gate, desk)} aria-label={`Go to where ${gateWords[gate.kind]}`}>
                Go there
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

type Gate = Gates['gates'][number]

function openWords({ kind, where: { fields, classes } }: Gate): string {
  const known = fields.map((field) => field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))
  const named = classes.length > 0 ? [...known, thingsOf(classes)] : known
  return `Open: ${gateWords[kind]}${named.length > 0 ? ` (${named.join(', ')})` : ''}`
}

function canGo({ passed, where }: Gate): boolean {
  return !passed && where.frames.length + where.tracks.length + where.sound.length + where.classes.length > 0
}

/** To the page of the pictures on which a frame is, or the next one after it. */
function showPageOf(frame: number, editor: Pick<Editor, 'looks' | 'set'>): void {
  editor.looks.setState({ at: `${frame}` })
  editor.set({ panel: 'looks' })
}

function goTo({ kind, where }: Gate, { editor, session, focus }: EditorDesk): void {
  const track = editor.project.tracks.find(({ id }) => id === where.tracks[0])
  const sound = where.sound.find(({ ranges }) => ranges.length > 0)
  const [frames] = where.frames
  if (where.classes.length > 0) {
    // There it is looked for.
    editor.set({ panel: 'subjects' })
    focus('panel')
  } else if (track) {
    chooseTrack(editor, track.id)
    editor.set({ panel: 'subjects' })
    focus('panel')
    session.command({ do: 'go-to', frame: track.keys[0]?.frame ?? 0 })
  } else if (frames) {
    if (kind === 'look-here') {
      showPageOf(frames[0], editor)
      focus('panel')
    }
    session.command({ do: 'go-to', frame: frames[0] })
  } else if (sound) {
    const rate = session.footage.index.audio.find(({ track: id }) => id === sound.audioTrack)?.sampleRate ?? 1
    session.command({ do: 'go-to', frame: session.times.frameAt((sound.ranges[0]?.[0] ?? 0) / rate) })
  }
}

/** Both signatures: the author's, and that of a second person who had no hand in it. */
function Signing({ desk, gates, onDone }: { desk: EditorDesk; gates: Gates; onDone: () => void }) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [nothingToHide, setNothingToHide] = useState(false)
  const { clip, redaction } = desk.editor.opened
  // Only what the window shows is signed: what the vault has beyond it is fetched first.
  const isShown = useStore(desk.editor.store, ({ queue }) => queue.unsaved === 0 && queue.revision === gates.revision)
  const asksNothing = gates.gates.some(({ kind, passed }) => kind.startsWith('nothing-to-hide') && !passed)
  const sign = async (method: 'redaction.sign' | 'redaction.approve'): Promise<void> => {
    const signature = { clip, redaction, revision: gates.revision, nothingToHide }
    const done = await task.run((signal) => ask(method, signature, { signal }))
    if (done?.ok || done?.failure.kind === 'redaction-moved') onDone()
  }
  const disabled = task.running || !isShown
  const holds = (as: 'author' | 'approver'): boolean => gates.approvals.some((one) => one.as === as && one.holds)
  return (
    <div className={styles.part}>
      <Subtitle2 as="h3" className={styles.title}>
        Signatures
      </Subtitle2>
      {gates.approvals.map(({ as, by, at, holds }) => (
        <p key={`${as} ${at}`} className={styles.quiet}>
          {as === 'author' ? 'Signed' : 'Approved'} by {by}, {wallMoment(at)}
          {holds ? '' : ': void, since something was changed after it'}
        </p>
      ))}
      {asksNothing ? (
        <Checkbox
          label="I have checked it: nothing in it needs to be hidden"
          checked={nothingToHide}
          onChange={(_, { checked }) => setNothingToHide(checked === true)}
        />
      ) : null}
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="Nothing was signed" />}
      {gates.own.maySign && !holds('author') ? (
        <Button disabled={disabled} onClick={() => void sign('redaction.sign')}>
          Sign as its author
        </Button>
      ) : null}
      {gates.own.mayApprove && !holds('approver') ? (
        <Button disabled={disabled} onClick={() => void sign('redaction.approve')}>
          Approve it as the second person
        </Button>
      ) : null}
    </div>
  )
}
