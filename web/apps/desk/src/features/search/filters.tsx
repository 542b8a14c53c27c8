import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useInboxes } from '~/shared/channels';
import { useOperators } from '~/shared/colleagues';
import { useLanguage } from '~/shared/i18n';
import { useSession } from '~/shared/session';
import { periods, type Asked } from './asked';
import classes from './search.module.css';

interface FiltersProps {
  asked: Asked;
  onChange: (change: { channel?: string; author?: string; period?: Asked['period'] | undefined; from?: string; to?: string }) => void;
}

/** Channel, author and time; what is empty is not asked for. */
export function Filters({ asked, onChange }: FiltersProps) {
  const { t } = useTranslation('search');
  const language = useLanguage();
  const me = useSession().operator.id;
  const channels = [...new Set(useInboxes()?.map((inbox) => inbox.channel))];
  const colleagues = useOperators().filter((one) => one.id !== me);
  return (
    <div className={classes.filters} role="group" aria-label={t('filters')}>
      <NativeSelect
        aria-label={t('channel')}
        value={asked.channel ?? ''}
        onChange={(event) => onChange({ channel: event.currentTarget.value })}
        data={[{ value: '', label: t('anyChannel') }, ...channels.map((one) => ({ value: one, label: channelName(one, language) }))]}
      />
      <NativeSelect
        aria-label={t('author')}
        value={asked.author ?? ''}
        onChange={(event) => onChange({ author: event.currentTarget.value })}
        data={[
          { value: '', label: t('anyAuthor') },
          { value: 'contact', label: t('authorContact') },
          { value: 'bot', label: t('authorBot') },
          { value: String(me), label: t('authorMe') },
          ...colleagues.map((one) => ({ value: String(one.id), label: one.name })),
        ]}
      />
      <NativeSelect
        aria-label={t('period')}
        value={asked.period ?? ''}
        onChange={(event) => onChange({ period: periods.find((one) => one === event.currentTarget.value) })}
        data={[{ value: '', label: t('periods.any') }, ...periods.map((one) => ({ value: one, label: t(`periods.${one}`) }))]}
      />
      {asked.period === 'days' ? (
        <>
          <TextInput type="date" aria-label={t('from')} value={asked.from ?? ''} max={asked.to ?? ''} onChange={(event) => onChange({ from: event.currentTarget.value })} />
          <TextInput type="date" aria-label={t('to')} value={asked.to ?? ''} min={asked.from ?? ''} onChange={(event) => onChange({ to: event.currentTarget.value })} />
        </>
      ) : null}
    </div>
  );
}
