import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { wallMoment } from '../../../ui/dates.ts'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import { Scrolled } from '../../../ui/scrolled.tsx'
import type { Editor } from '../session/editor-store.ts'
import { useStepLines } from '../session/use-step-lines.ts'

const useStyles = makeStyles({
  root: { padding: '0 12px 12px', overflowY: 'auto', outlineOffset: '-2px' },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  step: { padding: '5px 0', borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, overflowWrap: 'anywhere' },
  when: { color: tokens.colorNeutralForeground2, fontSize: '12px' },
})

/** Steps that are shown at first, and with each wish for earlier ones. */
const atOnce = 100

/** Who did what and when, the latest first. */
export function HistoryPanel({ editor }: { readonly editor: Editor }) {
  const styles = useStyles()
  const { lines, failure } = useStepLines(editor)
  const [shown, setShown] = useState(atOnce)
  return (
    <Scrolled className={styles.root} label="Steps">
      {failure === null ? null : <FailureNotice failure={failure} title="The history could not be read" />}
      {lines?.length === 0 ? <p>Nothing has been done yet.</p> : null}
      <ol className={styles.list}>
        {lines?.slice(0, shown).map(({ revision, at, by, words }) => (
          <li key={revision} className={styles.step}>
            <div className={styles.when}>
              {wallMoment(at)} · {by ?? 'the detection'}
            </div>
            {words}
          </li>
        ))}
      </ol>
      {lines && lines.length > shown ? (
        <Button size="small" onClick={() => setShown((before) => before + atOnce)}>
          Earlier steps
        </Button>
      ) : null}
    </Scrolled>
  )
}
