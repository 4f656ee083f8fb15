import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { useCallback, useMemo } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { clipsWords } from './several.ts'

/** Clips of which something that the policy asks for is not known; nothing where all is known. */
export function MissingNotice({ turn, onShow }: { readonly turn: number; readonly onShow: () => void }) {
  const { ask } = useClient()
  const asked = useMemo(() => ({ query: { missing: true, offset: 0, limit: 1 }, turn }), [turn])
  const load = useCallback(
    (signal: AbortSignal) => ask('clip.list', { query: asked.query, keep: null }, { signal }),
    [ask, asked],
  )
  const count = useAnswer(load).value?.total ?? 0
  if (count === 0) return null
  return (
    <MessageBar intent="info" layout="singleline" politeness="polite">
      <MessageBarBody>
        {count === 1 ? '1 clip lacks' : `${clipsWords(count)} lack`} metadata that the policy asks for.
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={onShow}>Show {count === 1 ? 'it' : 'them'}</Button>
      </MessageBarActions>
    </MessageBar>
  )
}
