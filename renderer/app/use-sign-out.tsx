import { Body1 } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { AskWindow, WorkEvent } from '../client/window-client.ts'
import { FormDialog } from '../ui/form-dialog.tsx'

/** Signs out; where that would end work that runs, `question` asks first. */
export function useSignOut(
  askWindow: AskWindow,
  work: readonly WorkEvent[],
): { readonly signOut: () => void; readonly question: ReactNode } {
  const [isAsking, setIsAsking] = useState(false)
  const signOut = (): void => void askWindow('window.sign-out', {})
  const wouldEndWork = work.some(({ state }) => state === 'running')
  return {
    signOut: () => (wouldEndWork ? setIsAsking(true) : signOut()),
    question: isAsking ? (
      <FormDialog
        title="Sign out and stop the work?"
        confirm="Sign out"
        onConfirm={signOut}
        onCancel={() => setIsAsking(false)}
      >
        <Body1>
          To sign out closes the vault, and what is under way stops before its end. What was saved is safe. To leave for
          a while, lock the vault instead: work goes on.
        </Body1>
      </FormDialog>
    ) : null,
  }
}
