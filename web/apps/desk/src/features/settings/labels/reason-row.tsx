import type { ClosingReason } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { NAME_MAX } from '~/shared/labels';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import { EditableRow, RowForm } from '../editable-row';
import classes from '../parts.module.css';

interface ReasonRowProps {
  reason: ClosingReason;
  place: number;
  last: number;
}

export function ReasonRow({ reason, place, last }: ReasonRowProps) {
  const { t } = useTranslation('admin');
  const path = `/closing-reasons/${reason.id}`;
  const stale = [keys.reasons];
  const move = useDeed({ stale, run: (to: number) => server.patch<ClosingReason>(path, { place: to }) });
  return (
    <EditableRow
      words="reasons"
      name={reason.name}
      path={path}
      stale={stale}
      form={(onDone) => <RowForm label={t('reasons.name')} maxLength={NAME_MAX} first={reason.name} save={(name) => server.patch<ClosingReason>(path, { name })} stale={stale} onDone={onDone} />}
      verbs={
        <>
          <IconAction label={t('reasons.upOf', { name: reason.name })} icon={IconArrowUp} disabled={place === 0} onClick={() => move.mutate(place - 1)} />
          <IconAction label={t('reasons.downOf', { name: reason.name })} icon={IconArrowDown} disabled={place === last} onClick={() => move.mutate(place + 1)} />
        </>
      }
    >
      <span className={classes.name} dir="auto">
        {reason.name}
      </span>
    </EditableRow>
  );
}
