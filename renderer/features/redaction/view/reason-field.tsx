import { Combobox, Field, Option } from '@fluentui/react-components'
import { type Ref, useState } from 'react'
import type { GroundUse } from '../../../../core/policy/redaction-policy.ts'
import { leaveField } from './leave-field.ts'
import { useDraft } from './use-draft.ts'

/** Why something may be hidden or kept, and for which of these: what is written down, and what people read. */
export type GroundChoice = { readonly id: string; readonly title: string; readonly uses: readonly GroundUse[] }

type ReasonProps = {
  readonly label: string
  readonly reason: string | null
  readonly grounds: readonly GroundChoice[]
  /** Said while none of the grounds is given; null: none is needed. */
  readonly missing: string | null
  /** Stands in the empty field. */
  readonly empty?: string
  readonly disabled: boolean
  readonly onGive: (reason: string) => void
  readonly field?: Ref<HTMLInputElement>
}

/** The grounds that can be given for any of these. */
export function groundsFor(grounds: readonly GroundChoice[], ...asked: readonly GroundUse[]): readonly GroundChoice[] {
  return grounds.filter(({ uses }) => asked.some((use) => uses.includes(use)))
}

/** What people read of a reason. */
function groundTitle(reason: string, grounds: readonly GroundChoice[]): string {
  return grounds.find(({ id }) => id === reason)?.title ?? reason
}

/**
 * One of the force's grounds, or words of one's own. It is taken over on Enter, by choosing, and on leaving the field. Needs a key of what
 * the ground is for where that changes in place.
 */
export function ReasonField({ label, reason, grounds, missing, empty = '', disabled, onGive, field }: ReasonProps) {
  const isGround = grounds.some(({ id }) => id === reason)
  const shown = reason === null ? '' : groundTitle(reason, grounds)
  const take = (text: string): void => {
    const given = grounds.find(({ title }) => title === text)?.id ?? text.trim()
    if (given !== (reason ?? '')) onGive(given)
  }
  const { written, write, give } = useDraft(shown, take)
  const [isOpen, setOpen] = useState(false)
  return (
    <Field
      label={label}
      size="small"
      {...(missing !== null && !isGround ? { validationState: 'warning', validationMessage: missing } : {})}
    >
      <Combobox
        freeform
        size="small"
        disabled={disabled}
        value={written}
        placeholder={empty}
        input={field ? { ref: field } : {}}
        open={isOpen}
        // Enter gives what is written and leaves: a list that it opened would stay behind over the panel.
        onOpenChange={(event, { open }) => setOpen(open && !('key' in event && event.key === 'Enter'))}
        onChange={(event) => write(event.target.value)}
        onOptionSelect={(_, { optionText }) => {
          write(null)
          take(optionText ?? '')
        }}
        onBlur={give}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          give()
          leaveField(event.currentTarget)
        }}
      >
        {grounds.map(({ id, title }) => (
          <Option key={id} value={id}>
            {title}
          </Option>
        ))}
      </Combobox>
    </Field>
  )
}
