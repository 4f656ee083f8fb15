import { Button } from '@fluentui/react-components'
import { importReasonWords } from '../../../contract/wording/record-words.ts'
import type { Permission } from '../../../core/access/permissions.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { Answer } from '../../ui/use-answer.ts'
import { failureSentence } from '../../ui/wording.ts'
import type { Look } from '../player/index.ts'
import type { ClipRecords } from './clip-records.ts'
import type { Outcome } from './clip-view.tsx'
import { OneClip } from './one-clip.tsx'
import { type BesideOthers, type ClipTrouble, SeveralClips } from './several-clips.tsx'

type OpenedProps = {
  readonly records: Answer<readonly ClipRecords[]>
  readonly outcomes: readonly Outcome[]
  readonly permissions: readonly Permission[]
  readonly startFrame: number
  readonly onFrame: (frame: number) => void
  readonly onLook?: (look: Look) => void
  readonly onBack: () => void
  readonly onAgain: () => void
}

type RecordsFor = (clip: string) => ClipRecords | undefined

function Unplayable({ why, onBack }: { readonly why: string; readonly onBack: () => void }) {
  return (
    <EmptyState
      title="This clip cannot be played"
      actions={<Button onClick={onBack}>Its details in the library</Button>}
    >
      It is kept as it came in, but its frames could not be read ({why}). Copy it again from the camera or store, or ask
      for it as MP4, and import that: the clip that is here stays as it is.
    </EmptyState>
  )
}

function problemWords(problem: string | null): string {
  return importReasonWords(problem ?? 'not known')
}

function TheOne({
  outcome,
  of,
  records,
  ...props
}: OpenedProps & { readonly outcome: Outcome; readonly of: ClipRecords }) {
  const { opened } = outcome
  if (!opened.ok) return null
  const { footage, opening, problem } = opened.value
  if (footage === null) return <Unplayable why={problemWords(problem)} onBack={props.onBack} />
  return <OneClip key={opening} records={of} footage={footage} opening={opening} onChanged={records.again} {...props} />
}

/** Why a clip is not among those that play; null where it is. */
function troubleOf({ clip, opened }: Outcome, of: ClipRecords | undefined): ClipTrouble | null {
  const title = of?.title ?? clip
  if (!opened.ok) return { title, words: failureSentence(opened.failure) }
  const { footage, problem } = opened.value
  return footage ? null : { title, words: `It cannot be played: ${problemWords(problem)}.` }
}

function besideOf({ clip, opened }: Outcome, recordsFor: RecordsFor): readonly BesideOthers[] {
  const records = recordsFor(clip)
  return opened.ok && opened.value.footage && records ? [{ records, footage: opened.value.footage }] : []
}

/** What has come of opening clips: a player, players side by side, or why there is none. */
export function OpenedClips(props: OpenedProps) {
  const { records, outcomes, onBack, onAgain } = props
  const recordsFor: RecordsFor = (clip) => records.value?.find((each) => each.clip.clip === clip)
  const [first, second] = outcomes
  if (first && !second) {
    const of = recordsFor(first.clip)
    return of ? <TheOne outcome={first} of={of} {...props} /> : null
  }
  const playable = outcomes.flatMap((outcome) => besideOf(outcome, recordsFor))
  const troubles = outcomes.map((outcome) => troubleOf(outcome, recordsFor(outcome.clip)))
  if (playable.length === 0) return <Unplayable why="none of the clips that were chosen plays" onBack={onBack} />
  return <SeveralClips clips={playable} troubles={troubles.filter((trouble) => trouble !== null)} onAgain={onAgain} />
}
