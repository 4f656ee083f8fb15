import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { HostState, LogEvent } from '../client/window-client.ts'
import { roleName } from '../ui/role-names.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    // What does not fit beside the rest stands in a line of its own, all of it in sight.
    flexShrink: 0,
    columnGap: tokens.spacingHorizontalXL,
    alignItems: 'center',
    minHeight: '28px',
    paddingInline: tokens.spacingHorizontalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
  refusing: { color: tokens.colorStatusDangerForeground1 },
  end: { marginInlineStart: 'auto' },
})

/** Who is here, which vault is open, what runs (`children`), and what is true of the window's connections. */
export function StatusBar({
  host,
  log,
  children,
}: {
  readonly host: HostState
  readonly log: LogEvent | null
  readonly children: ReactNode
}) {
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
      <LogLine log={log} />
      {children}
      <span className={styles.end}>Offline: no connections</span>
    </footer>
  )
}

/** How many acts the log holds; or that it takes none, so that nothing can be done. */
function LogLine({ log }: { readonly log: LogEvent | null }) {
  const styles = useStyles()
  if (log?.isRefusing)
    return (
      <span role="alert" className={styles.refusing}>
        The log cannot be written: nothing is done
      </span>
    )
  return <span>Audit log: {log ? `${log.entries.toLocaleString('en-GB')} entries` : '–'}</span>
}
