import { Button, makeStyles, Spinner, Subtitle2, tokens } from '@fluentui/react-components'
import { ArrowLeftRegular } from '@fluentui/react-icons'
import { useCallback, useMemo, useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import { displayName } from '../../../core/intake/display-name.ts'
import { ok } from '../../../core/result.ts'
import { useClient } from '../../client/client-context.tsx'
import type { AskVault, ClipRow } from '../../client/window-client.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { useTask } from '../../ui/use-task.ts'
import { type ClipFootage, Player, type RecordedStart } from '../player/index.ts'
import { ClipView } from './clip-view.tsx'
import { secondsOfFrame } from './frame-seconds.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', height: '100%' },
  heading: {
    display: 'flex',
    gap: tokens.spacingHorizontalM,
    alignItems: 'center',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  body: { flexGrow: 1, minHeight: 0, position: 'relative' },
})

/** Whose wall clocks are shown. */
const zone = 'Europe/London'

/** What the player shows beside the footage. */
type Beside = {
  readonly clip: ClipRow
  readonly offsetSeconds: number
  readonly bookmarks: readonly { readonly id: string; readonly frame: number; readonly note: string }[]
}

async function besideOf(ask: AskVault, clip: string, signal: AbortSignal) {
  const shown = await ask('clip.show', { clip }, { signal })
  if (!shown.ok) return shown
  const clock = await ask('clip.clock', { clip }, { signal })
  if (!clock.ok) return clock
  const list = await ask('bookmark.list', { clip }, { signal })
  if (!list.ok) return list
  const bookmarks = list.value.bookmarks.flatMap(({ bookmark, frame, text }) =>
    frame === null ? [] : [{ id: bookmark, frame, note: text }],
  )
  return ok<Beside>({ clip: shown.value.clip, offsetSeconds: clock.value.seconds, bookmarks })
}

function recordedOf({ clip: { recordedOn }, offsetSeconds }: Beside): RecordedStart | null {
  const startMilliseconds = recordedOn === null ? Number.NaN : Date.parse(recordedOn)
  return Number.isNaN(startMilliseconds) ? null : { startMilliseconds, offsetSeconds, zone }
}

type DeskProps = {
  readonly beside: Beside
  readonly footage: ClipFootage
  readonly mayEdit: boolean
  readonly startFrame: number
  readonly onFrame: (frame: number) => void
  readonly onChanged: () => void
}

/** The player with what is kept of the clip: bookmarks, and how far the camera's clock was off. */
function Desk({ beside, footage, mayEdit, startFrame, onFrame, onChanged }: DeskProps) {
  const { ask } = useClient()
  const task = useTask()
  const [fault, setFault] = useState<Failure | null>(null)
  const [offset, setOffset] = useState<number | null>(null)
  const { clip } = beside.clip
  const recorded = useMemo(() => recordedOf(beside), [beside])
  const put = async (frame: number, note: string): Promise<void> => {
    const at = { clip, bookmark: null, frame, seconds: secondsOfFrame(footage.index, frame), text: note }
    await task.run((signal) => ask('bookmark.put', at, { signal }))
    onChanged()
  }
  const remove = async (bookmark: string): Promise<void> => {
    await task.run((signal) => ask('bookmark.remove', { clip, bookmark }, { signal }))
    onChanged()
  }
  const setClock = async (seconds: number, reason: string): Promise<void> => {
    setOffset(null)
    await task.run((signal) => ask('clip.set-clock', { clip, seconds }, { signal, reason }))
    onChanged()
  }
  const failure = fault ?? task.failure
  return (
    <>
      {failure === null ? null : <FailureNotice failure={failure} />}
      <Player
        footage={footage}
        title={displayName(beside.clip.name)}
        recorded={recorded}
        preEventSeconds={beside.clip.preEventSeconds ?? 0}
        bookmarks={beside.bookmarks}
        startFrame={startFrame}
        onBookmark={(frame, note) => void put(frame, note)}
        onRemoveBookmark={(id) => void remove(id)}
        onShown={(shown) => {
          setFault(null)
          onFrame(shown)
        }}
        onFault={setFault}
        {...(mayEdit ? { onOffset: setOffset } : {})}
      />
      {offset === null ? null : (
        <ReasonDialog
          asked={{
            title: 'The camera’s clock was off',
            explanation: `Recorded times are shown ${Math.abs(offset)} s ${offset < 0 ? 'earlier' : 'later'}. The clip’s own date does not change. Say how you know.`,
            confirm: 'Record the difference',
          }}
          onGiven={(reason) => void setClock(offset, reason)}
          onCancel={() => setOffset(null)}
        />
      )}
    </>
  )
}

/** One clip, opened for a purpose, in the player. */
export function ClipDesk({
  clip,
  mayEdit,
  purpose,
  onPurpose,
  startFrame,
  onFrame,
  onBack,
}: Pick<DeskProps, 'mayEdit' | 'startFrame' | 'onFrame'> & {
  readonly clip: string
  readonly purpose: string | null
  readonly onPurpose: (purpose: string) => void
  readonly onBack: () => void
}) {
  const styles = useStyles()
  const { ask } = useClient()
  const beside = useAnswer(useCallback((signal) => besideOf(ask, clip, signal), [ask, clip]))
  return (
    <div className={styles.root}>
      <div className={styles.heading}>
        <Button appearance="subtle" icon={<ArrowLeftRegular />} onClick={onBack}>
          Library
        </Button>
        <Subtitle2 as="h1" className={styles.name}>
          {displayName(beside.value?.clip.name ?? '')}
        </Subtitle2>
      </div>
      <div className={styles.body}>
        {beside.failure === null ? null : <FailureNotice failure={beside.failure} title="The clip was not opened" />}
        {beside.value === null && beside.failure === null ? <Spinner label="Opening the clip" /> : null}
        {beside.value === null ? null : (
          <ClipView clip={clip} purpose={purpose} onPurpose={onPurpose} onBack={onBack}>
            {(footage) =>
              beside.value ? (
                <Desk
                  beside={beside.value}
                  footage={footage}
                  mayEdit={mayEdit}
                  startFrame={startFrame}
                  onFrame={onFrame}
                  onChanged={beside.again}
                />
              ) : null
            }
          </ClipView>
        )}
      </div>
    </div>
  )
}
