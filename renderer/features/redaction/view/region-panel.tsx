import { Dropdown, Field, makeStyles, Option, Subtitle2, tokens } from '@fluentui/react-components'
import { useStore } from 'zustand'
import type { TrackChanges } from '../../../../core/redaction/commands.ts'
import type { RedactionStyle, Track } from '../../../../core/redaction/project.ts'
import { defaultMargin } from '../../../../core/redaction/track-region.ts'
import type { EditorAction } from '../model/editor-keys.ts'
import { trackName } from '../model/subjects.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { chosenSubject, chosenTrack } from '../session/editor-store.ts'
import { frameMeant } from '../session/frame-meant.ts'
import { FollowButtons } from './follow-buttons.tsx'
import { KeyButton } from './key-button.tsx'
import { StepSlider } from './step-slider.tsx'
import { StyleDropdown } from './style-choice.tsx'

const useStyles = makeStyles({
  title: { margin: 0 },
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, padding: '12px', overflowY: 'auto' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '6px' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
})

const buttons: readonly { readonly action: EditorAction; readonly text: string }[] = [
  { action: { kind: 'begin' }, text: 'Begins here' },
  { action: { kind: 'end' }, text: 'Ends here' },
  { action: { kind: 'copy' }, text: 'Copy to the marked part' },
  { action: { kind: 'previous-key' }, text: 'Previous keyed frame' },
  { action: { kind: 'next-key' }, text: 'Next keyed frame' },
  { action: { kind: 'remove-key' }, text: 'Take this keyed frame away' },
  { action: { kind: 'remove' }, text: 'Remove' },
]

/** How the chosen region is, and from when until when. */
export function RegionPanel({ desk }: { readonly desk: EditorDesk }) {
  const styles = useStyles()
  const { editor, session } = desk
  const frame = useStore(session.store, ({ transport }) => transport.frame)
  const track = useStore(editor.store, (state) => chosenTrack(state, frame))
  const tracks = useStore(editor.store, (state) => chosenSubject(state)?.tracks)
  const writable = useStore(editor.store, (state) => state.writable)
  if (!track)
    return (
      <p className={styles.quiet}>Choose a region on the picture, or draw one: 3 rectangle, 4 ellipse, 5 polygon.</p>
    )
  const change = (changes: TrackChanges): void => {
    editor.do({ kind: 'edit-track', track: track.id, changes })
  }
  return (
    <div className={styles.root}>
      <Subtitle2 as="h3" className={styles.title}>
        {trackName(track)}
      </Subtitle2>
      {tracks && tracks.length > 1 ? (
        <Field label="Track" size="small">
          <Dropdown
            size="small"
            value={trackName(track)}
            selectedOptions={[track.id]}
            onOptionSelect={(_, { optionValue }) => optionValue && editor.set({ track: optionValue })}
          >
            {tracks.map((one) => (
              <Option key={one.id} value={one.id}>
                {trackName(one)}
              </Option>
            ))}
          </Dropdown>
        </Field>
      ) : null}
      <p className={styles.quiet}>
        Frames {track.keys[0]?.frame ?? 0} to {track.untilFrame - 1}, {track.keys.length} keyed. Now at frame{' '}
        {frameMeant(session)}.
      </p>
      <div className={styles.buttons}>
        {buttons.map(({ action, text }) => (
          <KeyButton key={text} {...{ desk, action, text, disabled: !writable && !action.kind.endsWith('-key') }} />
        ))}
      </div>
      <FollowButtons key={track.id} desk={desk} track={track} disabled={!writable} />
      <Looks track={track} disabled={!writable} onChange={change} />
    </div>
  )
}

/** How strong it is made unreadable, against the least that is safe. */
function strengthWords(style: RedactionStyle, strength: number): string {
  if (style === 'solid') return 'Nothing is left to see'
  return strength === 1 ? 'The least that is safe' : `${strength} times the least that is safe`
}

type LooksProps = {
  readonly track: Track
  readonly disabled: boolean
  readonly onChange: (changes: TrackChanges) => void
}

function Looks({ track, disabled, onChange }: LooksProps) {
  const style = track.style ?? 'solid'
  const margin = track.margin ?? defaultMargin(track.class)
  return (
    <>
      <StyleDropdown style={style} disabled={disabled} onChoose={(chosen) => onChange({ style: chosen })} />
      <StepSlider
        label="Strength"
        {...{
          min: 1,
          max: 4,
          step: 0.5,
          value: Math.max(1, track.strength ?? 1),
          disabled: disabled || style === 'solid',
        }}
        shown={(value) => strengthWords(style, value)}
        onTake={(strength) => onChange({ strength })}
      />
      <StepSlider
        label="Margin"
        {...{ min: 0, max: 100, step: 5, value: Math.round(margin * 100), disabled }}
        shown={(value) => `${value} % on each side`}
        onTake={(percent) => onChange({ margin: percent / 100 })}
      />
    </>
  )
}
