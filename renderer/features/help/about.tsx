import { Body1, makeStyles, tokens } from '@fluentui/react-components'
import type { HostState } from '../../client/window-client.ts'
import { Page } from '../../ui/page.tsx'
import { Licences } from './licences.tsx'

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXL}`,
    margin: 0,
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  text: { maxWidth: '68ch' },
})

/** Versions, licences, and what this program may be relied on for. */
export function About({ host }: { readonly host: HostState }) {
  const styles = useStyles()
  const { versions, vault, standIn } = host
  return (
    <Page title="About Occlude">
      <dl className={styles.facts}>
        <dt>Occlude</dt>
        <dd>{versions.occlude}</dd>
        <dt>Electron</dt>
        <dd>{versions.electron ?? (standIn ? 'Stand-in for tests and demonstrations' : 'none')}</dd>
        <dt>Chromium</dt>
        <dd>{versions.chromium ?? 'unknown'}</dd>
        <dt>Node</dt>
        <dd>{versions.node}</dd>
        <dt>Vault</dt>
        <dd>{vault ? `${vault.folder}${vault.demo ? ' (demonstration)' : ''}` : 'none'}</dd>
      </dl>
      <Body1 className={styles.text}>
        Occlude is free software under the GNU General Public License, version 3 or later. It opens no connection to any
        network. Footage leaves a vault only as a disclosure that stands in the audit log.
      </Body1>
      <Licences />
    </Page>
  )
}
