import {
  Button,
  Field,
  Input,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Tag,
  TagGroup,
  tokens,
} from '@fluentui/react-components'
import { BookmarkMultipleRegular } from '@fluentui/react-icons'
import { type FormEvent, useCallback, useState } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { useTask } from '../../ui/use-task.ts'
import { type Filters, filterChips, filtersOf, noFilters, queryOf } from './filters.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `0 ${tokens.spacingHorizontalM} ${tokens.spacingVerticalS}`,
  },
  chips: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  save: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
})

type FiltersProps = { readonly filters: Filters; readonly onFilters: (filters: Filters) => void }

/** Filters that somebody uses again: chosen, saved under a name, deleted. */
export function SavedFilters({ filters, onFilters }: FiltersProps) {
  const { ask } = useClient()
  const saved = useAnswer(useCallback((signal) => ask('filter.list', {}, { signal }), [ask]))
  const task = useTask()
  const remove = async (filter: string): Promise<void> => {
    await task.run((signal) => ask('filter.remove', { filter }, { signal }))
    saved.again()
  }
  const list = saved.value?.filters ?? []
  const failure = task.failure ?? saved.failure
  return (
    <>
      {list.length === 0 ? null : (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button icon={<BookmarkMultipleRegular />}>Saved</Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {list.map(({ filter, name, query }) => (
                <MenuItem key={filter} onClick={() => onFilters(filtersOf(query))}>
                  {name}
                </MenuItem>
              ))}
              <MenuDivider />
              <Menu>
                <MenuTrigger disableButtonEnhancement>
                  <MenuItem>Delete</MenuItem>
                </MenuTrigger>
                <MenuPopover>
                  <MenuList>
                    {list.map(({ filter, name }) => (
                      <MenuItem key={filter} onClick={() => void remove(filter)}>
                        {name}
                      </MenuItem>
                    ))}
                  </MenuList>
                </MenuPopover>
              </Menu>
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
      <SaveFilter filters={filters} onSaved={saved.again} />
      {failure === null ? null : <FailureNotice failure={failure} title="The saved filters did not change" />}
    </>
  )
}

function SaveFilter({ filters, onSaved }: { readonly filters: Filters; readonly onSaved: () => void }) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const query = queryOf(filters)
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const answer = await task.run((signal) => ask('filter.put', { name: name.trim(), query }, { signal }))
    if (!answer?.ok) return
    setOpen(false)
    setName('')
    onSaved()
  }
  if (Object.keys(query).length === 0) return null
  return (
    <Popover open={open} onOpenChange={(_, { open: next }) => setOpen(next)} trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button appearance="subtle">Save filter</Button>
      </PopoverTrigger>
      <PopoverSurface aria-label="Save this filter">
        <form className={styles.save} onSubmit={(event) => void save(event)}>
          {task.failure === null ? null : <FailureNotice failure={task.failure} title="Not saved" />}
          <Field label="Name of the filter" hint="One of the same name is replaced.">
            <Input value={name} maxLength={100} onChange={(_, { value }) => setName(value)} />
          </Field>
          <Button appearance="primary" type="submit" disabledFocusable={task.running || name.trim() === ''}>
            Save
          </Button>
        </form>
      </PopoverSurface>
    </Popover>
  )
}

/** What narrows the search, each of which can be taken away; nothing where nothing does. */
export function FilterChips({ filters, onFilters }: FiltersProps) {
  const styles = useStyles()
  const chips = filterChips(filters)
  if (chips.length === 0) return null
  return (
    <div className={styles.root}>
      <TagGroup
        className={styles.chips}
        aria-label="Filters in force"
        size="small"
        dismissible
        onDismiss={(_, { value }) => {
          const chip = chips.find(({ field }) => field === value)
          if (chip) onFilters(chip.without)
        }}
      >
        {chips.map(({ field, words }) => (
          <Tag key={field} value={field} dismissIcon={{ 'aria-label': 'remove' }}>
            {words}
          </Tag>
        ))}
      </TagGroup>
      <Button size="small" appearance="transparent" onClick={() => onFilters({ ...noFilters, text: filters.text })}>
        Clear all
      </Button>
    </div>
  )
}
