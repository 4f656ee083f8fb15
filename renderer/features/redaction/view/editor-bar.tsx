import { Button, makeStyles, Tooltip, tokens } from '@fluentui/react-components'
import {
  ArrowRedo20Regular,
  ArrowUndo20Regular,
  Cursor20Regular,
  Oval20Regular,
  Pentagon20Regular,
  RectangleLandscape20Regular,
} from '@fluentui/react-icons'
import { memo, type ReactElement } from 'react'
import { useStore } from 'zustand'
import type { QueueState } from '../model/edit-queue.ts'
import type { EditorAction, Tool } from '../model/editor-keys.ts'
import { keyOfAction } from '../model/key-of-action.ts'
import { type EditorDesk, performEditorAction } from '../session/editor-actions.ts'
import { LookButtons } from './look-buttons.tsx'
import { ViewAids } from './view-aids.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    flexShrink: 0,
    gap: '2px 12px',
    alignItems: 'center',
    padding: '4px 8px',
    backgroundColor: '#15181b',
  },
  group: { display: 'flex', gap: '2px' },
  saved: {
    marginLeft: 'auto',
    color: tokens.colorNeutralForeground2,
    fontSize: '12px',
    minWidth: '16ch',
    textAlign: 'right',
  },
})

const tools: readonly { readonly tool: Tool; readonly icon: ReactElement }[] = [
  { tool: 'select', icon: <Cursor20Regular /> },
  { tool: 'rect', icon: <RectangleLandscape20Regular /> },
  { tool: 'ellipse', icon: <Oval20Regular /> },
  { tool: 'polygon', icon: <Pentagon20Regular /> },
]

type BarProps = { readonly desk: EditorDesk }

/** What the pointer does, what the picture shows, undo, and whether everything is saved. */
export const EditorBar = memo(function EditorBar({ desk }: BarProps) {
  const styles = useStyles()
  const { editor } = desk
  const tool = useStore(editor.store, (state) => state.tool)
  const writable = useStore(editor.store, (state) => state.writable)
  return (
    <div className={styles.root} role="toolbar" aria-label="Redaction">
      <div className={styles.group}>
        {tools.map((one) => (
          <IconButton
            key={one.tool}
            {...{ desk, action: { kind: 'tool', tool: one.tool }, icon: one.icon, pressed: tool === one.tool }}
            disabled={!writable && one.tool !== 'select'}
          />
        ))}
      </div>
      <div className={styles.group}>
        <LookButtons editor={editor} />
        <ViewAids desk={desk} />
      </div>
      <div className={styles.group}>
        <UndoButtons desk={desk} />
      </div>
      <SavedNote desk={desk} />
    </div>
  )
})

function UndoButtons({ desk }: BarProps) {
  const { store } = desk.editor
  const undoes = useStore(store, ({ writable, queue }) => writable && queue.edited.history.done.length > 0)
  const redoes = useStore(store, ({ writable, queue }) => writable && queue.edited.history.undone.length > 0)
  return (
    <>
      <IconButton {...{ desk, action: { kind: 'undo' }, icon: <ArrowUndo20Regular />, disabled: !undoes }} />
      <IconButton {...{ desk, action: { kind: 'redo' }, icon: <ArrowRedo20Regular />, disabled: !redoes }} />
    </>
  )
}

/** Alone, as it says something else twice for each edit. */
function SavedNote({ desk: { editor } }: BarProps) {
  const styles = useStyles()
  const words = useStore(editor.store, ({ queue }) => savedWords(queue))
  return (
    <output className={styles.saved} aria-label="Saving">
      {words}
    </output>
  )
}

function savedWords({ unsaved, waiting, refused }: QueueState): string {
  if (unsaved === 0) return 'All saved'
  const count = unsaved === 1 ? '1 step' : `${unsaved} steps`
  if (refused) return `${count} not saved`
  return waiting ? `${count} waiting to be saved` : `Saving ${count}`
}

function IconButton({
  desk,
  action,
  icon,
  disabled,
  pressed,
}: {
  readonly desk: EditorDesk
  readonly action: EditorAction
  readonly icon: ReactElement
  readonly disabled: boolean
  readonly pressed?: boolean
}) {
  const key = keyOfAction(action)
  return (
    <Tooltip content={`${key?.does ?? ''} (${key?.shown ?? ''})`} relationship="label">
      <Button
        size="small"
        appearance={pressed ? 'primary' : 'subtle'}
        icon={icon}
        disabled={disabled}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        onClick={() => performEditorAction(action, desk)}
      />
    </Tooltip>
  )
}
