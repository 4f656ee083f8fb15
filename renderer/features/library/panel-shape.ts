import { tokens } from '@fluentui/react-components'

/** The shape of the panel beside the hits; over them where the window is too narrow for both. */
export const panelShape = {
  width: '340px',
  maxWidth: '100%',
  flexShrink: 0,
  boxSizing: 'border-box',
  overflowY: 'auto',
  padding: tokens.spacingHorizontalL,
  display: 'flex',
  flexDirection: 'column',
  gap: tokens.spacingVerticalM,
  borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
  backgroundColor: tokens.colorNeutralBackground2,
  '& > *': { flexShrink: 0 },
  '& h2, & h3': { margin: 0 },
  '@media (max-width: 860px)': { position: 'absolute', inset: '0 0 0 auto', zIndex: 2 },
} as const
