import { Checkbox } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '~/shared/session';
import { groupRights, useRightName } from './rights';
import classes from './roles.module.css';
import { neededFor, tick, type Ticked } from './ticking';
import type { Roles } from './wire';

interface TickTableProps {
  all: Roles;
  held: readonly string[];
  /** My own role: its rights are changed by a colleague. */
  fixed: boolean;
  onChange: (held: string[]) => void;
}

/** The rights to be ticked; what goes along with a tick is said aloud. */
export function TickTable({ all, held, fixed, onChange }: TickTableProps) {
  const { t } = useTranslation('roles');
  const right = useRightName();
  const { permissions } = useSession();
  const [said, setSaid] = useState('');
  const every = all.items.flatMap((one) => one.permissions);
  const change = (one: string, on: boolean) => {
    const ticked: Ticked = tick(held, one, on, all.needs);
    setSaid(ticked.also.length === 0 ? '' : t(on ? 'alsoOn' : 'alsoOff', { right: right(one), rights: ticked.also.map(right).join(', ') }));
    onChange(ticked.held);
  };
  /** Nobody gives what they do not hold. */
  const mayGive = (one: string) => [one, ...neededFor(one, all.needs)].every((needed) => permissions.includes(needed));
  return (
    <fieldset className={classes.rights} disabled={fixed}>
      <legend>{t('rightsOf')}</legend>
      <p className={classes.also} role="status">
        {fixed ? t('ownRole') : said || t('tickHint')}
      </p>
      {groupRights(every).map(({ group, rights }) => (
        <div key={group} role="group" aria-label={t(`groups.${group}`)} className={classes.ticks}>
          <p className={classes.groupName} aria-hidden="true">
            {t(`groups.${group}`)}
          </p>
          {rights.map((one) => (
            <RightTick key={one} name={right(one)} note={mayGive(one) ? noteOf(all.needs[one]) : t('notMine')} checked={held.includes(one)} disabled={fixed || (!held.includes(one) && !mayGive(one))} onChange={(on) => change(one, on)} />
          ))}
        </div>
      ))}
    </fieldset>
  );

  function noteOf(needs: readonly string[] = []): string {
    return needs.length === 0 ? '' : t('needs', { rights: needs.map(right).join(', ') });
  }
}

function RightTick({ name, note, checked, disabled, onChange }: { name: string; note: string; checked: boolean; disabled: boolean; onChange: (on: boolean) => void }) {
  const id = useId();
  return <Checkbox id={id} label={name} description={note || undefined} checked={checked} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />;
}
