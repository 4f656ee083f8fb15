import { Field, Slider } from '@fluentui/react-components'
import { useEffect, useState } from 'react'

type SliderProps = {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly step: number
  readonly value: number
  readonly disabled: boolean
  readonly shown: (value: number) => string
  readonly onTake: (value: number) => void
}

/** A slider of which only where it is let go counts: one step, however far it was moved. */
export function StepSlider({ label, value, disabled, shown, onTake, ...range }: SliderProps) {
  const [now, setNow] = useState(value)
  useEffect(() => setNow(value), [value])
  const take = (): void => {
    if (now !== value) onTake(now)
  }
  return (
    <Field label={label} hint={shown(now)} size="small">
      <Slider
        size="small"
        {...range}
        value={now}
        disabled={disabled}
        onChange={(_, data) => setNow(data.value)}
        onPointerUp={take}
        onKeyUp={take}
        onBlur={take}
      />
    </Field>
  )
}
