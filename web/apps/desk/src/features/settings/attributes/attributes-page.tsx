import type { ContactAttribute } from '@otklik/api';
import { EmptyState, PageHeader, Section } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAttributes } from '~/shared/attributes';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useDeed, useIdempotency } from '../asking';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import { FieldForm, type FieldValues } from './field-form';
import { FieldRow } from './field-row';

export default function AttributesPage() {
  const { t } = useTranslation('admin');
  const fields = useAttributes();
  return (
    <>
      <PageHeader title={t('attributes.title')} hint={t('attributes.hint')} />
      <Loaded query={fields}>{(all) => <Fields all={all} />}</Loaded>
      <div className={classes.apart} />
      <Section title={t('attributes.new')}>
        <NewField />
      </Section>
    </>
  );
}

function Fields({ all }: { all: ContactAttribute[] }) {
  const { t } = useTranslation('admin');
  const active = all.filter((one) => !one.archived);
  const archived = all.filter((one) => one.archived);
  const order = useDeed({ stale: [keys.attributes], run: (ids: number[]) => server.put('/contact-attributes/order', { ids }) });
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
            <FieldRow key={one.id} field={one} onUp={place > 0 ? () => swap(place, place - 1) : undefined} onDown={place < active.length - 1 ? () => swap(place, place + 1) : undefined} />
          ))}
        </ul>
      ) : (
        <EmptyState drawing="talk" title={t('attributes.empty')} hint={t('attributes.emptyHint')} />
      )}
      {archived.length > 0 ? (
        <>
          <div className={classes.apart} />
          <Section title={t('attributes.archived')} hint={t('attributes.archivedHint')}>
            <ul className={classes.list}>
              {archived.map((one) => (
                <FieldRow key={one.id} field={one} />
              ))}
            </ul>
          </Section>
        </>
      ) : null}
    </>
  );
}

const blank: FieldValues = { name: '', kind: 'text', choices: [], required: false, on_card: true };

function NewField() {
  const { t } = useTranslation('admin');
  const sameKey = useIdempotency();
  const [made, setMade] = useState(0);
  const create = useDeed({
    quiet: true,
    stale: [keys.attributes],
    run: (values: FieldValues) => server.post<ContactAttribute>('/contact-attributes', values, sameKey(values)),
    onDone: () => setMade((number) => number + 1),
  });
  return <FieldForm key={made} start={blank} isNew action={t('attributes.create')} busy={create.isPending} error={create.error} onSave={create.mutate} />;
}
