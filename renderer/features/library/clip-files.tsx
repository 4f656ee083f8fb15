import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { wallDay } from '../../ui/dates.ts'
import { fieldName, shownBytes } from './clip-words.ts'

type Details = OutputOf<'clip.show'>

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
})

/** What is still to be told about a clip, and until when. */
export function ClipTodos({ todos }: Pick<Details, 'todos'>) {
  const styles = useStyles()
  if (todos.length === 0) return null
  return (
    <section className={styles.root}>
      <Subtitle2 as="h3">To do</Subtitle2>
      <ul className={styles.list}>
        {todos.map(({ todo, missing, dueAt, overdue }) => (
          <li key={todo}>
            Fill in {missing.map(fieldName).join(', ')} by {wallDay(dueAt)}
            {overdue ? ': overdue' : ''}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What lies beside a clip: what came with it, and its redacted copies. */
export function ClipFiles({ attachments, copies }: Pick<Details, 'attachments' | 'copies'>) {
  const styles = useStyles()
  if (attachments.length + copies.length === 0) return null
  return (
    <section className={styles.root}>
      <Subtitle2 as="h3">Attachments and copies</Subtitle2>
      <ul className={styles.list}>
        {attachments.map(({ sha256, name, bytes }) => (
          <li key={`${name} ${sha256}`}>
            {name} ({shownBytes(bytes)})
          </li>
        ))}
        {copies.map((copy) => (
          <li key={copy}>Redacted copy {copy}</li>
        ))}
      </ul>
    </section>
  )
}
