import { Button, Caption1, makeStyles, Spinner, Subtitle2, tokens } from '@fluentui/react-components'
import { ArrowLeftRegular } from '@fluentui/react-icons'
import { type ReactNode, useCallback, useRef } from 'react'
import type { Permission } from '../../../core/access/permissions.ts'
import { ok, type Result } from '../../../core/result.ts'
import { useClient } from '../../client/client-context.tsx'
import type { AskVault } from '../../client/window-client.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import type { Look } from '../player/index.ts'
import { type ClipRecords, recordsOf } from './clip-records.ts'
import { ClipView, type Outcome } from './clip-view.tsx'
import { damageWords } from './damage-words.ts'
import { OpenedClips } from './opened-clips.tsx'
import { useEscape } from './use-escape.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', height: '100%', overflowY: 'auto' },
  heading: {
    display: 'flex',
    flexShrink: 0,
    gap: tokens.spacingHorizontalM,
    alignItems: 'center',
    padding: `0 ${tokens.spacingHorizontalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  tools: { marginInlineStart: 'auto', flexShrink: 0 },
  damage: { flexShrink: 0, color: tokens.colorStatusDangerForeground1 },
  body: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minHeight: 0,
    position: 'relative',
    '& > *': { flexShrink: 0 },
    // What shows the footage takes the room that notices leave, and keeps enough to be used.
    '& > :last-child': { flexGrow: 1, flexShrink: 1 },
  },
})

/** Most clips that are watched beside each other. */
const mostBeside = 4

async function allRecords(
  ask: AskVault,
  clips: readonly string[],
  signal: AbortSignal,
): Promise<Result<readonly ClipRecords[]>> {
  const all: ClipRecords[] = []
  for (const answered of await Promise.all(clips.map((clip) => recordsOf(ask, clip, signal)))) {
    if (!answered.ok) return answered
    all.push(answered.value)
  }
  return ok(all)
}

type DeskProps = {
  /** One, or two to four that are watched beside each other. */
  readonly clips: readonly string[]
  readonly permissions: readonly Permission[]
  readonly purpose: string | null
  readonly onPurpose: (purpose: string) => void
  readonly startFrame: number
  readonly onFrame: (frame: number) => void
  /** How somebody looks at the picture of the one clip that is open. */
  readonly onLook?: (look: Look) => void
  readonly onBack: () => void
  /** Beside the clip's name. */
  readonly tools?: ReactNode
}

/** What is said of damage, of the one clip that is open. */
function damageOf(outcomes: readonly Outcome[]): string {
  const [first, second] = outcomes
  return first?.opened.ok && !second && first.opened.value.footage ? damageWords(first.opened.value.footage.index) : ''
}

/** Clips, opened for a purpose: one in the player, or several side by side. */
export function ClipDesk({ clips: asked, purpose, onPurpose, startFrame, onFrame, tools, ...desk }: DeskProps) {
  const styles = useStyles()
  const { ask } = useClient()
  const { onBack } = desk
  const clips = asked.slice(0, mostBeside)
  const which = clips.join()
  const records = useAnswer(useCallback((signal) => allRecords(ask, which.split(','), signal), [ask, which]))
  // Where somebody was, for a clip that is opened again.
  const lastFrame = useRef(startFrame)
  useEscape(onBack)
  const name = records.value?.map(({ title }) => title).join(' · ') ?? ''
  return (
    <div className={styles.root}>
      <ClipHeading name={name} onBack={onBack} tools={tools} />
      <div className={styles.body}>
        {records.failure === null ? null : <FailureNotice failure={records.failure} title="The clip was not opened" />}
        {records.value === null && records.failure === null ? <Spinner label="Opening the clip" /> : null}
        {records.value === null ? null : (
          <ClipView clips={clips} purpose={purpose} onPurpose={onPurpose} onBack={onBack}>
            {(outcomes, onAgain) => (
              <>
                <Damage words={damageOf(outcomes)} />
                <OpenedClips
                  {...{ records, outcomes, onAgain }}
                  startFrame={lastFrame.current}
                  onFrame={(frame) => {
                    lastFrame.current = frame
                    onFrame(frame)
                  }}
                  {...desk}
                />
              </>
            )}
          </ClipView>
        )}
      </div>
    </div>
  )
}

function Damage({ words }: { readonly words: string }) {
  const styles = useStyles()
  if (words === '') return null
  return (
    <Caption1 className={styles.damage} role="status">
      Of this clip {words}. What is left is shown; gaps are told at their place.
    </Caption1>
  )
}

function ClipHeading({ name, onBack, tools }: { readonly name: string } & Pick<DeskProps, 'onBack' | 'tools'>) {
  const styles = useStyles()
  return (
    <div className={styles.heading}>
      <Button appearance="subtle" icon={<ArrowLeftRegular />} onClick={onBack} title="Back to the library (Esc)">
        Library
      </Button>
      <Subtitle2 as="h1" className={styles.name} title={name}>
        {name}
      </Subtitle2>
      {tools ? <div className={styles.tools}>{tools}</div> : null}
    </div>
  )
}
