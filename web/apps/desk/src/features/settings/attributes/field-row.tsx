import { Button } from '@mantine/core';
import type { ContactAttribute, ConversationField } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import classes from '../parts.module.css';
import { FieldForm, type FieldValues } from './field-form';
import type { FieldHouse } from './field-house';

interface FieldRowProps {
  field: ContactAttribute | ConversationField;
  house: FieldHouse;
  /** Absent at the end of the list and in the archive. */
  onUp?: (() => void) | undefined;
  onDown?: (() => void) | undefined;
}

export function FieldRow({ field, house, onUp, onDown }: FieldRowProps) {
  const { t } = useTranslation('admin');
  const [open, setOpen] = useState(false);
  const path = `${house.path}/${field.id}`;
  const stale = [house.key];
  const save = useDeed({
    quiet: true,
    stale,
    run: ({ kind, choices, on_card: onCard, name, required }: FieldValues) => server.patch(path, { name, required, ...(!house.kinds && { on_card: onCard }), ...((kind === 'choice' || kind === 'choices') && { choices }) }),
    onDone: () => setOpen(false),
  });
  const archive = useDeed({ stale, run: (archived: boolean) => server.patch(path, { archived }) });
  const { name } = field;
  if (open) {
    return (
      <li>
        <FieldForm start={{ on_card: true, ...field }} kinds={house.kinds} isNew={false} action={t('save')} busy={save.isPending} error={save.error} onSave={save.mutate} onBack={() => setOpen(false)} />
      </li>
    );
  }
  return (
    <li className={classes.spread} data-field={field.key}>
      <span>
        <span className={classes.name} dir="auto">
          {name}
        </span>
        <br />
        <span className={`${classes.quiet ?? ''} ${classes.small ?? ''}`} title={t('attributes.key', { key: field.key })}>
          {[t(`attributes.kinds.${field.kind}`), field.choices.join(', '), field.required ? t('attributes.required').toLocaleLowerCase() : '', !('on_card' in field) || field.on_card ? '' : t('attributes.offCard')].filter(Boolean).join(' · ')}
        </span>
      </span>
      <span className={classes.row}>
        {field.archived ? null : (
          <>
            <IconAction label={t('attributes.up', { name })} icon={IconArrowUp} disabled={!onUp} onClick={() => onUp?.()} />
            <IconAction label={t('attributes.down', { name })} icon={IconArrowDown} disabled={!onDown} onClick={() => onDown?.()} />
            <Button variant="default" aria-label={t('attributes.changeOf', { name })} onClick={() => setOpen(true)}>
              {t('change')}
            </Button>
          </>
        )}
        <Button variant="default" loading={archive.isPending} aria-label={t(field.archived ? 'attributes.restoreOf' : 'attributes.archiveOf', { name })} onClick={() => archive.mutate(!field.archived)}>
          {t(field.archived ? 'attributes.restore' : 'attributes.archive')}
        </Button>
      </span>
    </li>
  );
}
