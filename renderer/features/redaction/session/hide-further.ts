import { personExtents } from '../../../../core/detection/detection.ts'
import { hideTo, leastExtent } from '../model/extent-commands.ts'
import { isSomebody } from '../model/subjects.ts'
import { chosenSubject, type Editor } from './editor-store.ts'

/** Hides the next greater part of whoever is chosen; after the whole body as much as of everybody again. */
export function hideFurther(editor: Editor): void {
  const subject = chosenSubject(editor.state)
  const { project } = editor
  if (!subject || !isSomebody(subject) || subject.decision === 'ignored') {
    editor.set({ said: 'More or less can be hidden of a person only' })
    return
  }
  const least = leastExtent(project)
  const at = personExtents.indexOf(subject.asked?.extent ?? least)
  editor.do(hideTo(subject, personExtents[at + 1] ?? least, project))
}
