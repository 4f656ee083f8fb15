import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  Subtitle2,
  tokens,
} from '@fluentui/react-components'
import { EditRegular, HighlightRegular, PlayRegular } from '@fluentui/react-icons'
import { useCallback, useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import type { Permission } from '../../../core/access/permissions.ts'
import { displayName } from '../../../core/intake/display-name.ts'
import { useClient } from '../../client/client-context.tsx'
import { type ClipRules, useClipRules } from '../../client/clip-rules.tsx'
import type { ClipRow } from '../../client/window-client.ts'
import { shownLength, wallDay, wallMoment } from '../../ui/dates.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { useTask } from '../../ui/use-task.ts'
import { ClipAccess } from './clip-access.tsx'
import { ClipFiles, ClipTodos } from './clip-files.tsx'
import { ClipHistory } from './clip-history.tsx'
import { ClipHolds } from './clip-holds.tsx'
import { ClipSource } from './clip-source.tsx'
import { fieldName, indexWords, missingWords, retentionWords } from './clip-words.ts'
import { EditFields, type Undo } from './edit-fields.tsx'
import { type EditableField, editableFields, isRequired } from './editable-fields.ts'
import { panelShape } from './panel-shape.ts'

const useStyles = makeStyles({
  root: panelShape,
  name: { overflowWrap: 'anywhere' },
  // Seen from wherever in the panel something was changed.
  said: { position: 'sticky', top: 0, zIndex: 1 },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

const sourceWords: Readonly<Record<ClipRow['atSource'], string>> = {
  held: 'Held at source',
  'not-held-at-source': 'Not held at source: somebody has to do there what was done here',
  'no-source': 'No store of record is known',
  'not-needed': 'Nothing to be done there',
}

function shownName(field: EditableField, rules: ClipRules): string {
  return isRequired(field, rules) ? `${fieldName(field)} (required)` : fieldName(field)
}

function shownField(clip: ClipRow, field: EditableField, rules: ClipRules): string {
  if (field === 'recordedOn') return wallMoment(clip.recordedOn)
  if (field === 'preEventSeconds' && clip.preEventSeconds === null && clip.kind === 'clip')
    return `${rules.preEventSeconds} by the policy`
  return displayName(String(clip[field] ?? '–'))
}

function Facts({ clip }: { readonly clip: ClipRow }) {
  const styles = useStyles()
  const rules = useClipRules()
  const facts: readonly (readonly [string, string])[] = [
    ...editableFields.map((field) => [shownName(field, rules), shownField(clip, field, rules)] as const),
    [
      'length',
      `${shownLength(clip.seconds)}${clip.frames === null ? '' : `, ${clip.frames.toLocaleString('en-GB')} frames`}`,
    ],
    ['imported', wallDay(clip.importedAt)],
    ['retention', `${retentionWords(clip, Date.now())} (${clip.retention.rule})`],
    ['store of record', sourceWords[clip.atSource]],
    ['clip', clip.clip],
    ['sha256', clip.sha256],
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What the list does not know of a clip. */
function More({
  details,
  permissions,
  onChanged,
}: {
  readonly details: OutputOf<'clip.show'>
  readonly permissions: readonly Permission[]
  readonly onChanged: () => void
}) {
  const mayHold = permissions.includes('hold')
  const { clip } = details.clip
  return (
    <>
      <ClipTodos todos={details.todos} />
      <ClipHolds clip={clip} holds={details.holds} mayHold={mayHold} onChanged={onChanged} />
      <ClipSource
        clip={clip}
        details={details}
        mayEdit={permissions.includes('clip.edit')}
        mayConfirm={mayHold}
        onChanged={onChanged}
      />
      <ClipFiles attachments={details.attachments} copies={details.copies} />
    </>
  )
}

type DetailsProps = {
  readonly clip: ClipRow
  readonly permissions: readonly Permission[]
  readonly onOpen: () => void
  readonly onRedact: () => void
  readonly onChanged: (clip: ClipRow) => void
}

/** What may be done with the clip; `onEdit` null: it is being done. */
function Actions({
  permissions,
  onOpen,
  onRedact,
  onEdit,
}: Pick<DetailsProps, 'permissions' | 'onOpen' | 'onRedact'> & { readonly onEdit: (() => void) | null }) {
  const styles = useStyles()
  return (
    <div className={styles.actions}>
      {permissions.includes('clip.view') ? (
        <Button appearance="primary" icon={<PlayRegular />} onClick={onOpen}>
          Open
        </Button>
      ) : null}
      {permissions.includes('redact') ? (
        <Button icon={<HighlightRegular />} onClick={onRedact}>
          Redact
        </Button>
      ) : null}
      {permissions.includes('clip.edit') && onEdit ? (
        <Button icon={<EditRegular />} onClick={onEdit}>
          Edit
        </Button>
      ) : null}
    </div>
  )
}

/** What is known of one clip, and what may be done with it. */
export function DetailsPanel({ clip, permissions, onOpen, onRedact, onChanged }: DetailsProps) {
  const styles = useStyles()
  const { ask } = useClient()
  const [editing, setEditing] = useState(false)
  const [undo, setUndo] = useState<Undo | null>(null)
  const undoing = useTask()
  const details = useAnswer(
    useCallback((signal) => ask('clip.show', { clip: clip.clip }, { signal }), [ask, clip.clip]),
  )
  const readAgain = async (): Promise<void> => {
    details.again()
    const shown = await ask('clip.show', { clip: clip.clip })
    if (shown.ok) onChanged(shown.value.clip)
  }
  const saved = (row: ClipRow, taken: Undo): void => {
    setEditing(false)
    setUndo(taken)
    onChanged(row)
  }
  const takeBack = async ({ run }: Undo): Promise<void> => {
    setUndo(null)
    const before = await undoing.run(run)
    if (before?.ok) onChanged(before.value)
  }
  const problem = indexWords(clip) ?? missingWords(clip)
  return (
    <aside className={styles.root} aria-label="Details">
      <Subtitle2 as="h2" className={styles.name}>
        {displayName(clip.name)}
      </Subtitle2>
      {problem === null ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{problem}</MessageBarBody>
        </MessageBar>
      )}
      {undoing.failure === null ? null : <FailureNotice failure={undoing.failure} title="It was not taken back" />}
      {undo === null ? null : (
        <MessageBar intent="success" className={styles.said}>
          <MessageBarBody>{undo.words}</MessageBarBody>
          <MessageBarActions>
            <Button onClick={() => void takeBack(undo)}>Undo</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      <Actions {...{ permissions, onOpen, onRedact }} onEdit={editing ? null : () => setEditing(true)} />
      {editing ? <EditFields clip={clip} onCancel={() => setEditing(false)} onSaved={saved} /> : <Facts clip={clip} />}
      {details.failure === null ? null : <FailureNotice failure={details.failure} title="More could not be read" />}
      {details.value === null ? null : (
        <More details={details.value} permissions={permissions} onChanged={() => void readAgain()} />
      )}
      {permissions.includes('clip.edit') ? <ClipAccess clip={clip} onSaved={saved} /> : null}
      {permissions.includes('history.own-clip') ? <ClipHistory clip={clip.clip} /> : null}
    </aside>
  )
}
