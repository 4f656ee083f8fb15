import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { HostState } from '../client/window-client.ts'
import { roleName } from '../ui/role-names.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXL,
    alignItems: 'center',
    minHeight: '28px',
    paddingInline: tokens.spacingHorizontalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
  end: { marginInlineStart: 'auto' },
})

/** Who is here, which vault is open, what runs (`children`), and what is true of the window's connections. */
export function StatusBar({ host, children }: { readonly host: HostState; readonly children: ReactNode }) {
  const styles = useStyles()
  const { person, vault } = host
  return (
    <footer className={styles.root}>
      <span>
        {person
          ? `${person.name} · ${person.roles.map(({ role, title }) => title ?? roleName(role)).join(', ') || 'No role today'}`
          : 'Nobody is signed in'}
      </span>
      <span>Vault {vault?.name ?? '–'}, encrypted</span>
      <span>Every act is logged</span>
      {children}
      <span className={styles.end}>Offline: no connections</span>
    </footer>
  )
}
