import { useDebouncedValue } from '@mantine/hooks';
import type { Conversation, ConversationRow, Page, TimelineEntry } from '@otklik/api';
import { numbered, shortStamp } from '@otklik/i18n';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import choices from '~/shared/choices/choices.module.css';
import { useLanguage } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import { server } from '~/shared/server';
import classes from './merge.module.css';

const RECENT = 20;

interface TargetsProps {
  conversation: Conversation;
  words: string;
  chosen: number | null;
  onChoose: (row: ConversationRow) => void;
}

/** Other conversations to choose one from. */
export function Targets({ conversation, words, chosen, onChoose }: TargetsProps) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const nameOf = usePersonName();
  const found = useTargets(conversation, words);
  if (found.data?.length === 0) return <p className={choices.none}>{t(words.trim() ? 'merge.nothing' : 'merge.noOther')}</p>;
  return (
    <ul className={`${choices.list ?? ''} ${choices.scroll ?? ''}`} aria-label={t('merge.targets')} aria-busy={found.isPending}>
      {found.data?.map((row) => (
        <li key={row.id}>
          <button type="button" className={choices.choice} aria-pressed={row.id === chosen} onClick={() => onChoose(row)}>
            <span className={choices.digit}>{numbered(row.id, language)}</span>
            <span className={`${choices.label ?? ''} truncate`}>
              {nameOf(row.contact, row.channel)}
              <span className={classes.preview}> {row.preview?.text}</span>
            </span>
            <span className={choices.digit}>
              {t(`status.${row.status}`)} · {shortStamp(new Date(row.last_message_at), new Date(), language)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Recent conversations of the same customer; with words, any conversation found by them. Empty shells are left out. */
function useTargets(conversation: Conversation, words: string) {
  const [q] = useDebouncedValue(words.trim(), 250);
  return useQuery({
    queryKey: ['merge-targets', conversation.id, conversation.contact.id, q],
    queryFn: async ({ signal }) => {
      const rows = q
        ? (await server.get<Page<ConversationRow>>('/conversations', { view: 'all', q, limit: RECENT }, signal)).items
        : (await server.get<Page<TimelineEntry>>(`/contacts/${conversation.contact.id}/timeline`, { limit: RECENT }, signal)).items.map((entry) => entry.conversation);
      return rows.filter((row) => row.id !== conversation.id && row.preview !== null);
    },
    staleTime: 0,
  });
}
