import { Button, makeStyles, Spinner, Subtitle2, tokens } from '@fluentui/react-components'
import { useCallback, useState } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { wallMoment } from '../../ui/dates.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useAnswer } from '../../ui/use-answer.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
})

function Entries({ clip }: { readonly clip: string }) {
  const styles = useStyles()
  const { ask } = useClient()
  const history = useAnswer(useCallback((signal) => ask('history.own-clip', { clip }, { signal }), [ask, clip]))
  if (history.failure !== null) return <FailureNotice failure={history.failure} title="The history was not read" />
  if (history.value === null) return <Spinner size="tiny" label="Reading" />
  return (
    <ol className={styles.list}>
      {history.value.entries.toReversed().map(({ seq, at, user, action, outcome }) => (
        <li key={seq}>
          {wallMoment(at)}: {user ?? 'Occlude'}, {action}
          {outcome === 'done' ? '' : ` (${outcome})`}
        </li>
      ))}
    </ol>
  )
}

/** What was done with a clip, as far as one may see it; asked for only when wanted, since asking is logged. */
export function ClipHistory({ clip }: { readonly clip: string }) {
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  return (
    <section className={styles.root}>
      <Subtitle2 as="h3">History</Subtitle2>
      {open ? (
        <Entries clip={clip} />
      ) : (
        <div>
          <Button size="small" onClick={() => setOpen(true)}>
            Show history
          </Button>
        </div>
      )}
    </section>
  )
}
