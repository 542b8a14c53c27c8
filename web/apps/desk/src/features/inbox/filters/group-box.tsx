import { Button, Select } from '@mantine/core';
import { IconAction } from '@otklik/ui';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { emptyRow, makeGroup, NESTED_MAX, opposite, type Group, type Part } from './build';
import type { Bench } from './builder';
import { ConditionRow } from './condition-row';
import classes from './filters.module.css';

type Holds = 'all' | 'any' | 'none' | 'notAll';

const meanings: Record<Holds, Pick<Group, 'join' | 'negated'>> = {
  all: { join: 'all', negated: false },
  any: { join: 'any', negated: false },
  none: { join: 'any', negated: true },
  notAll: { join: 'all', negated: true },
};

function holdsOf(group: Group): Holds {
  if (group.negated) return group.join === 'any' ? 'none' : 'notAll';
  return group.join;
}

interface GroupProps {
  group: Group;
  /** The whole filter is 0. */
  depth: number;
  bench: Bench;
}

/** How the parts of a group are joined, the parts, and the buttons that add to them. */
export function GroupParts({ group, depth, bench }: GroupProps) {
  const { t } = useTranslation('filters');
  const box = useRef<HTMLDivElement>(null);
  const awaited = useRef<number | 'add' | null>(null);
  // The keyboard goes to what was added, and from what was removed back to the buttons.
  useEffect(() => {
    const place = awaited.current;
    awaited.current = null;
    if (place === null) return;
    const target = place === 'add' ? box.current?.querySelector(':scope > [data-adding] button') : box.current?.querySelector(`:scope > [data-part="${place}"] input`);
    if (target instanceof HTMLElement) target.focus();
  });
  const add = (fresh: Part) => {
    awaited.current = fresh.key;
    bench.put(group.key, { ...group, parts: [...group.parts, fresh] });
  };
  const remove = (key: number) => {
    awaited.current = 'add';
    bench.put(key, null);
  };
  return (
    <div ref={box} className={classes.parts}>
      {group.parts.length === 0 ? <p className={classes.hint}>{t('noConditions')}</p> : null}
      {group.parts.length > 0 || depth > 0 ? <JoinField group={group} bench={bench} {...(depth > 0 && { onRemove: () => bench.put(group.key, null) })} /> : null}
      {group.parts.map((part) => (
        <div key={part.key} data-part={part.key}>
          {part.kind === 'group' ? (
            <fieldset className={classes.group} aria-label={t(`joined.${holdsOf(part)}`)}>
              <GroupParts group={part} depth={depth + 1} bench={{ ...bench, put: (key, fresh) => (key === part.key && fresh === null ? remove(key) : bench.put(key, fresh)) }} />
            </fieldset>
          ) : (
            <ConditionRow row={part} bench={bench} onRemove={() => remove(part.key)} />
          )}
        </div>
      ))}
      <div className={classes.adding} data-adding>
        <Button variant="subtle" size="xs" leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />} onClick={() => add(emptyRow())}>
          {t('add')}
        </Button>
        {depth < NESTED_MAX ? (
          <Button variant="subtle" size="xs" leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />} onClick={() => add(makeGroup(opposite(group.join), [emptyRow()]))}>
            {t('addGroup')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function JoinField({ group, bench, onRemove }: { group: Group; bench: Bench; onRemove?: () => void }) {
  const { t } = useTranslation('filters');
  const choose = (holds: string | null) => {
    if (holds) bench.put(group.key, { ...group, ...meanings[holds as Holds] });
  };
  return (
    <div className={classes.join}>
      <Select aria-label={t('joinLabel')} data={Object.keys(meanings).map((holds) => ({ value: holds, label: t(`joined.${holds as Holds}`) }))} value={holdsOf(group)} onChange={choose} allowDeselect={false} comboboxProps={{ withinPortal: false }} />
      {onRemove ? <IconAction label={t('removeGroup')} icon={IconTrash} size="sm" onClick={onRemove} /> : null}
    </div>
  );
}
