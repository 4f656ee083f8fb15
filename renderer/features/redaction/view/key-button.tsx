import { Button, makeStyles } from '@fluentui/react-components'
import type { EditorAction } from '../model/editor-keys.ts'
import { keyOfAction } from '../model/key-of-action.ts'
import { type EditorDesk, performEditorAction } from '../session/editor-actions.ts'

const useStyles = makeStyles({ button: { minWidth: 0, padding: '0 8px' } })

/** A button for what a key does: the hint says which. */
export function KeyButton({
  desk,
  action,
  text,
  pressed,
  disabled,
}: {
  readonly desk: EditorDesk
  readonly action: EditorAction
  readonly text: string
  readonly pressed?: boolean
  readonly disabled: boolean
}) {
  const styles = useStyles()
  const key = keyOfAction(action)
  return (
    <Button
      size="small"
      className={styles.button}
      appearance={pressed ? 'primary' : 'secondary'}
      disabledFocusable={disabled}
      title={key ? `${key.does} (${key.shown})` : text}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      onClick={() => performEditorAction(action, desk)}
    >
      {text}
    </Button>
  )
}
