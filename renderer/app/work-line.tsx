import { Button, makeStyles, tokens } from '@fluentui/react-components'
import type { WorkEvent } from '../client/window-client.ts'
import { farWords, workName } from './work-words.ts'

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, fontVariantNumeric: 'tabular-nums' },
  button: { minWidth: 'auto', minHeight: 'auto', paddingBlock: 0, fontSize: 'inherit', lineHeight: '20px' },
  failed: { color: tokens.colorStatusDangerForeground1 },
})

type LineProps = {
  readonly work: readonly WorkEvent[]
  readonly onStop: (work: string) => void
  readonly onSeen: (work: string) => void
}

/** What runs, how far it is and how long it takes yet: the oldest, and how many there are beside it. What has failed stays until read. */
export function WorkLine({ work, onStop, onSeen }: LineProps) {
  const styles = useStyles()
  const first = work.find(({ state }) => state === 'failed') ?? work[0]
  if (!first) return null
  const isRunning = first.state === 'running'
  const name = isRunning ? workName(first) : `${workName(first)} has stopped before its end. It is tried again later.`
  return (
    <span className={styles.root}>
      <span role="status" className={isRunning ? undefined : styles.failed}>
        {name}
      </span>
      {isRunning ? <span>{farWords(first)}</span> : null}
      <Button
        className={styles.button}
        appearance="outline"
        size="small"
        aria-label={isRunning ? `Stop: ${name}` : 'Understood'}
        onClick={() => (isRunning ? onStop(first.work) : onSeen(first.work))}
      >
        {isRunning ? 'Stop' : 'Understood'}
      </Button>
      {work.length > 1 ? <span>and {work.length - 1} more</span> : null}
    </span>
  )
}
