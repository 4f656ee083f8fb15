import { type PersonExtent, personExtents } from '../../../../core/detection/detection.ts'
import { hideTo, leastExtent } from '../model/extent-commands.ts'
import { together } from '../model/several.ts'
import { isSomebody } from '../model/subjects.ts'
import { chosenSubjects, type Editor } from './editor-store.ts'

/** Hides so much of everybody who is chosen, as one step. */
export function hideChosenTo(editor: Editor, extent: PersonExtent): void {
  const persons = chosenSubjects(editor.state).filter((one) => isSomebody(one) && one.decision !== 'ignored')
  editor.do(together(persons.map((one) => hideTo(one, extent, editor.project))))
}

/** Hides the next greater part of whoever is chosen; after the whole body as much as of everybody again. */
export function hideFurther(editor: Editor): void {
  const subject = chosenSubjects(editor.state).find((one) => isSomebody(one) && one.decision !== 'ignored')
  if (!subject) {
    editor.set({ said: 'More or less can be hidden of a person only' })
    return
  }
  const least = leastExtent(editor.project)
  const at = personExtents.indexOf(subject.asked?.extent ?? least)
  hideChosenTo(editor, personExtents[at + 1] ?? least)
}
