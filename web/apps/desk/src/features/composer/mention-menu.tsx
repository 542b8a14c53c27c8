import { Avatar } from '@otklik/ui';
import { IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { findNamable } from '~/shared/mentions';
import { CaretLines } from './caret-lines';
import type { Mentions } from './use-mentions';
import { useNamable } from './use-namable';

const MOST = 8;

/** Whom the note may name. */
export default function MentionMenu({ mentions, query }: { mentions: Mentions; query: string }) {
  const { t } = useTranslation('composer');
  const found = findNamable(useNamable(), query).slice(0, MOST);
  return (
    <CaretLines menu={mentions} label={t('mentions')} query={query} items={found} idOf={(one) => `mention-${one.kind}-${one.id}`} onChoose={mentions.choose}>
      {(one) => (
        <>
          {one.kind === 'team' ? <IconUsersGroup size={20} stroke={1.7} aria-hidden="true" /> : <Avatar name={one.name} size={20} />}
          <span className="truncate">{one.name}</span>
        </>
      )}
    </CaretLines>
  );
}
