import { Button, makeStyles, ProgressBar, ToggleButton, tokens } from '@fluentui/react-components'
import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { AudioDecision } from '../../../../core/redaction/project.ts'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import { shownClipTime } from '../../player/index.ts'
import type { SoundAction } from '../model/editor-keys.ts'
import { type Stretch, stretchAt, stretchesOf } from '../model/stretches.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { giveGround, moveEdges, muteAllRadio, rateOf, secondsOfStretch } from '../session/sound-actions.ts'
import { EdgeFields } from './edge-fields.tsx'
import { KeyButton } from './key-button.tsx'
import { type GroundChoice, groundsFor, ReasonField } from './reason-field.tsx'

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '6px' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
  chosen: { margin: 0 },
})

type PartProps = { readonly desk: EditorDesk; readonly grounds: readonly GroundChoice[] }

/** What there is to decide about, kept up with edits and with what is heard. */
function useStretches({ editor, session }: EditorDesk): readonly Stretch[] {
  const project = useStore(editor.store, ({ queue }) => queue.edited.project)
  const heard = useStore(editor.sound, (state) => state.heard)
  const { index } = session.footage
  return useMemo(() => stretchesOf(project, heard ?? [], index), [project, heard, index])
}

/** Stretches of speech one by one: heard, and decided about. */
export function StretchPart({ desk, grounds }: PartProps) {
  const styles = useStyles()
  const { editor } = desk
  const stretches = useStretches(desk)
  const place = useStore(editor.sound, (state) => state.chosen)
  const loop = useStore(editor.sound, (state) => state.loop)
  const chosen = stretchAt(stretches, place)
  const isEmpty = stretches.length === 0
  const writable = useStore(editor.store, (state) => state.writable)
  const radioGround = useStore(editor.sound, (state) => state.radioGround)
  const isOpenRadio = ({ heard, decision }: Stretch) => heard === 'radio' && decision === null
  const hasRadio = writable && radioGround !== null && stretches.some(isOpenRadio)
  return (
    <div className={styles.part}>
      <Listening desk={desk} stretches={stretches} />
      <div className={styles.buttons}>
        <KeyButton {...{ desk, action: does('previous'), text: 'Previous stretch', disabled: isEmpty }} />
        <KeyButton {...{ desk, action: does('next'), text: 'Next stretch', disabled: isEmpty }} />
        <KeyButton {...{ desk, action: does('play'), text: 'Play it', disabled: chosen === null }} />
        <ToggleButton
          size="small"
          checked={loop}
          title="Play it again and again, or once (Shift + R)"
          onClick={() => editor.sound.setState({ loop: !loop })}
        >
          Again and again
        </ToggleButton>
        <Button size="small" disabled={!hasRadio} onClick={() => muteAllRadio(desk)}>
          Mute all radio traffic
        </Button>
      </div>
      {chosen ? <Chosen {...{ desk, grounds, chosen }} number={stretches.indexOf(chosen) + 1} /> : null}
    </div>
  )
}

function does(what: SoundAction): { readonly kind: 'sound'; readonly what: SoundAction } {
  return { kind: 'sound', what }
}

function Listening({ desk: { editor }, stretches }: Pick<PartProps, 'desk'> & { stretches: readonly Stretch[] }) {
  const styles = useStyles()
  const { heard, listening, failure } = useStore(editor.sound)
  const listen = (): void => editor.sound.setState({ failure: null })
  if (listening !== null)
    return (
      <div>
        <p className={styles.quiet}>Listening for speech, {Math.floor(listening * 100)} %. You can work meanwhile.</p>
        <ProgressBar value={listening} aria-label="Listening for speech" />
      </div>
    )
  if (failure !== null)
    return (
      <FailureNotice
        failure={failure}
        title="The clip was not listened to"
        actions={
          <Button size="small" onClick={listen}>
            Listen again
          </Button>
        }
      />
    )
  return heard === null ? null : <p className={styles.quiet}>{heardWords(stretches)}</p>
}

function heardWords(stretches: readonly Stretch[]): string {
  const suggested = stretches.filter(({ heard }) => heard !== null)
  const radio = suggested.filter(({ heard }) => heard === 'radio').length
  const open = suggested.filter(({ decision }) => decision === null).length
  if (suggested.length === 0)
    return 'No speech was found. That is no proof that there is none: listen to what you keep.'
  return [
    `${suggested.length} stretches of speech, ${radio} of them over a radio; ${open} undecided, so muted.`,
    'Who is speaking is not known: hear each before you keep it.',
  ].join(' ')
}

const heardNames: Readonly<Record<NonNullable<Stretch['heard']>, string>> = {
  speech: 'Speech',
  radio: 'Speech over a radio',
  unknown: 'Could not be examined: take it for speech',
}

const decisionNames: Readonly<Record<AudioDecision['kind'], string>> = {
  keep: 'kept',
  mute: 'muted',
  bleep: 'under a tone',
}

type ChosenProps = PartProps & { readonly chosen: Stretch; readonly number: number }

function Chosen({ desk, grounds, chosen, number }: ChosenProps) {
  const styles = useStyles()
  const { editor, session } = desk
  const writable = useStore(editor.store, (state) => state.writable)
  const { decision, heard, audioTrack } = chosen
  const drag = useStore(editor.sound, (state) => state.drag)
  const shown = drag ? { ...chosen, fromSample: drag.range[0], untilSample: drag.range[1] } : chosen
  const [from, until] = secondsOfStretch(shown, session.footage.index)
  const sampleRate = rateOf(session.footage.index, audioTrack)
  const track = session.footage.index.audio.length > 1 ? `, sound track ${audioTrack + 1}` : ''
  const press = { desk, disabled: !writable }
  // Its place stays while its edges move.
  const own = `${audioTrack} ${chosen.at}`
  return (
    <>
      <p className={styles.chosen}>
        <strong>
          {number}. {heard === null ? 'A part of yours' : heardNames[heard]}
          {track}: {decision === null ? 'undecided' : decisionNames[decision]}
        </strong>
        <br />
        {shownClipTime(from)} to {shownClipTime(until)}
      </p>
      <div className={styles.buttons}>
        <KeyButton {...press} action={does('keep')} pressed={decision === 'keep'} text="Keep" />
        <KeyButton {...press} action={does('mute')} pressed={decision === 'mute'} text="Mute" />
        <KeyButton {...press} action={does('bleep')} pressed={decision === 'bleep'} text="Bleep" />
        <KeyButton {...press} action={does('undecided')} pressed={decision === null} text="Undecided" />
      </div>
      {decision === null ? null : (
        <>
          <EdgeFields
            key={`edges ${own}`}
            stretch={shown}
            sampleRate={sampleRate}
            disabled={!writable}
            onTake={(range) => moveEdges(desk, chosen, range)}
          />
          <Ground key={`ground ${own}`} {...{ desk, grounds, chosen, decision }} />
        </>
      )}
    </>
  )
}

type GroundProps = Omit<ChosenProps, 'number'> & { readonly decision: AudioDecision['kind'] }

/** Why the chosen stretch is kept or hidden. The ground of what is kept is taken for the next that is kept, too. */
function Ground({ desk, grounds, chosen, decision }: GroundProps) {
  const { editor } = desk
  const writable = useStore(editor.store, (state) => state.writable)
  const asked = useStore(editor.sound, (state) => state.asked)
  const field = useRef<HTMLInputElement>(null)
  const before = useRef(editor.sound.getState().focused)
  useEffect(() => {
    if (asked === before.current) return
    before.current = asked
    editor.sound.setState({ focused: asked })
    field.current?.focus()
  }, [asked, editor])
  const choices = groundsFor(grounds, decision === 'keep' ? 'keep' : 'hide')
  const give = (reason: string): void => {
    giveGround(
      desk,
      chosen,
      reason,
      choices.some(({ id }) => id === reason),
    )
    // Keys are the editor's again.
    requestAnimationFrame(() => field.current?.blur())
  }
  return (
    <ReasonField
      label={decision === 'keep' ? 'Ground for letting it be heard' : 'Ground for hiding it'}
      reason={chosen.reason}
      grounds={choices}
      missing={decision === 'keep' ? 'What is kept needs a ground' : null}
      disabled={!writable}
      field={field}
      onGive={give}
    />
  )
}
