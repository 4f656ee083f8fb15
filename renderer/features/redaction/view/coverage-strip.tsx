import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import { leftWords, unheardSeconds } from '../model/coverage-words.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import type { Review } from '../session/use-review.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '2px' },
  line: { display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: '8px', minHeight: '24px' },
  first: { flexShrink: 0, whiteSpace: 'nowrap' },
  name: { fontSize: '12px', color: tokens.colorNeutralForeground2 },
  strip: { display: 'block', width: '100%', height: '18px' },
})

type Reviewer = NonNullable<Review['coverage']>['reviewers'][number]

/** Pixels of a strip: enough that a single unseen frame of a long clip is a line that can be seen. */
const stripWidth = 600

/** Heights of what is seen and of what is heard, and of the line between. */
const [seenHeight, between, heardHeight] = [10, 2, 6]
const stripHeight = seenHeight + between + heardHeight

/** What somebody has seen of the clip and, under it, heard; and the way to what they have not. */
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
  const { frames, endSeconds } = session.times
  const { audio } = session.footage.index
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const mark = ([from, until]: readonly [number, number], most: number, [top, height]: readonly [number, number]) => {
      const left = (from / most) * stripWidth
      context.fillRect(left, top, Math.max(1, (until / most) * stripWidth - left), height)
    }
    context.clearRect(0, 0, stripWidth, stripHeight)
    context.fillStyle = '#2b8a57'
    context.fillRect(0, 0, stripWidth, seenHeight)
    context.fillRect(0, seenHeight + between, stripWidth, heardHeight)
    context.fillStyle = '#a87418'
    for (const range of reviewer.unseen) mark(range, frames, [0, seenHeight])
    for (const range of unheardSeconds(reviewer, audio)) mark(range, endSeconds, [seenHeight + between, heardHeight])
  }, [reviewer, frames, endSeconds, audio])
  const [first] = reviewer.unseen
  const words = leftWords(reviewer, disclosed, audio)
  return (
    <div className={styles.root}>
      <div className={styles.line}>
        <span className={styles.name}>
          {reviewer.own ? 'You' : reviewer.name}: {words}
        </span>
        {reviewer.own && first ? (
          <Button
            size="small"
            className={styles.first}
            onClick={() => session.command({ do: 'go-to', frame: first[0] })}
          >
            First unseen
          </Button>
        ) : null}
      </div>
      <canvas
        ref={canvas}
        width={stripWidth}
        height={stripHeight}
        className={styles.strip}
        role="img"
        aria-label={words}
      />
    </div>
  )
}
