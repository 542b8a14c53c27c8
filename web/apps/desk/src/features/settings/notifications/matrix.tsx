import { Checkbox, Select } from '@mantine/core';
import type { Happening, NoticeChannels, NoticeChoices, Tone } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePermission } from '~/shared/session';
import { play } from '~/shared/tones';
import classes from './notifications.module.css';

const happenings: Happening[] = ['queue', 'assigned', 'reply', 'mention', 'offer', 'task', 'failed', 'followed', 'channel'];
const channels = ['sound', 'toast', 'browser', 'push', 'mail'] as const;
const toneNames: Tone[] = ['glass', 'drop', 'bell', 'marimba', 'knock', 'horn'];

interface MatrixProps {
  choices: NoticeChoices;
  onChange: (matrix: NoticeChoices['matrix']) => void;
}

/** What by what: a row for each happening, with the sound it makes. */
export function Matrix({ choices, onChange }: MatrixProps) {
  const { t } = useTranslation('notifications');
  const keepsChannels = usePermission('inboxes.manage');
  const put = (happening: Happening, change: Partial<NoticeChannels>) => onChange({ ...choices.matrix, [happening]: { ...choices.matrix[happening], ...change } });
  return (
    <div className={classes.scroll} data-wide>
      <table className={classes.matrix}>
        <thead>
          <tr>
            <th scope="col">{t('matrix.what')}</th>
            {channels.map((channel) => (
              <th key={channel} scope="col" className={classes.tick}>
                {t(`matrix.${channel}`)}
              </th>
            ))}
            <th scope="col">{t('matrix.tone')}</th>
          </tr>
        </thead>
        <tbody>
          {happenings.filter((happening) => happening !== 'channel' || keepsChannels).map((happening) => (
            <Row key={happening} happening={happening} chosen={choices.matrix[happening]} volume={choices.volume} onChange={(change) => put(happening, change)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  happening: Happening;
  chosen: NoticeChannels;
  volume: number;
  onChange: (change: Partial<NoticeChannels>) => void;
}

function Row({ happening, chosen, volume, onChange }: RowProps) {
  const { t } = useTranslation('notifications');
  const what = t(`what.${happening}`);
  return (
    <tr>
      <th scope="row">
        {what}
        <span className={classes.hint}>{t(`hint.${happening}`)}</span>
      </th>
      {channels.map((channel) => {
        // An offer has a card with a countdown, which is always shown.
        const always = channel === 'toast' && happening === 'offer';
        // It is over long before a letter is read.
        const never = (channel === 'mail' && happening === 'offer') || (channel === 'browser' && happening === 'channel');
        return (
          <td key={channel} className={classes.tick} data-label={t(`matrix.${channel}`)}>
            <Checkbox aria-label={`${what}: ${t(`matrix.${channel}`)}`} checked={always || (!never && chosen[channel])} disabled={always || never} onChange={(event) => onChange({ [channel]: event.currentTarget.checked })} />
          </td>
        );
      })}
      <td data-label={t('matrix.tone')}>
        <span className={classes.tone}>
          <Select
            aria-label={`${what}: ${t('matrix.tone')}`}
            w={128}
            allowDeselect={false}
            value={chosen.tone}
            data={toneNames.map((tone) => ({ value: tone, label: t(`tones.${tone}`) }))}
            onChange={(tone) => {
              if (!tone) return;
              onChange({ tone: tone });
              void play(tone, volume);
            }}
          />
          <IconAction label={t('listen', { tone: t(`tones.${chosen.tone}`) })} icon={IconPlayerPlay} onClick={() => void play(chosen.tone, volume)} />
        </span>
      </td>
    </tr>
  );
}
