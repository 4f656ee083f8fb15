import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'

/** Warns before the session ends by itself; any key or movement keeps it. */
export function IdleWarning({ seconds, onStay }: { readonly seconds: number | null; readonly onStay: () => void }) {
  return (
    <Dialog open={seconds !== null} modalType="alert">
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Are you still there?</DialogTitle>
          <DialogContent>
            The vault is locked in {seconds ?? 0} {seconds === 1 ? 'second' : 'seconds'}. What you have saved is safe.
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onStay}>
              Stay signed in
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
