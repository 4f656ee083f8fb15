import { Dropdown, Field, Option } from '@fluentui/react-components'
import { useStore } from 'zustand'
import { personExtents } from '../../../../core/detection/detection.ts'
import { extentIncludes } from '../../../../core/detection/extent.ts'
import type { RedactionProject } from '../../../../core/redaction/project.ts'
import { leastExtent } from '../model/extent-commands.ts'
import { capital, extentWords } from '../model/extent-words.ts'
import { inCommon } from '../model/several.ts'
import { extentName, isSomebody, type Subject } from '../model/subjects.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { hideChosenTo } from '../session/hide-further.ts'

type ExtentProps = { readonly desk: EditorDesk; readonly subjects: readonly Subject[]; readonly disabled: boolean }

/** What is to be known about each of them, with a name where they are several. */
function wordsOf(subjects: readonly Subject[], project: RedactionProject): string | null {
  const lines = subjects.flatMap((one) => {
    const words = extentWords(one, project)
    return words === null ? [] : [subjects.length > 1 ? `${one.name}: ${words}` : words]
  })
  return lines.length === 0 ? null : lines.join('. ')
}

/** How much of somebody is hidden, and where that was not found. Less than is hidden of everybody cannot be chosen. */
export function ExtentChoice({ desk: { editor }, subjects, disabled }: ExtentProps) {
  const project = useStore(editor.store, ({ queue }) => queue.edited.project)
  const least = leastExtent(project)
  const persons = subjects.filter(isSomebody)
  const extent = inCommon(persons, ({ asked }) => asked?.extent ?? least)
  const words = wordsOf(persons, project)
  return (
    <Field
      label="How much is hidden"
      title="Shift + H hides more of a person"
      size="small"
      {...(words === null ? {} : { validationState: 'warning', validationMessage: words })}
    >
      <Dropdown
        size="small"
        style={{ minWidth: 0 }}
        disabled={disabled}
        value={extent === null ? 'Different parts' : capital(extentName(extent))}
        selectedOptions={extent === null ? [] : [extent]}
        onOptionSelect={(_, { optionValue }) => {
          const chosen = personExtents.find((one) => one === optionValue)
          if (chosen) hideChosenTo(editor, chosen)
        }}
      >
        {personExtents.map((one) => {
          const isLess = one !== least && extentIncludes(least, one)
          const name = capital(extentName(one))
          const text = isLess ? `${name} alone: less than is hidden of everybody` : name
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
