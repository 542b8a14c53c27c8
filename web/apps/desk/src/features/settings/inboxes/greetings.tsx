import { Button, Switch } from '@mantine/core';
import { ConfirmDialog, IconAction } from '@otklik/ui';
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useDeed, useIdempotency } from '../asking';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import { GreetingForm } from './greeting-form';
import { blank, partOf, type Greeting } from './greeting-wire';

/** What the chat says to visitors by itself, in the order in which it is tried. */
export default function Greetings({ inboxId }: { inboxId: number }) {
  const { t } = useTranslation('channels');
  const sameKey = useIdempotency();
  const [adding, setAdding] = useState(false);
  const path = `/inboxes/${inboxId}/greetings`;
  const known = useQuery({ queryKey: [...keys.inboxes, inboxId, 'greetings'], queryFn: () => server.get<{ items: Greeting[] }>(path) });
  return (
    <Loaded query={known}>
      {({ items }) => (
        <div className={classes.stack}>
          {items.length > 0 ? (
            <ul className={classes.list}>
              {items.map((greeting, place) => (
                <GreetingRow key={greeting.id} greeting={greeting} path={path} place={place} last={items.length - 1} />
              ))}
            </ul>
          ) : (
            <p className={classes.quiet}>{t('greetings.none')}</p>
          )}
          {adding ? (
            <GreetingForm first={blank()} save={(draft) => server.post<Greeting>(path, draft, sameKey(draft))} onDone={() => setAdding(false)} />
          ) : (
            <div>
              <Button variant="default" onClick={() => setAdding(true)}>
                {t('greetings.add')}
              </Button>
            </div>
          )}
        </div>
      )}
    </Loaded>
  );
}

interface GreetingRowProps {
  greeting: Greeting;
  path: string;
  place: number;
  last: number;
}

function GreetingRow({ greeting, path, place, last }: GreetingRowProps) {
  const { t } = useTranslation('channels');
  const [open, setOpen] = useState<'form' | 'delete' | null>(null);
  const own = `${path}/${greeting.id}`;
  const stale = [keys.inboxes];
  const change = useDeed({ stale, run: (body: { place: number } | { enabled: boolean }) => server.patch<Greeting>(own, body) });
  const remove = useDeed({ stale, run: () => server.delete(own), onDone: () => setOpen(null) });
  const { name } = greeting;
  if (open === 'form') {
    return (
      <li>
        <GreetingForm first={greeting} save={({ name: title, text_ru, text_en, terms, every_days }) => server.patch<Greeting>(own, { name: title, text_ru, text_en, terms, every_days })} onDone={() => setOpen(null)} />
      </li>
    );
  }
  return (
    <li className={classes.lines}>
      <div className={classes.spread}>
        <Switch label={<span className={classes.name}>{name}</span>} checked={greeting.enabled} disabled={change.isPending} onChange={(event) => change.mutate({ enabled: event.currentTarget.checked })} />
        <span>
          <IconAction label={t('greetings.upOf', { name })} icon={IconArrowUp} disabled={place === 0} onClick={() => change.mutate({ place: place - 1 })} />
          <IconAction label={t('greetings.downOf', { name })} icon={IconArrowDown} disabled={place === last} onClick={() => change.mutate({ place: place + 1 })} />
          <IconAction label={t('greetings.editOf', { name })} icon={IconPencil} onClick={() => setOpen('form')} />
          <IconAction label={t('greetings.deleteOf', { name })} icon={IconTrash} onClick={() => setOpen('delete')} />
        </span>
      </div>
      <p className={classes.excerpt} dir="auto">
        {greeting.text_ru || greeting.text_en}
      </p>
      <Figures greeting={greeting} />
      <ConfirmDialog opened={open === 'delete'} title={t('greetings.deleteTitle', { name })} confirm={t('greetings.delete')} cancel={t('cancel')} danger busy={remove.isPending} onConfirm={() => remove.mutate(undefined)} onClose={() => setOpen(null)}>
        {t('greetings.deleteText')}
      </ConfirmDialog>
    </li>
  );
}

function Figures({ greeting: { shown, opened, answered } }: { greeting: Greeting }) {
  const { t } = useTranslation('channels');
  const language = useLanguage();
  const figure = (count: number) => {
    const part = partOf(count, shown);
    return `${count.toLocaleString(language)}${part === null ? '' : ` (${part} %)`}`;
  };
  return (
    <p className={`${classes.quiet} ${classes.small}`} style={{ margin: 0 }}>
      {t('greetings.figures', { shown: shown.toLocaleString(language), opened: figure(opened), answered: figure(answered) })}
    </p>
  );
}
