import { Button, makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import { shownLength } from '../../../ui/dates.ts'
import type { CopyState, CopyWork } from '../session/copy-work.ts'

const useStyles = makeStyles({ quiet: { margin: 0, color: tokens.colorNeutralForeground2 } })

function comeWords({ progress: { stage, done, total }, seconds }: NonNullable<CopyState['come']>): string {
  const doing = stage === 'verify' ? 'Checking it' : stage === 'render' ? 'Making it' : 'Reading the clip'
  const left = done > 0 ? (seconds / done) * (total - done) : null
  return `${doing}: ${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}${left === null ? '' : `, about ${shownLength(left)} left`}`
}

type ProgressProps = {
  readonly copying: CopyWork
  readonly state: Pick<CopyState, 'come' | 'waits'>
  /** That it is under way: `The copy is being made`. */
  readonly words: string
}

/** How far a copy that is made, or tried, has come; and the way to stop it. */
export function CopyProgress({ copying, state: { come, waits }, words }: ProgressProps) {
  const styles = useStyles()
  return (
    <>
      <ProgressBar
        aria-label={words}
        {...(come ? { value: come.progress.done / Math.max(1, come.progress.total) } : {})}
      />
      <p className={styles.quiet} role="status">
        {waits ? 'It waits until another copy is made' : come ? comeWords(come) : words}
      </p>
      <p className={styles.quiet}>
        {waits
          ? 'It begins by itself, also once you have left this redaction. Locking or signing out gives it up.'
          : 'It goes on when you leave this redaction; the bar at the bottom shows it.'}
      </p>
      <Button size="small" onClick={() => copying.cancel()}>
        Cancel
      </Button>
    </>
  )
}
