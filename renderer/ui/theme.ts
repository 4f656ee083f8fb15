import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  type Theme,
  teamsHighContrastTheme,
} from '@fluentui/react-components'

/** The one accent, from dark to light. */
const accent: BrandVariants = {
  10: '#01060a',
  20: '#07202c',
  30: '#083447',
  40: '#09435c',
  50: '#0a5472',
  60: '#0b6488',
  70: '#0c759f',
  80: '#0f86b5',
  90: '#2796c5',
  100: '#43a5d1',
  110: '#5cb3db',
  120: '#75c0e4',
  130: '#8fcdeb',
  140: '#a9d9f1',
  150: '#c4e5f6',
  160: '#dff1fb',
}

/** White words on each of these have a contrast of at least 4.5 to 1. */
const readable = {
  colorBrandBackground: accent[60],
  colorBrandBackgroundHover: accent[70],
  colorBrandBackgroundPressed: accent[50],
  colorBrandBackgroundSelected: accent[60],
}

/** A calm, dark surround: what is judged is the picture. */
const dark: Theme = {
  ...createDarkTheme(accent),
  ...readable,
  colorNeutralBackground1: '#1b1f23',
  colorNeutralBackground2: '#15181b',
  colorNeutralBackground3: '#101214',
  colorBrandForeground1: accent[110],
  colorNeutralForeground2BrandSelected: accent[110],
  colorBrandForeground2: accent[120],
  colorBrandForegroundLink: accent[120],
}

const light: Theme = {
  ...createLightTheme(accent),
  ...readable,
  colorNeutralBackground3: '#eceff1',
  // Stands on what is selected, too: darker than Fluent's own for a contrast of 4.5.
  colorBrandForeground1: accent[60],
  colorNeutralForeground2BrandSelected: accent[60],
}

/** Its letters are those of the others, so that as much fits in. */
const highContrast: Theme = { ...teamsHighContrastTheme, fontFamilyBase: dark.fontFamilyBase }

/** How the window can look. */
export const themes = { dark, light, 'high-contrast': highContrast } as const

/** One of the looks. */
export type ThemeName = keyof typeof themes
