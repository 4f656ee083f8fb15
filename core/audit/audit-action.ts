/**
 * What an action is for the law: the six operations that DPA 2018 s.62(1) asks to be logged, and three kinds that are logged because
 * they decide who could do the six: getting in, running the vault, and the log itself.
 */
export type AuditOperation =
  | 'collection'
  | 'alteration'
  | 'consultation'
  | 'disclosure'
  | 'combination'
  | 'erasure'
  | 'access'
  | 'administration'
  | 'log'

type NamedAction = { readonly name: string; readonly operation: AuditOperation }

const clipActions = [
  { name: 'clip.import', operation: 'collection' },
  { name: 'clip.attach', operation: 'collection' },
  { name: 'clip.decode', operation: 'collection' },
  { name: 'clip.list', operation: 'consultation' },
  { name: 'clip.search', operation: 'consultation' },
  { name: 'clip.show', operation: 'consultation' },
  { name: 'clip.poster', operation: 'consultation' },
  { name: 'clip.view', operation: 'consultation' },
  { name: 'clip.frame', operation: 'consultation' },
  { name: 'clip.index', operation: 'consultation' },
  { name: 'clip.detect', operation: 'consultation' },
  { name: 'clip.track', operation: 'consultation' },
  { name: 'clip.follow', operation: 'consultation' },
  { name: 'clip.listen', operation: 'consultation' },
  { name: 'clip.plan', operation: 'consultation' },
  { name: 'clip.verify', operation: 'consultation' },
  { name: 'clip.edit', operation: 'alteration' },
  { name: 'clip.clock', operation: 'alteration' },
  { name: 'bookmark.list', operation: 'consultation' },
  { name: 'bookmark.put', operation: 'alteration' },
  { name: 'bookmark.remove', operation: 'erasure' },
  { name: 'filter.list', operation: 'consultation' },
  { name: 'filter.put', operation: 'alteration' },
  { name: 'filter.remove', operation: 'erasure' },
  { name: 'notice.list', operation: 'consultation' },
  { name: 'notice.seen', operation: 'alteration' },
  { name: 'clip.hold', operation: 'alteration' },
  { name: 'clip.unhold', operation: 'alteration' },
  { name: 'clip.restrict', operation: 'alteration' },
  { name: 'clip.unrestrict', operation: 'alteration' },
  { name: 'clip.project', operation: 'alteration' },
  { name: 'clip.redact', operation: 'alteration' },
  { name: 'redaction.list', operation: 'consultation' },
  { name: 'redaction.create', operation: 'alteration' },
  { name: 'redaction.open', operation: 'consultation' },
  { name: 'redaction.close', operation: 'consultation' },
  { name: 'redaction.edit', operation: 'alteration' },
  { name: 'redaction.steps', operation: 'consultation' },
  { name: 'redaction.propose', operation: 'alteration' },
  { name: 'redaction.stop', operation: 'alteration' },
  { name: 'redaction.queue', operation: 'alteration' },
  { name: 'redaction.unqueue', operation: 'alteration' },
  { name: 'redaction.policy', operation: 'consultation' },
  { name: 'redaction.listen', operation: 'consultation' },
  { name: 'redaction.seen', operation: 'consultation' },
  { name: 'redaction.coverage', operation: 'consultation' },
  { name: 'redaction.gates', operation: 'consultation' },
  { name: 'redaction.sign', operation: 'alteration' },
  { name: 'redaction.approve', operation: 'alteration' },
  { name: 'redaction.trial', operation: 'consultation' },
  { name: 'redaction.tried', operation: 'consultation' },
  { name: 'redaction.render', operation: 'alteration' },
  { name: 'clip.link', operation: 'combination' },
  { name: 'clip.unlink', operation: 'combination' },
  { name: 'clip.disclose', operation: 'disclosure' },
  { name: 'disclosure.begin', operation: 'disclosure' },
  { name: 'disclosure.end', operation: 'disclosure' },
  { name: 'clip.schedule', operation: 'alteration' },
  { name: 'disclosure.list', operation: 'consultation' },
  { name: 'clip.snapshot', operation: 'disclosure' },
  { name: 'clip.delete', operation: 'erasure' },
  { name: 'source.record', operation: 'alteration' },
  { name: 'source.task', operation: 'alteration' },
  { name: 'source.confirm', operation: 'alteration' },
  { name: 'search.record', operation: 'consultation' },
  { name: 'search.show', operation: 'consultation' },
  { name: 'history.own-clip', operation: 'consultation' },
  { name: 'task.list', operation: 'consultation' },
  { name: 'task.settle', operation: 'alteration' },
] as const satisfies readonly NamedAction[]

const retentionActions = [
  { name: 'retention.evaluate', operation: 'consultation' },
  { name: 'retention.list', operation: 'consultation' },
  { name: 'retention.queue', operation: 'alteration' },
  { name: 'retention.approve', operation: 'alteration' },
  { name: 'retention.refuse', operation: 'alteration' },
  { name: 'retention.undo', operation: 'alteration' },
  { name: 'retention.keep', operation: 'alteration' },
  { name: 'retention.apply', operation: 'erasure' },
  { name: 'retention.delete', operation: 'erasure' },
] as const satisfies readonly NamedAction[]

const accessActions = [
  { name: 'session.sign-in', operation: 'access' },
  { name: 'session.refused', operation: 'access' },
  { name: 'session.sign-out', operation: 'access' },
  { name: 'session.lock', operation: 'access' },
  { name: 'session.break-glass', operation: 'access' },
  { name: 'session.show', operation: 'access' },
  { name: 'lease.begin', operation: 'access' },
  { name: 'lease.end', operation: 'access' },
  { name: 'lease.collect', operation: 'access' },
] as const satisfies readonly NamedAction[]

const administrationActions = [
  { name: 'vault.create', operation: 'administration' },
  { name: 'vault.open', operation: 'administration' },
  { name: 'vault.close', operation: 'administration' },
  { name: 'vault.status', operation: 'administration' },
  { name: 'vault.check', operation: 'administration' },
  { name: 'vault.backup', operation: 'administration' },
  { name: 'vault.forget-backup', operation: 'erasure' },
  { name: 'vault.restore', operation: 'administration' },
  { name: 'vault.rotate', operation: 'administration' },
  { name: 'vault.recover', operation: 'administration' },
  { name: 'vault.migrate', operation: 'administration' },
  { name: 'vault.sweep', operation: 'administration' },
  { name: 'vault.profile', operation: 'administration' },
  { name: 'vault.confirm-profile', operation: 'administration' },
  { name: 'vault.device', operation: 'administration' },
  { name: 'vault.clock', operation: 'administration' },
  { name: 'vault.confirm-clock', operation: 'administration' },
  { name: 'user.add', operation: 'administration' },
  { name: 'user.list', operation: 'administration' },
  { name: 'user.disable', operation: 'administration' },
  { name: 'user.enable', operation: 'administration' },
  { name: 'user.leave', operation: 'administration' },
  { name: 'user.role', operation: 'administration' },
  { name: 'user.scope', operation: 'administration' },
  { name: 'user.known-as', operation: 'administration' },
  { name: 'user.passphrase', operation: 'administration' },
  { name: 'user.recover', operation: 'administration' },
] as const satisfies readonly NamedAction[]

const logActions = [
  { name: 'audit.read', operation: 'log' },
  { name: 'audit.verify', operation: 'log' },
  { name: 'audit.export', operation: 'log' },
  { name: 'audit.prove', operation: 'log' },
  { name: 'audit.anchor', operation: 'log' },
] as const satisfies readonly NamedAction[]

/**
 * Everything that the audit log can say was done; closed, so that a method without an action cannot be written. A denied call is
 * logged under the action that was asked for. Names are never changed or reused: old logs hold them.
 */
export const auditActions = [
  ...clipActions,
  ...retentionActions,
  ...accessActions,
  ...administrationActions,
  ...logActions,
] as const

/** The name of an action, `what.verb`. */
export type AuditAction = (typeof auditActions)[number]['name']

const actionNames: ReadonlySet<string> = new Set(auditActions.map(({ name }) => name))

/** Whether a text names an action of this version. */
export function isAuditAction(name: string): name is AuditAction {
  return actionNames.has(name)
}
