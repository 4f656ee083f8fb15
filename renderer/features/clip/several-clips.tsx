import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { useMemo, useState } from 'react'
import { useClipRules } from '../../client/clip-rules.tsx'
import { failureSentence } from '../../ui/wording.ts'
import { type ClipFootage, SideBySide } from '../player/index.ts'
import { type ClipRecords, startWith } from './clip-records.ts'
import { keepPairOffset, pairOffsets } from './pair-offsets.ts'
import { preEventOf } from './pre-event.ts'

/** One of several clips: what is kept of it, and its footage. */
export type BesideOthers = { readonly records: ClipRecords; readonly footage: ClipFootage }

/** Something that has to be said about one of the clips. */
export type ClipTrouble = { readonly title: string; readonly words: string }

function idsOf(clips: readonly BesideOthers[]): readonly string[] {
  return clips.map(({ records }) => records.clip.clip)
}

/** Two to four clips at the same recorded time. Offsets that are set here hold for these clips while the window is open. */
export function SeveralClips({
  clips,
  troubles,
  onAgain,
}: {
  readonly clips: readonly BesideOthers[]
  readonly troubles: readonly ClipTrouble[]
  readonly onAgain: () => void
}) {
  const rules = useClipRules()
  const [offsets, setOffsets] = useState(() => pairOffsets(idsOf(clips)))
  const [faults, setFaults] = useState<ReadonlyMap<number, string>>(new Map())
  const shown = useMemo(() => {
    const unknown = startWith(clips.map(({ records }) => records.recorded))
    return clips.map(({ records, footage }) => {
      const recorded = records.recorded ?? unknown
      const title = records.recorded === null ? `${records.title} (recorded time not known)` : records.title
      const offsetSeconds = offsets.get(records.clip.clip) ?? recorded.offsetSeconds
      return {
        ...{ footage, title, recorded: { ...recorded, offsetSeconds } },
        preEventSeconds: preEventOf(records.clip, rules),
      }
    })
  }, [clips, offsets, rules])
  const unknown = clips.filter(({ records }) => records.recorded === null)
  return (
    <>
      {[...troubles, ...[...faults].map(([at, words]) => ({ title: shown[at]?.title ?? '', words }))].map(
        ({ title, words }) => (
          <MessageBar key={`${title} ${words}`} intent="error" layout="multiline" politeness="assertive">
            <MessageBarBody>
              <MessageBarTitle>{title}</MessageBarTitle>
              {words}
            </MessageBarBody>
            <MessageBarActions>
              <Button onClick={onAgain}>Open them again</Button>
            </MessageBarActions>
          </MessageBar>
        ),
      )}
      {unknown.length === 0 ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            Nobody knows when {unknown.map(({ records }) => records.title).join(', ')} began to record: it is put where
            the first of the others begins, and the recorded time shown below it is only that. Set its offset by what
            can be seen.
          </MessageBarBody>
        </MessageBar>
      )}
      <SideBySide
        clips={shown}
        onOffset={(at, offset) => {
          const [ids, clip] = [idsOf(clips), clips[at]?.records.clip.clip]
          if (clip) setOffsets(keepPairOffset(ids, clip, offset))
        }}
        onFault={(at, failure) =>
          setFaults((before) =>
            new Map(before).set(at, failure ? failureSentence(failure) : 'Its footage cannot be read any more.'),
          )
        }
      />
    </>
  )
}
