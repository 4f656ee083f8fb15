import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Filters, noFilters, type Order, sameQuery, usualOrder } from './filters.ts'
import { noSelection, type Selection } from './selection.ts'

/** How the hits are shown. */
export type Layout = 'list' | 'grid'

/** What somebody looks for in the library and where they are in it; kept while they look at a clip. */
export type LibraryFacts = {
  /** As they stand in the fields. */
  readonly filters: Filters
  /** What was searched for last: what is typed is no search yet. */
  readonly sought: Filters
  readonly order: Order
  readonly layout: Layout
  readonly selection: Selection
  readonly details: boolean
}

/** The facts, and what changes them. A new search or order selects nothing. */
export type LibraryStore = StoreApi<LibraryFacts> & {
  /** Something is being typed: it is searched for after a pause, so that the log holds searches and not keystrokes. */
  type(filters: Filters): void
  /** Searches for what was typed, now. */
  settle(): void
  /** Something was chosen: it is searched for at once. */
  search(filters: Filters): void
  sort(order: Order): void
  look(layout: Layout): void
  select(change: (selection: Selection) => Selection): void
  showDetails(details: boolean): void
}

/** How long nobody types before what stands there is searched for, in milliseconds. */
const typingPause = 400

/** Makes the store of one person's library. */
export function createLibraryStore(details: boolean): LibraryStore {
  const store = createStore<LibraryFacts>(() => ({
    filters: noFilters,
    sought: noFilters,
    order: usualOrder,
    layout: 'list',
    selection: noSelection,
    details,
  }))
  let pause: ReturnType<typeof setTimeout> | undefined
  const settle = (): void => {
    clearTimeout(pause)
    store.setState(({ filters, sought }) =>
      // What asks for the same is no new search.
      sameQuery(filters, sought) ? {} : { sought: filters, selection: noSelection },
    )
  }
  return {
    ...store,
    type: (filters) => {
      store.setState({ filters })
      clearTimeout(pause)
      pause = setTimeout(settle, typingPause)
    },
    settle,
    search: (filters) => {
      store.setState({ filters })
      settle()
    },
    sort: (order) => store.setState({ order, selection: noSelection }),
    look: (layout) => store.setState({ layout }),
    select: (change) => store.setState(({ selection }) => ({ selection: change(selection) })),
    showDetails: (shown) => store.setState({ details: shown }),
  }
}
