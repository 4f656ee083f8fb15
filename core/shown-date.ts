const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** The day that an ISO 8601 text begins with, for people: `22 Nov 2026`; null where it begins with none. */
export function shownDate(iso: string): string | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso)
  const month = months[Number(match?.[2]) - 1]
  return match && month ? `${Number(match[3])} ${month} ${match[1]}` : null
}
