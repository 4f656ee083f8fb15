import { Field, makeStyles, SpinButton } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { shownClipTime } from '../../player/index.ts'
import type { Stretch } from '../model/stretches.ts'

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

/** However far an edge is moved, only where it is let go counts: one step. */
function EdgeField({ label, sample, sampleRate, disabled, onTake }: EdgeProps) {
  const styles = useStyles()
  const [now, setNow] = useState(sample)
  useEffect(() => setNow(sample), [sample])
  const take = (): void => {
    if (now !== sample) onTake(now)
  }
  return (
    <Field label={label} hint={shownClipTime(now / sampleRate)} size="small" className={styles.edge}>
      <SpinButton
        size="small"
        className={styles.edge}
        value={now}
        step={1}
        stepPage={Math.max(1, Math.round(sampleRate / 100))}
        min={0}
        disabled={disabled}
        onChange={(_, { value, displayValue }) => {
          const given = value ?? Number(displayValue?.trim() || Number.NaN)
          if (Number.isSafeInteger(given)) setNow(given)
        }}
        onKeyUp={take}
        onPointerUp={take}
        onBlur={take}
      />
    </Field>
  )
}
