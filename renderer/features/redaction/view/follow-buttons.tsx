import { Button, makeStyles, Spinner } from '@fluentui/react-components'
import { useState } from 'react'
import type { Track } from '../../../../core/redaction/project.ts'
import { coversFrame } from '../../../../core/redaction/track-region.ts'
import { type FrameIndex, frameIndex } from '../../../../core/time.ts'
import { useClient } from '../../../client/client-context.tsx'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import { useTask } from '../../../ui/use-task.ts'
import { type Direction, followedFrom, putFollowed } from '../model/follow-commands.ts'
import { type LostEnd, lostEnds } from '../model/lost-ends.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { frameMeant } from '../session/frame-meant.ts'

const useStyles = makeStyles({ root: { display: 'flex', flexWrap: 'wrap', gap: '6px', alignItems: 'center' } })

const ways: readonly { readonly text: string; readonly directions: readonly Direction[] }[] = [
  { text: 'Follow forward', directions: ['forward'] },
  { text: 'Follow backward', directions: ['backward'] },
  { text: 'Both ways', directions: ['forward', 'backward'] },
]

const stopWords: Readonly<Record<string, string>> = {
  'asked-end': 'to where it was asked',
  'clip-end': 'to the end of the clip',
  'left-picture': 'until it left the picture',
  lost: 'until it was lost',
  'scene-cut': 'to a cut',
  undecodable: 'to a frame that has no picture',
}

/** Follows what is under a region through the clip, from this frame on; what was found is one step. */
export function FollowButtons({ desk, track, disabled }: { desk: EditorDesk; track: Track; disabled: boolean }) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const { editor, session } = desk
  const [lost, setLost] = useState<readonly LostEnd[]>([])
  const follow = async (directions: readonly Direction[], frame: FrameIndex): Promise<void> => {
    const region = followedFrom(track, frame)
    if (!region) return editor.set({ said: 'The region is not there at this frame' })
    const { clip, redaction, purpose: reason } = editor.opened
    const asked = { clip, redaction, region, directions: [...directions], from: null, until: null, backTo: 0 }
    const found = await task.run((signal) => ask('redaction.follow', asked, { signal, reason }))
    if (!found?.ok) return
    editor.do(putFollowed(editor.project, track.id, { region: found.value.region, frame, directions }))
    const ends = found.value.stops.map(
      ({ reason: why, lastCovered }) => `${stopWords[why] ?? why} (frame ${lastCovered})`,
    )
    const stays = found.value.stops.some(({ direction, lastCovered }) =>
      coversFrame(track, lastCovered + (direction === 'forward' ? 1 : -1)),
    )
    const said = `Followed ${ends.join(', and ')}${stays ? '. Past that it stays where it was' : ''}`
    editor.set({ said })
    const failed = lostEnds([], directions, found.value.stops)
    setLost((before) => lostEnds(before, directions, found.value.stops))
    if (failed[0]) session.command({ do: 'go-to', frame: failed[0].frame })
  }
  return (
    <div className={styles.root}>
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="It was not followed" />}
      {ways.map(({ text, directions }) => (
        <Button
          key={text}
          size="small"
          disabled={disabled || task.running}
          onClick={() => void follow(directions, frameMeant(session))}
        >
          {text}
        </Button>
      ))}
      {lost.map(({ direction, frame }) => (
        <Button
          key={direction}
          size="small"
          disabled={disabled || task.running || !coversFrame(track, frame)}
          title="From where it failed, as the region is there by now"
          onClick={() => void follow([direction], frameIndex(frame))}
        >
          Follow on {direction} from frame {frame}
        </Button>
      ))}
      {task.running ? (
        <>
          <Spinner size="tiny" label="Following" />
          <Button size="small" onClick={task.cancel}>
            Stop
          </Button>
        </>
      ) : null}
    </div>
  )
}
