import { makeStyles } from '@fluentui/react-components'
import type { CoverageStrip } from '../model/coverage-lanes.ts'
import { headHeight, laneHeight, nameWidth } from '../preview/paint-lanes.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { goToNextOpen, goToUnseen } from '../session/unseen-frames.ts'
import { useIsOfNow } from '../session/use-is-of-now.ts'

const useStyles = makeStyles({
  button: {
    position: 'absolute',
    left: 0,
    width: `${nameWidth}px`,
    height: `${laneHeight}px`,
    padding: 0,
    border: 'none',
    backgroundColor: 'transparent',
    cursor: 'pointer',
    outlineOffset: '-2px',
    // What is come to by keys is not left under the lane of what is disclosed.
    scrollMarginTop: `${headHeight}px`,
  },
})

function isLeft({ unseen, unheard }: CoverageStrip): boolean {
  return unseen.length + unheard.length > 0
}

/** The names of reviewers in the timeline, which is painted: a press goes to the next stretch that they have still to see or hear. */
export function CoverageButtons({
  desk,
  strips,
}: {
  readonly desk: Pick<EditorDesk, 'editor' | 'session'>
  readonly strips: readonly CoverageStrip[]
}) {
  const styles = useStyles()
  const isOfNow = useIsOfNow(desk.editor)
  const wordsOf = ({ words }: CoverageStrip): string => (isOfNow ? words : `${words}, as before the last edit`)
  // What is one's own is read first, as by key.
  const go = (strip: CoverageStrip): void =>
    strip.own && !isOfNow ? goToUnseen(desk, 'own') : goToNextOpen(desk, strip)
  return strips.map((strip, at) => (
    <button
      key={strip.key}
      type="button"
      className={styles.button}
      style={{ top: `${headHeight + (at + 1) * laneHeight}px` }}
      aria-label={isLeft(strip) ? `${wordsOf(strip)}. Go to the next of it` : wordsOf(strip)}
      title={wordsOf(strip)}
      onClick={() => go(strip)}
    />
  ))
}
