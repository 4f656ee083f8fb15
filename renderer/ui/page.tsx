import { makeStyles, Title2, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { Scrolled } from './scrolled.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalXXL,
    overflowY: 'auto',
    height: '100%',
    boxSizing: 'border-box',
    outlineOffset: '-2px',
  },
  heading: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL, alignItems: 'center' },
  actions: { marginInlineStart: 'auto', display: 'flex', gap: tokens.spacingHorizontalS },
})

/** A page of the window: its heading, what can be done here, and its content. */
export function Page({
  title,
  actions,
  children,
}: {
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  const styles = useStyles()
  return (
    <Scrolled className={styles.root} label={title}>
      <div className={styles.heading}>
        <Title2 as="h1">{title}</Title2>
        <div className={styles.actions}>{actions}</div>
      </div>
      {children}
    </Scrolled>
  )
}
