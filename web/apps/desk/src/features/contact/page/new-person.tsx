import { Button, Modal, TextInput } from '@mantine/core';
import type { Contact } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { problemText } from '~/shared/problem-text';
import { useCreatePerson } from './api';
import classes from './page.module.css';

interface NewPersonProps {
  onClose: () => void;
  onMade: (contact: Contact) => void;
}

/** A customer made by hand: a name, a phone or an address is enough; the rest is filled in on the card. */
export default function NewPerson({ onClose, onMade }: NewPersonProps) {
  const { t } = useTranslation('people');
  const [person, setPerson] = useState({ name: '', phone: '', email: '', company: '' });
  const create = useCreatePerson((contact) => {
    onClose();
    onMade(contact);
  });
  const errorOf = fieldErrors(create.error);
  const field = (name: keyof typeof person, longest: number, more: object = {}) => (
    <TextInput label={t(`fields.${name}`)} maxLength={longest} value={person[name]} error={errorOf(name)} autoComplete="off" onChange={({ currentTarget: { value } }) => setPerson((now) => ({ ...now, [name]: value }))} {...more} />
  );
  const empty = !person.name.trim() && !person.phone.trim() && !person.email.trim();
  return (
    <Modal opened onClose={onClose} title={t('newTitle')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ name: person.name, phone: person.phone || null, email: person.email || null, company: person.company || null });
        }}
      >
        {field('name', 200, { 'data-autofocus': true })}
        {field('phone', 200, { type: 'tel' })}
        {field('email', 254, { type: 'email' })}
        {field('company', 200)}
        <p className={classes.error} role="alert">
          {create.isError && !isAboutFields(create.error) ? problemText(create.error) : null}
        </p>
        <div className={classes.verbs}>
          <Button type="submit" loading={create.isPending} disabled={empty}>
            {t('create')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
