import { Button, makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import { memo } from 'react'
import { shownLength } from '../../../ui/dates.ts'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import type { Proposals } from '../session/use-proposals.ts'

const useStyles = makeStyles({
  root: { flexShrink: 0, display: 'flex', flexDirection: 'column', gap: '6px', padding: '0 12px 8px' },
  line: { display: 'flex', gap: '8px', alignItems: 'center', justifyContent: 'space-between', minHeight: '26px' },
  button: { flexShrink: 0, whiteSpace: 'nowrap' },
  words: { fontSize: '12px', color: tokens.colorNeutralForeground2 },
})

function progressWords({ done, proposed, frames, secondsLeft, running }: Proposals): string {
  const counted = `${done.toLocaleString('en-GB')} of ${frames.toLocaleString('en-GB')} frames looked through`
  if (!running && done === 0) return 'Nobody has looked for people and things yet'
  if (!running) return proposed < done ? `${counted}; not all that was found is in yet` : counted
  return secondsLeft === null ? counted : `${counted}, about ${shownLength(secondsLeft)} left`
}

type BarProps = {
  readonly proposals: Proposals
  readonly disabled: boolean
  /** What was left out by whoever had it looked through, in words; null: nothing. */
  readonly lacking: string | null
}

function beginWords(done: number, lacks: boolean): string {
  if (lacks) return 'Look for these too'
  return done === 0 ? 'Look for people' : 'Go on looking'
}

/** How far looking for people and things has come; it can be begun, stopped and gone on with, and done again for what was left out. */
export const ProposalsBar = memo(function ProposalsBar({ proposals, disabled, lacking }: BarProps) {
  const styles = useStyles()
  const { done, proposed, frames, running, failure } = proposals
  const isDone = proposed >= frames
  const lacks = isDone && frames > 0 && lacking !== null && !running
  return (
    <div className={styles.root}>
      {failure === null ? null : <FailureNotice failure={failure} title="People and things were not looked for" />}
      <div className={styles.line}>
        <span className={styles.words} role="status">
          {progressWords(proposals)}
        </span>
        {running ? (
          <Button size="small" className={styles.button} onClick={proposals.stop}>
            Stop looking
          </Button>
        ) : isDone && !lacks ? null : (
          <Button
            size="small"
            className={styles.button}
            appearance={done === 0 || lacks ? 'primary' : 'secondary'}
            disabled={disabled}
            onClick={proposals.begin}
          >
            {beginWords(done, lacks)}
          </Button>
        )}
      </div>
      {lacks ? <span className={styles.words}>{lacking}</span> : null}
      <ProgressBar value={frames === 0 ? 0 : done / frames} thickness="medium" aria-label="Frames looked through" />
    </div>
  )
})
