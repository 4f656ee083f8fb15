import { Button, Checkbox, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useStore } from 'zustand'
import type { AudioDecision, Blank } from '../../../../core/redaction/project.ts'
import { frameIndex } from '../../../../core/time.ts'
import { keysOf } from '../../../ui/keys-of.ts'
import { Scrolled } from '../../../ui/scrolled.tsx'
import { shownClipTime } from '../../player/index.ts'
import { alsoDisclosed, leavingOut } from '../model/disclosed-spans.ts'
import { reasonForBlank } from '../model/region-commands.ts'
import { decideSound, reasonForSound, type SoundLine, soundLines, withoutSound } from '../model/sound-commands.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { markedFrames } from '../session/frame-meant.ts'
import { KeyButton } from './key-button.tsx'
import { LabelPart } from './label-part.tsx'
import { type GroundChoice, groundsFor, ReasonField } from './reason-field.tsx'
import { StretchPart } from './stretch-part.tsx'

const useStyles = makeStyles({
  title: { margin: 0 },
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: '12px',
    overflowY: 'auto',
    outlineOffset: '-2px',
  },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '6px' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
  list: {
    margin: 0,
    padding: 0,
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
  },
  line: { display: 'flex', gap: '8px', alignItems: 'center', justifyContent: 'space-between' },
})

type WholeProps = { readonly desk: EditorDesk; readonly grounds: readonly GroundChoice[] }

/** What concerns the whole picture and the sound: what is disclosed, what is covered wholly, what may be heard. */
export function WholePanel({ desk, grounds }: WholeProps) {
  const styles = useStyles()
  const { session } = desk
  const marked = useMarked(desk)
  const seconds = session.times.secondsOf
  return (
    <Scrolled className={styles.root} label="Sound and the whole picture">
      <p className={styles.quiet}>
        {marked
          ? `Marked part: ${shownClipTime(seconds(marked[0]))} to ${shownClipTime(seconds(marked[1]))}, frames ${marked[0]} to ${marked[1] - 1}.`
          : 'Mark a part with I (first frame) and O (last frame); X takes the marks away.'}
      </p>
      <Sound desk={desk} grounds={grounds} marked={marked} />
      <Disclosed desk={desk} grounds={grounds} marked={marked} />
      <Blanks desk={desk} grounds={grounds} marked={marked} />
      {session.footage.index.video ? <LabelPart desk={desk} /> : null}
    </Scrolled>
  )
}

type Marked = readonly [from: number, until: number] | null

function useMarked({ session }: EditorDesk): Marked {
  const markIn = useStore(session.store, ({ transport }) => transport.markIn)
  const markOut = useStore(session.store, ({ transport }) => transport.markOut)
  return markIn === null && markOut === null ? null : markedFrames(session)
}

type PartProps = { readonly desk: EditorDesk; readonly marked: Marked }

const soundWords = { keep: 'Kept', mute: 'Muted', bleep: 'Bleeped' } as const

function Sound({ desk, marked, grounds }: PartProps & Pick<WholeProps, 'grounds'>) {
  const styles = useStyles()
  const { editor, session } = desk
  const project = useStore(editor.store, ({ queue }) => queue.edited.project)
  const writable = useStore(editor.store, (state) => state.writable)
  const { index } = session.footage
  if (index.audio.length === 0) return <p className={styles.quiet}>This clip has no sound.</p>
  const seconds = session.times.secondsOf
  const decide = (kind: AudioDecision['kind']): void => {
    if (marked) editor.do(decideSound(project, index, kind, [seconds(marked[0]), seconds(marked[1])]))
  }
  const lines = soundLines(project, index)
  return (
    <div className={styles.part}>
      <Subtitle2 as="h3" className={styles.title}>
        Sound
      </Subtitle2>
      <p className={styles.quiet}>All sound is muted but what is kept here. A mute within what is kept wins.</p>
      <StretchPart desk={desk} grounds={grounds} />
      <div className={styles.buttons}>
        <Button size="small" disabled={!writable || !marked} onClick={() => decide('keep')}>
          Keep the marked part
        </Button>
        <Button size="small" disabled={!writable || !marked} onClick={() => decide('mute')}>
          Mute it
        </Button>
        <Button size="small" disabled={!writable || !marked} onClick={() => decide('bleep')}>
          Bleep it
        </Button>
      </div>
      <ul className={styles.list}>
        {lines.map((line) => (
          <li key={line.places.join()}>
            <SoundRow
              {...{ line, grounds, writable }}
              onGo={() => session.command({ do: 'go-to', frame: session.times.frameAt(line.from) })}
              onRemove={() => editor.do(withoutSound(project, new Set(line.places)))}
              onReason={(reason) => editor.do(reasonForSound(project, new Set(line.places), reason))}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

type RowProps = {
  readonly line: SoundLine
  readonly grounds: readonly GroundChoice[]
  readonly writable: boolean
  readonly onGo: () => void
  readonly onRemove: () => void
  readonly onReason: (reason: string) => void
}

function SoundRow({ line, grounds, writable, onGo, onRemove, onReason }: RowProps) {
  const styles = useStyles()
  const name = `${soundWords[line.kind]} ${shownClipTime(line.from)} to ${shownClipTime(line.until)}`
  return (
    <>
      <div className={styles.line}>
        <Button size="small" appearance="subtle" onClick={onGo}>
          {name}
        </Button>
        <Button size="small" disabled={!writable} onClick={onRemove} aria-label={`Remove: ${name}`}>
          Remove
        </Button>
      </div>
      <ReasonField
        label="Ground"
        reason={line.reason}
        grounds={groundsFor(grounds, line.kind === 'keep' ? 'keep' : 'hide')}
        missing={line.kind === 'keep' ? 'What is kept needs a ground' : null}
        disabled={!writable}
        onGive={onReason}
      />
    </>
  )
}

function Disclosed({ desk: { editor, session }, grounds, marked }: PartProps & Pick<WholeProps, 'grounds'>) {
  const styles = useStyles()
  const spans = useStore(editor.store, ({ queue }) => queue.edited.project.spans)
  const leftOut = useStore(editor.store, ({ queue }) => queue.edited.project.leftOutReason)
  const inverse = useStore(editor.store, ({ queue }) => queue.edited.project.inverse)
  const writable = useStore(editor.store, (state) => state.writable)
  const seconds = session.times.secondsOf
  const disclosed = { spans, ...(leftOut === undefined ? {} : { leftOutReason: leftOut }) }
  const also = marked && alsoDisclosed(disclosed, marked)
  const without = marked && leavingOut(disclosed, marked, session.footage.index.video?.pts.length ?? 0)
  const words = spans?.map(([from, until]) => `${shownClipTime(seconds(from))} to ${shownClipTime(seconds(until))}`)
  return (
    <div className={styles.part}>
      <Subtitle2 as="h3" className={styles.title}>
        Disclosed
      </Subtitle2>
      <p className={styles.quiet}>{words ? `Only ${words.join(', ')}.` : 'The whole clip.'}</p>
      <div className={styles.buttons}>
        <Button
          size="small"
          disabled={!writable || !marked}
          onClick={() =>
            marked && editor.do({ kind: 'set-spans', spans: [[frameIndex(marked[0]), frameIndex(marked[1])]] })
          }
        >
          Only the marked part
        </Button>
        <Button size="small" disabled={!writable || !also} onClick={() => also && editor.do(also)}>
          The marked part as well
        </Button>
        <Button size="small" disabled={!writable || !without} onClick={() => without && editor.do(without)}>
          All but the marked part
        </Button>
        <Button
          size="small"
          disabled={!writable || spans === null}
          onClick={() => editor.do({ kind: 'set-spans', spans: null })}
        >
          The whole clip
        </Button>
      </div>
      {spans === null ? null : (
        <ReasonField
          label="Ground for leaving out the rest"
          reason={leftOut ?? null}
          grounds={groundsFor(grounds, 'hide')}
          missing="What is left out needs a ground"
          disabled={!writable}
          onGive={(reason) => editor.do({ kind: 'set-spans', spans, leftOutReason: reason })}
        />
      )}
      <Checkbox
        label="Inverse: everything is hidden but who is kept"
        checked={inverse}
        disabled={!writable}
        onChange={(_, { checked }) => editor.do({ kind: 'set-inverse', inverse: checked === true })}
      />
    </div>
  )
}

function Blanks({ desk, grounds, marked }: PartProps & Pick<WholeProps, 'grounds'>) {
  const styles = useStyles()
  const { editor, session } = desk
  const blanks = useStore(editor.store, ({ queue }) => queue.edited.project.blanks)
  const keys = keysOf(blanks.map(({ from, until }) => `${from}-${until}`))
  const writable = useStore(editor.store, (state) => state.writable)
  return (
    <div className={styles.part}>
      <Subtitle2 as="h3" className={styles.title}>
        Covered wholly
      </Subtitle2>
      <div className={styles.buttons}>
        <KeyButton
          {...{ desk, action: { kind: 'blank' }, text: 'Cover the marked part', disabled: !writable || !marked }}
        />
      </div>
      <ul className={styles.list}>
        {blanks.map((blank, at) => (
          <li key={keys[at]}>
            <BlankRow
              {...{ blank, grounds, writable }}
              onGo={() => session.command({ do: 'go-to', frame: blank.from })}
              onRemove={() => editor.do({ kind: 'remove-blank', at, blank })}
              onReason={(reason) => editor.do(reasonForBlank(blank, at, reason))}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

function BlankRow({ blank, ...props }: { readonly blank: Blank } & Omit<RowProps, 'line'>) {
  const styles = useStyles()
  const name = `Frames ${blank.from} to ${blank.until - 1}`
  return (
    <>
      <div className={styles.line}>
        <Button size="small" appearance="subtle" onClick={props.onGo}>
          {name}
        </Button>
        <Button size="small" disabled={!props.writable} aria-label={`Uncover: ${name}`} onClick={props.onRemove}>
          Uncover
        </Button>
      </div>
      <ReasonField
        label="Ground"
        reason={blank.reason === '' ? null : blank.reason}
        grounds={groundsFor(props.grounds, 'hide')}
        missing="What is covered wholly needs a ground"
        disabled={!props.writable}
        onGive={props.onReason}
      />
    </>
  )
}
