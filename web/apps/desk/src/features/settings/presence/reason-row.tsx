import { Button } from '@mantine/core';
import type { BreakReason } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import classes from '../parts.module.css';
import { ReasonFields, type ReasonForm } from './reason-fields';

interface ReasonRowProps {
  reason: BreakReason;
  /** Counted from one. */
  place: number;
  first: boolean;
  last: boolean;
}

const stale = [keys.breakReasons];

export function ReasonRow({ reason, place, first, last }: ReasonRowProps) {
  const { t } = useTranslation('admin');
  const [open, setOpen] = useState(false);
  const move = useDeed({ stale, run: (position: number) => server.patch<BreakReason>(`/break-reasons/${reason.id}`, { position }) });
  const remove = useDeed({ stale, run: () => server.delete(`/break-reasons/${reason.id}`) });
  const { name } = reason;
  if (open) return <ReasonEditor reason={reason} onClose={() => setOpen(false)} />;
  return (
    <li className={classes.spread}>
      <span>
        <span className={classes.name}>{name}</span>
        <br />
        <span className={classes.quiet}>{reason.minutes === null ? t('presence.noLength') : t('presence.usually', { minutes: reason.minutes })}</span>
      </span>
      <span className={classes.row}>
        <IconAction label={t('presence.up', { name })} icon={IconChevronUp} disabled={first} onClick={() => move.mutate(place - 1)} />
        <IconAction label={t('presence.down', { name })} icon={IconChevronDown} disabled={last} onClick={() => move.mutate(place + 1)} />
        <Button variant="default" aria-label={t('presence.changeOf', { name })} onClick={() => setOpen(true)}>
          {t('change')}
        </Button>
        <Button variant="default" aria-label={t('presence.deleteOf', { name })} loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
          {t('presence.delete')}
        </Button>
      </span>
    </li>
  );
}

function ReasonEditor({ reason, onClose }: { reason: BreakReason; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const [form, setForm] = useState<ReasonForm>({ name: reason.name, minutes: reason.minutes });
  const save = useDeed({ quiet: true, stale, run: () => server.patch<BreakReason>(`/break-reasons/${reason.id}`, form), onDone: onClose });
  return (
    <li>
      <form
        className={classes.stack}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <ReasonFields form={form} error={save.error} onChange={setForm} />
        <div className={classes.row}>
          <Button type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('back')}
          </Button>
        </div>
      </form>
    </li>
  );
}
