import { Button, Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components'
import { failed, ok, type Result } from '../../../core/result.ts'
import { useClient } from '../../client/client-context.tsx'
import type { AskWindow } from '../../client/window-client.ts'

/** How what lies beside clips is read. */
export type Mapping = { readonly name: 'generic' | 'evidence-com' } | { readonly path: string }

/** Reads what lies beside clips in whatever is usual. */
export const usualMapping: Mapping = { name: 'generic' }

const useStyles = makeStyles({
  own: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'center', overflowWrap: 'anywhere' },
})

/** The mapping as text, for the import. */
export async function mappingText(ask: AskWindow, mapping: Mapping, signal: AbortSignal): Promise<Result<string>> {
  const read =
    'name' in mapping
      ? await ask('window.mapping', mapping, { signal })
      : await ask('window.read-chosen', mapping, { signal })
  return read.ok ? ok(read.value.text) : failed(read.failure)
}

/** Asks how what lies beside the clips is to be read. */
export function MappingChoice({
  mapping,
  onMapping,
  disabled,
}: {
  readonly mapping: Mapping
  readonly onMapping: (mapping: Mapping) => void
  readonly disabled: boolean
}) {
  const styles = useStyles()
  const { askWindow } = useClient()
  const choose = async (): Promise<void> => {
    const chosen = await askWindow('window.choose-files', { purpose: 'mapping' })
    const path = chosen.ok ? chosen.value.paths[0] : undefined
    if (path !== undefined) onMapping({ path })
  }
  return (
    <Field label="Files beside the clips come from">
      <RadioGroup
        layout="horizontal"
        disabled={disabled}
        value={'name' in mapping ? mapping.name : 'own'}
        onChange={(_, { value }) => {
          if (value === 'generic' || value === 'evidence-com') onMapping({ name: value })
          else void choose()
        }}
      >
        <Radio value="generic" label="Any camera or store" />
        <Radio value="evidence-com" label="Evidence.com" />
        <Radio value="own" label="As our own mapping says" />
      </RadioGroup>
      {'path' in mapping ? (
        <span className={styles.own}>
          {mapping.path}
          <Button size="small" onClick={() => void choose()} disabledFocusable={disabled}>
            Another
          </Button>
        </span>
      ) : null}
    </Field>
  )
}
