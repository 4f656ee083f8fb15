import { Body1, makeStyles, Subtitle1, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalM,
    height: '100%',
    boxSizing: 'border-box',
    minHeight: '200px',
    padding: tokens.spacingHorizontalXXL,
    textAlign: 'center',
  },
  text: { maxWidth: '52ch', textAlign: 'center', color: tokens.colorNeutralForeground2 },
})

/** Nothing is here: says why, and what to do about it. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  readonly title: string
  readonly children: ReactNode
  readonly actions?: ReactNode
}) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <Subtitle1 as="h2">{title}</Subtitle1>
      <Body1 className={styles.text}>{children}</Body1>
      {actions}
    </div>
  )
}
