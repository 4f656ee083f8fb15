import { createStore, type StoreApi } from 'zustand/vanilla'

/** Where somebody is in the places to look at first. */
export type LookWork = {
  /** `lookKey` of the chosen one; null: nobody has chosen any. */
  readonly at: string | null
  /** A page's frames are being shown one after another. */
  readonly isShowing: boolean
}

/** Where somebody is in them, as it begins. */
export function lookWork(): StoreApi<LookWork> {
  return createStore(() => ({ at: null, isShowing: false }))
}
