import { useCallback } from 'react'
import type { OutputOf } from '../../../../contract/methods/all.ts'
import { useClient } from '../../../client/client-context.tsx'
import { useAnswer } from '../../../ui/use-answer.ts'

/** What the force's profile says of redactions. */
export type RedactionRules = OutputOf<'redaction.policy'>

/** The rules in force; null until they are known. */
export function usePolicy(): RedactionRules | null {
  const { ask } = useClient()
  return useAnswer(useCallback((signal) => ask('redaction.policy', {}, { signal }), [ask])).value
}
