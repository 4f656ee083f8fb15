import { Dropdown, Field, Option } from '@fluentui/react-components'
import { useStore } from 'zustand'
import { personExtents } from '../../../../core/detection/detection.ts'
import { extentIncludes } from '../../../../core/detection/extent.ts'
import { hideTo, leastExtent } from '../model/extent-commands.ts'
import { extentWords } from '../model/extent-words.ts'
import { extentName, type Subject } from '../model/subjects.ts'
import type { EditorDesk } from '../session/editor-actions.ts'

type ExtentProps = { readonly desk: EditorDesk; readonly subject: Subject; readonly disabled: boolean }

/** How much of somebody is hidden, and where that was not found. Less than is hidden of everybody cannot be chosen. */
export function ExtentChoice({ desk: { editor }, subject, disabled }: ExtentProps) {
  const project = useStore(editor.store, ({ queue }) => queue.edited.project)
  const least = leastExtent(project)
  const extent = subject.asked?.extent ?? least
  const words = extentWords(subject, project)
  return (
    <Field
      label="Hide of this person (Shift + H)"
      size="small"
      {...(words === null ? {} : { validationState: 'warning', validationMessage: words })}
    >
      <Dropdown
        size="small"
        disabled={disabled}
        value={extentName(extent)}
        selectedOptions={[extent]}
        onOptionSelect={(_, { optionValue }) => {
          const chosen = personExtents.find((one) => one === optionValue)
          if (chosen) editor.do(hideTo(subject, chosen, project))
        }}
      >
        {personExtents.map((one) => {
          const isLess = one !== least && extentIncludes(least, one)
          const text = isLess ? `${extentName(one)} alone: less than is hidden of everybody` : extentName(one)
          return (
            <Option key={one} value={one} text={text} disabled={isLess}>
              {text}
            </Option>
          )
        })}
      </Dropdown>
    </Field>
  )
}
