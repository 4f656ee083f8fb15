import { Card, makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  root: {
    display: 'grid',
    placeItems: 'center',
    height: '100%',
    overflowY: 'auto',
    padding: tokens.spacingVerticalXXL,
  },
  card: {
    width: 'min(560px, 100%)',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalXXL,
    gap: tokens.spacingVerticalL,
  },
})

/** What stands in front of a vault: a card in the middle of an otherwise empty window. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <main className={styles.root}>
      <Card className={styles.card}>{children}</Card>
    </main>
  )
}
