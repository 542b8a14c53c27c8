import type { ContactAttribute, ConversationField } from '@otklik/api';
import { EmptyState, Section } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { useDeed, useIdempotency } from '../asking';
import classes from '../parts.module.css';
import { FieldForm, type FieldValues } from './field-form';
import type { FieldHouse } from './field-house';
import { FieldRow } from './field-row';

interface FieldsProps {
  house: FieldHouse;
  all: (ContactAttribute | ConversationField)[];
  empty: string;
  emptyHint: string;
}

/** The company's own fields in their order, those in the archive below. */
export function Fields({ house, all, empty, emptyHint }: FieldsProps) {
  const { t } = useTranslation('admin');
  const active = all.filter((one) => !one.archived);
  const archived = all.filter((one) => one.archived);
  const order = useDeed({ stale: [house.key], run: (ids: number[]) => server.put(`${house.path}/order`, { ids }) });
  const swap = (place: number, other: number) => {
    const ids = active.map((one) => one.id);
    [ids[place], ids[other]] = [ids[other] ?? 0, ids[place] ?? 0];
    order.mutate(ids);
  };
  return (
    <>
      {active.length > 0 ? (
        <ul className={classes.list}>
          {active.map((one, place) => (
            <FieldRow key={one.id} house={house} field={one} onUp={place > 0 ? () => swap(place, place - 1) : undefined} onDown={place < active.length - 1 ? () => swap(place, place + 1) : undefined} />
          ))}
        </ul>
      ) : (
        <EmptyState drawing="talk" title={empty} hint={emptyHint} />
      )}
      {archived.length > 0 ? (
        <>
          <div className={classes.apart} />
          <Section title={t('attributes.archived')} hint={t('attributes.archivedHint')}>
            <ul className={classes.list}>
              {archived.map((one) => (
                <FieldRow key={one.id} house={house} field={one} />
              ))}
            </ul>
          </Section>
        </>
      ) : null}
    </>
  );
}

const blank: FieldValues = { name: '', kind: 'text', choices: [], required: false, on_card: true };

export function NewField({ house }: { house: FieldHouse }) {
  const { t } = useTranslation('admin');
  const sameKey = useIdempotency();
  const [made, setMade] = useState(0);
  const create = useDeed({
    quiet: true,
    stale: [house.key],
    run: ({ on_card: onCard, ...facts }: FieldValues) => {
      const body = house.kinds ? facts : { ...facts, on_card: onCard };
      return server.post(house.path, body, sameKey(body));
    },
    onDone: () => setMade((number) => number + 1),
  });
  return <FieldForm key={made} start={blank} kinds={house.kinds} isNew action={t('attributes.create')} busy={create.isPending} error={create.error} onSave={create.mutate} />;
}
