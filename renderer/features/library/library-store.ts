import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Filters, noFilters, type Order, usualOrder } from './filters.ts'
import { noSelection, type Selection } from './selection.ts'

/** How the hits are shown. */
export type Layout = 'list' | 'grid'

/** What somebody looks for in the library and where they are in it; kept while they look at a clip. */
export type LibraryFacts = {
  readonly filters: Filters
  readonly order: Order
  readonly layout: Layout
  readonly selection: Selection
  readonly details: boolean
}

/** The facts, and what changes them. A new search or order selects nothing. */
export type LibraryStore = StoreApi<LibraryFacts> & {
  search(filters: Filters): void
  sort(order: Order): void
  look(layout: Layout): void
  select(change: (selection: Selection) => Selection): void
  showDetails(details: boolean): void
}

/** Makes the store of one person's library. */
export function createLibraryStore(details: boolean): LibraryStore {
  const store = createStore<LibraryFacts>(() => ({
    filters: noFilters,
    order: usualOrder,
    layout: 'list',
    selection: noSelection,
    details,
  }))
  return {
    ...store,
    search: (filters) => store.setState({ filters, selection: noSelection }),
    sort: (order) => store.setState({ order, selection: noSelection }),
    look: (layout) => store.setState({ layout }),
    select: (change) => store.setState(({ selection }) => ({ selection: change(selection) })),
    showDetails: (shown) => store.setState({ details: shown }),
  }
}
