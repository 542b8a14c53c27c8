import { Button, Group, Modal, Select, Skeleton, Stack } from '@mantine/core';
import type { Conversation } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useStore } from '~/shared/store';
import { languageName, pickLanguage, spokenLanguages, translationTrouble, type Translation } from '~/shared/translation';
import classes from './translate-dialog.module.css';

interface TranslateDialogProps {
  conversation: Conversation;
  text: string;
  /** Puts the words into the field; the original is kept beside it. */
  onTake: (text: string) => void;
  onClose: () => void;
}

/** What is written, and the same in the customer's language, side by side; nothing leaves for the customer from here. */
export default function TranslateDialog({ conversation, text, onTake, onClose }: TranslateDialogProps) {
  const { t } = useTranslation(['translation', 'conversation']);
  const reader = useLanguage();
  const spoken = useStore(spokenLanguages)[conversation.id] ?? conversation.contact.language ?? '';
  const [chosen, setChosen] = useState<string | null>(null);
  const languages = useQuery({ queryKey: keys.translationLanguages, queryFn: async () => (await server.get<{ codes: string[] }>('/translation/languages')).codes, staleTime: 60 * 60_000, retry: false });
  const known = languages.data ?? [];
  const target = chosen ?? pickLanguage(spoken, known);
  const made = useQuery({
    queryKey: ['translated-draft', conversation.id, target, text],
    queryFn: () => server.post<Translation>(`/conversations/${conversation.id}/translated-draft`, { text, target }),
    enabled: target !== null,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const wrong = languages.error ?? made.error;
  const trouble = wrong ? translationTrouble(wrong) : null;
  const names = known.map((value) => ({ value, label: languageName(value, reader) })).sort((one, other) => one.label.localeCompare(other.label, reader));
  const ask = () => void (languages.error ? languages.refetch() : made.refetch());
  return (
    <Modal opened onClose={onClose} title={t('draft.title')} size="xl" closeButtonProps={{ 'aria-label': t('conversation:close') }}>
      <Stack>
        <Select label={t('draft.language')} description={t('draft.privacy')} data={names} value={target} searchable disabled={known.length === 0} onChange={setChosen} data-autofocus={target === null || undefined} />
        <div className={classes.pair}>
          <section aria-label={t('draft.yours')}>
            <h3>{t('draft.yours')}</h3>
            <p dir="auto">{text}</p>
          </section>
          <section aria-label={t('draft.theirs')} aria-live="polite" aria-busy={made.isFetching}>
            <h3>{t('draft.theirs')}</h3>
            {made.data && !trouble ? (
              <p lang={made.data.target} dir="auto">
                {made.data.text}
              </p>
            ) : null}
            {made.isFetching ? <Skeleton height={66} /> : null}
          </section>
        </div>
        {trouble && !made.isFetching ? (
          <p className={classes.trouble} role="alert">
            {trouble.words} {trouble.said ? t('said', { said: trouble.said }) : null}{' '}
            <Button size="compact-xs" variant="default" onClick={ask}>
              {t('again')}
            </Button>
          </p>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('draft.cancel')}
          </Button>
          <Button disabled={!made.data || made.isFetching} onClick={() => made.data && onTake(made.data.text)}>
            {t('draft.take')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
