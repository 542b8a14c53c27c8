import { Radio } from '@mantine/core';
import { Section } from '@otklik/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { tellProblem } from '~/shared/problem-text';
import { ask, stageKey, usePlaying, type Stage } from './api';
import classes from './sandbox.module.css';

/** What the messenger can be told to do wrong; the value is in seconds. */
const moods = [
  { mood: 'slow', value: 5 },
  { mood: 'throttled', value: 20 },
  { mood: 'down', value: 0 },
  { mood: 'gateway', value: 0 },
  { mood: 'silent', value: 0 },
  { mood: 'duplicate', value: 0 },
  { mood: 'disorder', value: 0 },
  { mood: 'blocked', value: 0 },
  { mood: 'revoked', value: 0 },
] as const;

type Mood = (typeof moods)[number]['mood'] | '';

/** How the messenger behaves: normal until somebody wants to see how the desk bears trouble. */
export function Moods({ mood }: { mood: string }) {
  const { t } = useTranslation('sandbox');
  const language = useLanguage();
  const client = useQueryClient();
  const channel = usePlaying();
  const title = t('moods.title', { name: channelName(channel, language) });
  const put = (next: string) => client.setQueryData<Stage>(stageKey(channel), (stage) => stage && { ...stage, mood: next });
  const choose = useMutation({
    mutationFn: async (next: Mood) => {
      await ask('DELETE', `/${channel}/moods`);
      const chosen = moods.find((one) => one.mood === next);
      if (chosen) await ask('POST', `/${channel}/moods`, chosen);
    },
    onMutate: put,
    onError: (error) => {
      tellProblem(error);
      void client.invalidateQueries({ queryKey: stageKey(channel) });
    },
  });
  return (
    <Section title={title} hint={t('moods.hint')}>
      <Radio.Group value={mood || 'calm'} aria-label={title} onChange={(next) => choose.mutate(next === 'calm' ? '' : (next as Mood))}>
        <div className={classes.moods}>
          <Radio value="calm" label={t('moods.calm')} description={t('moods.calmHint')} />
          {moods.map((one) => (
            <Radio key={one.mood} value={one.mood} label={t(`moods.${one.mood}`)} description={t(`moods.${one.mood}Hint`)} />
          ))}
        </div>
      </Radio.Group>
    </Section>
  );
}
