import { z } from 'zod'
import { restrictionKinds } from '../../core/access/access-object.ts'
import { method } from '../method.ts'
import { clipIdText, clipRow, typed } from '../vault-schemas.ts'

const ofClip = z.object({ clip: clipIdText })
const theClip = ({ clip }: { readonly clip: string }) => [clip]

const accessList = z.object({ kind: z.enum(restrictionKinds), allowed: z.array(z.string()) })

/** Who alone may see a clip (DOMAIN.md, restricted clips). Set, changed and lifted by whoever may edit it and is on its list, if there is one. */
export const accessMethods = {
  /** The list of a clip by names, and who could be put on it: everybody who might see it today if it had none. `self`: who asks. */
  'clip.access': method({
    kind: 'read',
    input: ofClip,
    output: z.object({ restriction: accessList.nullable(), people: z.array(z.string()), self: z.string() }),
    failures: [],
    permission: 'clip.edit',
    audit: 'clip.show',
    reason: 'optional',
    clips: theClip,
  }),
  /** Gives a clip an access list, or another one. Whoever does it is on it: otherwise nobody might be left to lift it. */
  'clip.restrict': method({
    kind: 'change',
    input: z.object({ clip: clipIdText, kind: z.enum(restrictionKinds), allowed: z.array(typed).max(100) }),
    output: clipRow,
    failures: ['no-such-user'],
    permission: 'clip.edit',
    audit: 'clip.restrict',
    reason: 'required',
    clips: theClip,
  }),
  /** Takes the list away: everybody whose role allows it sees the clip again. */
  'clip.unrestrict': method({
    kind: 'change',
    input: ofClip,
    output: clipRow,
    failures: [],
    permission: 'clip.edit',
    audit: 'clip.unrestrict',
    reason: 'required',
    clips: theClip,
  }),
} as const
