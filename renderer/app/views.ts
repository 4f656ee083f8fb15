import type { Permission } from '../../core/access/permissions.ts'

/** A place in the window that the navigation leads to. */
export type View =
  | 'library'
  | 'redactions'
  | 'disclosures'
  | 'retention'
  | 'people'
  | 'audit'
  | 'settings'
  | 'keyboard'
  | 'about'

/** A line of the navigation; who lacks all of its permissions never sees it. */
export type ViewDescription = {
  readonly view: View
  readonly name: string
  /** Any of these is enough; null: for everybody. */
  readonly needs: readonly Permission[] | null
}

/** The views in the order of the navigation: whoever signs in begins with the first that is theirs. */
export const views: readonly ViewDescription[] = [
  { view: 'library', name: 'Library', needs: ['library'] },
  { view: 'redactions', name: 'Redactions', needs: ['redact'] },
  { view: 'retention', name: 'Retention', needs: ['retention.review', 'retention.apply'] },
  { view: 'people', name: 'People', needs: ['vault.admin'] },
  { view: 'audit', name: 'Audit log', needs: ['audit.read', 'audit.verify'] },
  // Behind what those who audit and administer came for: the first is where somebody begins.
  { view: 'disclosures', name: 'Disclosures', needs: ['disclose', 'retention.review', 'audit.read'] },
  { view: 'settings', name: 'Settings', needs: null },
  { view: 'keyboard', name: 'Keyboard', needs: null },
  { view: 'about', name: 'About', needs: null },
]

/** What somebody with these permissions finds in the navigation: what they may not do does not exist. */
export function viewsFor(permissions: readonly Permission[]): readonly ViewDescription[] {
  return views.filter(({ needs }) => needs === null || needs.some((permission) => permissions.includes(permission)))
}
