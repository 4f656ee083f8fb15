import { Dropdown, Field, Input, makeStyles, Option, tokens } from '@fluentui/react-components'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { type Role, roles } from '../../../core/access/roles.ts'
import { roleName, roleOf, rolePurposes } from '../../ui/role-names.ts'
import { namesIn } from './scope-words.ts'

const useStyles = makeStyles({
  scope: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    gap: tokens.spacingHorizontalM,
    '& input': { minWidth: 0, width: '100%' },
  },
})

type Grant = OutputOf<'user.list'>['users'][number]['grants'][number]

/** A role and where it is good, as it stands in the fields. */
export type GrantDraft = {
  readonly role: Role
  readonly forces: string
  readonly areas: string
  readonly teams: string
  /** A day, `2026-11-22`, which counts; empty: without end. */
  readonly until: string
}

/** Everywhere in this vault, without end. */
export const usualGrant: GrantDraft = { role: 'disclosure-officer', forces: '', areas: '', teams: '', until: '' }

/** The fields, filled with a role that somebody has. */
export function draftOf({ role, scope, until }: Grant): GrantDraft {
  const line = (reach: Grant['scope']['forces']): string => (reach === 'all' ? '' : reach.join(', '))
  return {
    role,
    forces: line(scope.forces),
    areas: line(scope.areas),
    teams: line(scope.teams),
    until: until?.slice(0, 10) ?? '',
  }
}

/** The role that the fields describe; one that was there before keeps the day from which it is good. */
export function grantOf({ role, forces, areas, teams, until }: GrantDraft, from: string | null = null) {
  const scope = { forces: namesIn(forces), areas: namesIn(areas), teams: namesIn(teams) }
  return { role, scope, from, until: until === '' ? null : `${until}T23:59:59.999Z` }
}

/** A role, where it is good, and until when. */
export function GrantFields({
  grant,
  onGrant,
}: {
  readonly grant: GrantDraft
  readonly onGrant: (grant: GrantDraft) => void
}) {
  const styles = useStyles()
  const change = (change: Partial<GrantDraft>): void => onGrant({ ...grant, ...change })
  return (
    <>
      <Field label="Role" hint={rolePurposes[grant.role]} required>
        <Dropdown
          value={roleName(grant.role)}
          selectedOptions={[grant.role]}
          onOptionSelect={(_, { optionValue }) => change({ role: roleOf(optionValue ?? '') ?? grant.role })}
        >
          {roles.map((each) => (
            <Option key={each} value={each}>
              {roleName(each)}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field hint="Several with commas between. An empty field means all of them.">
        <div className={styles.scope}>
          <Field label="Forces">
            <Input value={grant.forces} onChange={(_, { value }) => change({ forces: value })} />
          </Field>
          <Field label="Areas">
            <Input value={grant.areas} onChange={(_, { value }) => change({ areas: value })} />
          </Field>
          <Field label="Teams">
            <Input value={grant.teams} onChange={(_, { value }) => change({ teams: value })} />
          </Field>
        </div>
      </Field>
      <div className={styles.scope}>
        <Field label="Last day" hint="Empty: until somebody changes it.">
          <Input type="date" value={grant.until} onChange={(_, { value }) => change({ until: value })} />
        </Field>
      </div>
    </>
  )
}
