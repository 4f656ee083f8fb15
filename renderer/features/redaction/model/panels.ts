/** What stands beside the picture. */
export type Panel = 'subjects' | 'region' | 'whole' | 'history' | 'review' | 'looks'

/** Every panel, in the order of the tabs and of their keys. */
export const panels: readonly { readonly panel: Panel; readonly name: string }[] = [
  { panel: 'subjects', name: 'People' },
  { panel: 'region', name: 'Region' },
  { panel: 'whole', name: 'Clip' },
  { panel: 'history', name: 'History' },
  { panel: 'review', name: 'Review' },
  { panel: 'looks', name: 'Looks' },
]
