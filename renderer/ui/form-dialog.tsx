import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { type ReactNode, useEffect, useId, useState } from 'react'
import type { Failure } from '../../core/failure.ts'
import { FailureNotice } from './failure-notice.tsx'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  wide: { maxWidth: '880px' },
})

/** Gives the focus back, when the dialog goes, to what had it before. */
function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // What the dialog has taken out of reach is within it again only when the dialog is gone.
      setTimeout(() => {
        const nobody = document.activeElement === null || document.activeElement === document.body
        if (nobody && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
      })
    },
    [before],
  )
}

/** What a dialog with fields is called, what it does, and how that went. */
export type FormDialogProps = {
  readonly title: string
  /** The word on the button that does it. */
  readonly confirm: string
  /** False while something is missing or under way: the button does nothing. */
  readonly mayConfirm?: boolean
  /** The word on the button that leaves it; without it: Cancel. */
  readonly leave?: string
  /** As wide as a table needs. */
  readonly wide?: boolean
  /** Why it did not work the last time, and what is as it was therefore. */
  readonly failure?: { readonly failure: Failure | null; readonly title: string }
  readonly onConfirm: () => void
  readonly onCancel: () => void
  readonly children: ReactNode
}

/** A dialog with fields: Enter or its button does it, Escape or Cancel does nothing. */
export function FormDialog(props: FormDialogProps) {
  const {
    title,
    confirm,
    mayConfirm = true,
    leave = 'Cancel',
    wide = false,
    failure,
    onConfirm,
    onCancel,
    children,
  } = props
  const styles = useStyles()
  const form = useId()
  useFocusBack()
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onCancel()}>
      <DialogSurface {...(wide ? { className: styles.wide } : {})}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            <form
              id={form}
              className={styles.form}
              onSubmit={(event) => {
                event.preventDefault()
                if (mayConfirm) onConfirm()
              }}
            >
              {failure?.failure ? <FailureNotice failure={failure.failure} title={failure.title} /> : null}
              {children}
            </form>
          </DialogContent>
          <DialogActions>
            <Button onClick={onCancel}>{leave}</Button>
            <Button appearance="primary" type="submit" form={form} disabledFocusable={!mayConfirm}>
              {confirm}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
