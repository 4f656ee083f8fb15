import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Failure } from '../../core/failure.ts'
import { failureSentence } from './wording.ts'

const useStyles = makeStyles({
  // Several steps in a narrow panel.
  actions: { flexWrap: 'wrap', rowGap: '4px', '& button': { whiteSpace: 'nowrap' } },
})

/** Says what happened, what is safe and what to do next; `actions` are the next steps that the window itself can take. */
export function FailureNotice({
  failure,
  title = 'This did not work',
  actions,
}: {
  readonly failure: Failure
  readonly title?: string
  readonly actions?: ReactNode
}) {
  const styles = useStyles()
  return (
    <MessageBar intent="error" layout="multiline" politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {failureSentence(failure)}
      </MessageBarBody>
      {actions === undefined ? null : <MessageBarActions className={styles.actions}>{actions}</MessageBarActions>}
    </MessageBar>
  )
}
