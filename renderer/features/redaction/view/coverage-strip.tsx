import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import type { EditorDesk } from '../session/editor-actions.ts'
import type { Review } from '../session/use-review.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '2px' },
  line: { display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: '8px', minHeight: '24px' },
  name: { fontSize: '12px', color: tokens.colorNeutralForeground2 },
  strip: { display: 'block', width: '100%', height: '12px' },
})

type Reviewer = NonNullable<Review['coverage']>['reviewers'][number]

/** Pixels of a strip: enough that a single unseen frame of a long clip is a line that can be seen. */
const stripWidth = 600

function leftWords({ unseen, unheard }: Reviewer, disclosed: number): string {
  const frames = unseen.reduce((sum, [from, until]) => sum + until - from, 0)
  const seen = disclosed === 0 ? 100 : Math.floor(((disclosed - frames) / disclosed) * 100)
  const sound = unheard.some(({ ranges }) => ranges.length > 0)
  return `${seen} % seen${sound ? ', sound to be heard' : ''}`
}

/** What somebody has seen of the clip, and the way to what they have not. */
export function CoverageStrip({
  desk: { session },
  reviewer,
  disclosed,
}: {
  readonly desk: EditorDesk
  readonly reviewer: Reviewer
  readonly disclosed: number
}) {
  const styles = useStyles()
  const canvas = useRef<HTMLCanvasElement>(null)
  const { frames } = session.times
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    context.fillStyle = '#2b8a57'
    context.fillRect(0, 0, stripWidth, 12)
    context.fillStyle = '#a87418'
    for (const [from, until] of reviewer.unseen) {
      const left = (from / frames) * stripWidth
      context.fillRect(left, 0, Math.max(1, (until / frames) * stripWidth - left), 12)
    }
  }, [reviewer, frames])
  const [first] = reviewer.unseen
  const words = leftWords(reviewer, disclosed)
  return (
    <div className={styles.root}>
      <div className={styles.line}>
        <span className={styles.name}>
          {reviewer.own ? 'You' : reviewer.name}: {words}
        </span>
        {reviewer.own && first ? (
          <Button size="small" onClick={() => session.command({ do: 'go-to', frame: first[0] })}>
            First unseen
          </Button>
        ) : null}
      </div>
      <canvas ref={canvas} width={stripWidth} height={12} className={styles.strip} role="img" aria-label={words} />
    </div>
  )
}
