import { Field, makeStyles, SpinButton } from '@fluentui/react-components'
import { type PointerEvent, useRef } from 'react'
import { shownClipTime } from '../../player/index.ts'
import type { Stretch } from '../model/stretches.ts'
import { useDraft } from './use-draft.ts'

const useStyles = makeStyles({ root: { display: 'flex', gap: '8px' }, edge: { minWidth: 0, flex: 1 } })

type EdgesProps = {
  readonly stretch: Pick<Stretch, 'fromSample' | 'untilSample'>
  readonly sampleRate: number
  readonly disabled: boolean
  readonly onTake: (range: readonly [from: number, until: number]) => void
}

/** Where a stretch begins and ends, to the sample: arrow keys move an edge by one, Page Up and Page Down by ten milliseconds. */
export function EdgeFields({ stretch: { fromSample, untilSample }, onTake, ...rest }: EdgesProps) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <EdgeField
        label="From sample"
        sample={fromSample}
        onTake={(sample) => onTake([Math.min(sample, untilSample - 1), untilSample])}
        {...rest}
      />
      <EdgeField
        label="Until sample"
        sample={untilSample}
        onTake={(sample) => onTake([fromSample, Math.max(sample, fromSample + 1)])}
        {...rest}
      />
    </div>
  )
}

type EdgeProps = Pick<EdgesProps, 'sampleRate' | 'disabled'> & {
  readonly label: string
  readonly sample: number
  readonly onTake: (sample: number) => void
}

/** Keys that move an edge, or take over what was typed; only where one is let go counts. */
const steppingKeys: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'Enter'])

/** However far an edge is moved, only where it is let go counts: one step. */
function EdgeField({ label, sample, sampleRate, disabled, onTake }: EdgeProps) {
  const styles = useStyles()
  const { written, write, give } = useDraft(sample, (given) => {
    if (given !== sample) onTake(given)
  })
  const field = useRef<HTMLInputElement>(null)
  const arrow = {
    // What was typed is given first: the arrow would go on from what was there before it.
    onPointerDown: () => field.current?.blur(),
    onPointerUp: give,
    // Pressed, and let go elsewhere: it steps no further.
    onPointerLeave: ({ buttons }: PointerEvent) => {
      if (buttons !== 0) give()
    },
  }
  return (
    <Field label={label} hint={shownClipTime(written / sampleRate)} size="small" className={styles.edge}>
      <SpinButton
        ref={(input: HTMLInputElement | null) => {
          field.current = input
        }}
        size="small"
        className={styles.edge}
        value={written}
        step={1}
        stepPage={Math.max(1, Math.round(sampleRate / 100))}
        min={0}
        disabled={disabled}
        // What is typed is told here at each key; the field itself tells it only after it was left.
        input={{ onChange: ({ currentTarget }) => write(sampleIn(currentTarget.value)) }}
        onChange={(_, { value }) => {
          if (typeof value === 'number') write(value)
        }}
        onKeyDown={({ key }) => {
          if (key === 'Escape') write(null)
        }}
        onKeyUp={({ key }) => {
          if (steppingKeys.has(key)) give()
        }}
        onBlur={give}
        incrementButton={arrow}
        decrementButton={arrow}
      />
    </Field>
  )
}

/** The sample that somebody typed; null for what is none. */
function sampleIn(text: string): number | null {
  const sample = Number(text.trim() || Number.NaN)
  return Number.isSafeInteger(sample) ? sample : null
}
