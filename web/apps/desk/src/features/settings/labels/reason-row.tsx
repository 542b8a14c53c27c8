import { Button, TextInput } from '@mantine/core';
import type { ClosingReason } from '@otklik/api';
import { ConfirmDialog, IconAction } from '@otklik/ui';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { NAME_MAX } from '~/shared/labels';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import classes from '../parts.module.css';

interface ReasonRowProps {
  reason: ClosingReason;
  place: number;
  last: number;
}

export function ReasonRow({ reason, place, last }: ReasonRowProps) {
  const { t } = useTranslation('admin');
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const stale = [keys.reasons];
  const move = useDeed({ stale, run: (to: number) => server.patch<ClosingReason>(`/closing-reasons/${reason.id}`, { place: to }) });
  const remove = useDeed({ stale, run: () => server.delete(`/closing-reasons/${reason.id}`), onDone: () => setAsked(false) });
  if (open) return <ReasonForm reason={reason} onDone={() => setOpen(false)} />;
  return (
    <li className={classes.spread}>
      <span className={classes.name} dir="auto">
        {reason.name}
      </span>
      <span className={classes.row}>
        <IconAction label={t('reasons.upOf', { name: reason.name })} icon={IconArrowUp} disabled={place === 0} onClick={() => move.mutate(place - 1)} />
        <IconAction label={t('reasons.downOf', { name: reason.name })} icon={IconArrowDown} disabled={place === last} onClick={() => move.mutate(place + 1)} />
        <Button variant="default" aria-label={t('reasons.changeOf', { name: reason.name })} onClick={() => setOpen(true)}>
          {t('change')}
        </Button>
        <Button variant="default" aria-label={t('reasons.deleteOf', { name: reason.name })} onClick={() => setAsked(true)}>
          {t('reasons.delete')}
        </Button>
      </span>
      <ConfirmDialog opened={asked} title={t('reasons.deleteTitle', { name: reason.name })} confirm={t('reasons.delete')} cancel={t('cancel')} danger busy={remove.isPending} onConfirm={() => remove.mutate(undefined)} onClose={() => setAsked(false)}>
        {t('reasons.deleteText')}
      </ConfirmDialog>
    </li>
  );
}

function ReasonForm({ reason, onDone }: { reason: ClosingReason; onDone: () => void }) {
  const { t } = useTranslation('admin');
  const [name, setName] = useState(reason.name);
  const save = useDeed({ quiet: true, stale: [keys.reasons], run: () => server.patch<ClosingReason>(`/closing-reasons/${reason.id}`, { name }), onDone });
  return (
    <li>
      <form
        className={classes.stack}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <TextInput label={t('reasons.name')} required maxLength={NAME_MAX} value={name} error={save.isError ? (fieldErrors(save.error)('name') ?? problemText(save.error)) : undefined} onChange={(event) => setName(event.currentTarget.value)} />
        <div className={classes.row}>
          <Button type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('back')}
          </Button>
        </div>
      </form>
    </li>
  );
}
