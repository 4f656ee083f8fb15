import { Dropdown, Field, Option } from '@fluentui/react-components'
import type { RedactionPolicy } from '../../../../core/policy/redaction-policy.ts'
import type { RedactionStyle, Track } from '../../../../core/redaction/project.ts'
import { isWeaker } from '../../../../core/review/decision-gates.ts'
import { meantTracks } from '../model/decisions.ts'
import { inCommon } from '../model/several.ts'
import type { Subject } from '../model/subjects.ts'
import type { GroundChoice } from './reason-field.tsx'

const styleWords: Readonly<Record<RedactionStyle, string>> = { solid: 'Solid', pixelate: 'Pixelated', blur: 'Blurred' }

const styleNames = Object.keys(styleWords) as readonly RedactionStyle[]

type ChoiceProps = {
  readonly style: RedactionStyle | null
  readonly disabled: boolean
  /** What is to be known about it; null: nothing. */
  readonly warning?: string | null
  readonly onChoose: (style: RedactionStyle) => void
}

/** How something is made unreadable. */
export function StyleDropdown({ style, disabled, warning = null, onChoose }: ChoiceProps) {
  return (
    <Field
      label="Style"
      size="small"
      {...(warning === null ? {} : { validationState: 'warning', validationMessage: warning })}
    >
      <Dropdown
        size="small"
        style={{ minWidth: 0 }}
        disabled={disabled}
        value={style === null ? 'Different ones' : styleWords[style]}
        selectedOptions={style === null ? [] : [style]}
        onOptionSelect={(_, { optionValue }) => {
          const chosen = styleNames.find((name) => name === optionValue)
          if (chosen && chosen !== style) onChoose(chosen)
        }}
      >
        {styleNames.map((name) => (
          <Option key={name} value={name}>
            {styleWords[name]}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}

function styleOf(subject: Subject): RedactionStyle | null {
  const styles = new Set(meantTracks(subject).map(({ style = 'solid' }) => style))
  const [only, other] = styles
  return only !== undefined && other === undefined ? only : null
}

type StylesProps = {
  readonly subjects: readonly Subject[]
  readonly policy: Pick<RedactionPolicy, 'classStyles'> & { readonly grounds: readonly GroundChoice[] }
  readonly disabled: boolean
  readonly onChoose: (style: RedactionStyle) => void
}

/** How all that is hidden of them is made unreadable; says where that is less than its class asks. */
export function StyleChoice({ subjects, policy, disabled, onChoose }: StylesProps) {
  const hasGround = ({ reason }: Track) =>
    policy.grounds.some(({ id, uses }) => id === reason && uses.includes('weaker'))
  const isWeak = (track: Track) => isWeaker(track, policy) && !hasGround(track)
  const hidden = subjects.filter(({ decision }) => decision === 'hidden' || decision === 'undecided')
  const warning = hidden.some((subject) => meantTracks(subject).some(isWeak))
    ? 'Less than its class asks: the release wants a ground for that'
    : null
  return <StyleDropdown style={inCommon(subjects, styleOf)} {...{ disabled, warning, onChoose }} />
}
