import { createContext, useContext } from 'react'
import type { ClipNames } from '../../../../core/disclosure/names-told.ts'

const Names = createContext<ClipNames>({ officer: null, device: null, name: '' })

/** Tells what is under it what is known of the clip. */
export const ClipNamesProvider = Names.Provider

/** Who and what recorded the clip that is redacted. */
export function useClipNames(): ClipNames {
  return useContext(Names)
}
