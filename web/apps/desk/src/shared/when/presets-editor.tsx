import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import { weekdayTime } from '@otklik/i18n';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { usePreferences } from '~/shared/preferences';
import { movePreset, PRESET_LENGTH, presetFault, PRESETS_MAX, readPresets, USUAL, type Preset } from '~/shared/snooze-presets';
import { readPhrase } from './phrase';
import classes from './when.module.css';

/** One's own moments to put a conversation off to: their order, new ones in words, and the way back to the usual list. */
export default function PresetsEditor({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('conversation');
  const [{ snooze }, save] = usePreferences();
  const kept = snooze.length > 0 ? snooze : [...USUAL];
  const put = (list: string[]) => save({ snooze: list });
  return (
    <div className={classes.editor}>
      <ol className={classes.presets} aria-label={t('snooze.edit.title')}>
        {readPresets(kept, new Date()).map((one, place) => (
          <Row key={one.kept} preset={one} ends={[place === 0, place === kept.length - 1]} onMove={(by) => put(movePreset(kept, place, by))} onRemove={kept.length > 1 ? () => put(kept.filter((other) => other !== one.kept)) : null} />
        ))}
      </ol>
      <NewPreset kept={kept} onAdd={(words) => put([...kept, words])} />
      <Group justify="space-between" mt={8}>
        <Button size="compact-sm" variant="subtle" disabled={snooze.length === 0} onClick={() => put([])}>
          {t('snooze.edit.usual')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          {t('snooze.edit.done')}
        </Button>
      </Group>
    </div>
  );
}

function Row({ preset, ends: [first, last], onMove, onRemove }: { preset: Preset; ends: [boolean, boolean]; onMove: (by: 1 | -1) => void; onRemove: (() => void) | null }) {
  const { t } = useTranslation('conversation');
  const name = preset.usual ? t(`snooze.${preset.usual}`) : preset.kept;
  const icon = { size: 15, stroke: 1.8, 'aria-hidden': true } as const;
  return (
    <li>
      <span className={classes.name}>{name}</span>
      <ActionIcon variant="subtle" color="gray" disabled={first} aria-label={t('snooze.edit.up', { name })} onClick={() => onMove(-1)}>
        <IconArrowUp {...icon} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" disabled={last} aria-label={t('snooze.edit.down', { name })} onClick={() => onMove(1)}>
        <IconArrowDown {...icon} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" disabled={!onRemove} aria-label={t('snooze.edit.remove', { name })} onClick={() => onRemove?.()}>
        <IconX {...icon} />
      </ActionIcon>
    </li>
  );
}

function NewPreset({ kept, onAdd }: { kept: string[]; onAdd: (words: string) => void }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const [words, setWords] = useState('');
  const now = new Date();
  const said = words.trim();
  const fault = said ? presetFault(kept, said, now) : kept.length >= PRESETS_MAX ? 'tooMany' : null;
  const at = said && !fault ? readPhrase(said, now) : null;
  const add = () => {
    if (!at) return;
    onAdd(said);
    setWords('');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Group align="flex-start" gap={6} wrap="nowrap">
        <TextInput data-autofocus flex={1} aria-label={t('snooze.edit.words')} placeholder={t('snooze.edit.words')} value={words} maxLength={PRESET_LENGTH} autoComplete="off" disabled={kept.length >= PRESETS_MAX} error={fault ? t(`snooze.edit.${fault}`, { limit: PRESETS_MAX }) : null} description={<span aria-live="polite">{at ? weekdayTime(at, language) : t('snooze.example')}</span>} inputWrapperOrder={['input', 'error', 'description']} onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()} onChange={(event) => setWords(event.currentTarget.value)} />
        <Button type="submit" variant="default" disabled={!at}>
          {t('snooze.edit.add')}
        </Button>
      </Group>
    </form>
  );
}
