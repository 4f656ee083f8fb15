import type { z } from 'zod'

function bound(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const entries = issue.origin === 'array' ? ' entries' : issue.origin === 'string' ? ' characters' : ''
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}${entries}`
  return issue.inclusive === false ? `expected above ${issue.minimum}` : `expected at least ${issue.minimum}${entries}`
}

/** What is wrong with a value, in few words of ours and without the value itself: it may name a person. */
export function problemOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected === 'int' ? 'whole number' : issue.expected}`
    case 'too_big':
    case 'too_small':
      return bound(issue)
    case 'invalid_value':
      return `expected ${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys':
      return 'has a field that is not known'
    case 'custom':
      return issue.message
    default:
      return 'not in the expected form'
  }
}

/** The first thing that is wrong with what a caller handed in, and where. */
export function inputProblem({ issues }: z.ZodError): string {
  const [issue] = issues
  if (!issue) return 'not in the expected form'
  const at = issue.path.join('.')
  return at === '' ? problemOf(issue) : `${at}: ${problemOf(issue)}`
}
