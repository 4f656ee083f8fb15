const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** The day that an ISO 8601 text begins with, for people: `22 Nov 2026`; null where it begins with none. */
export function shownDate(iso: string): string | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso)
  const month = months[Number(match?.[2]) - 1]
  return match && month ? `${Number(match[3])} ${month} ${match[1]}` : null
}

/** A moment in UTC, for people: `22 Nov 2026, 14:05 UTC`; only the day where no time is written, null where not even that is. */
export function shownMoment(iso: string): string | null {
  const day = shownDate(iso)
  const time = /^\d{4}-\d\d-\d\dT(\d\d:\d\d)/.exec(iso)
  return day && time ? `${day}, ${time[1]} UTC` : day
}
