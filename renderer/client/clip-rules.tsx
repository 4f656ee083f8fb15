import { createContext, type ReactNode, useContext } from 'react'
import type { HostState } from './window-client.ts'

/** What the policy profile says of every clip. */
export type ClipRules = NonNullable<HostState['clipRules']>

/** Of a vault that is not open nothing is known, and nothing of it is shown. */
const noRules: ClipRules = { requiredMetadata: [], preEventSeconds: 0 }

const RulesContext = createContext<ClipRules>(noRules)

/** Gives everything below what the profile says of every clip; `rules` null: nothing is known. */
export function ClipRulesProvider({
  rules,
  children,
}: {
  readonly rules: ClipRules | null
  readonly children: ReactNode
}) {
  return <RulesContext.Provider value={rules ?? noRules}>{children}</RulesContext.Provider>
}

/** What the profile says of every clip. */
export function useClipRules(): ClipRules {
  return useContext(RulesContext)
}
