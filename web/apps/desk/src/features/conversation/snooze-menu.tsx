import { Popover } from '@mantine/core';
import { IconAction } from '@otklik/ui';
import { IconMoonStars } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction, useCaps } from '~/shared/actions';
import { napUntil, UNTIL_REPLY, type Nap } from '~/shared/nap';
import { nextMorning } from '~/shared/snooze-times';
import { takeSnoozeWish } from '~/shared/snooze-wish';
import { SnoozeList } from '~/shared/when/snooze-list';
import classes from './header.module.css';

/** A list of moments and a form below it: no menu, which may hold nothing but its items. */
export function SnoozeMenu({ onSnooze }: { onSnooze: (nap: Nap) => void }) {
  const { t } = useTranslation('conversation');
  const label = useTranslation('actions').t('conversation.snooze');
  const caps = useCaps('conversation.snooze');
  const [opened, setOpened] = useState(false);
  const choose = (nap: Nap) => {
    setOpened(false);
    onSnooze(nap);
  };
  // The second Z comes here when it is faster than the list that the first one opens.
  useAction('conversation.snooze', () => {
    const nap = takeSnoozeWish() ?? (opened ? napUntil(nextMorning(new Date())) : null);
    if (nap) choose(nap);
    else setOpened(true);
  });
  useAction('conversation.snoozeReply', () => choose(UNTIL_REPLY));
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <IconAction label={label} icon={IconMoonStars} keys={caps} aria-haspopup="dialog" aria-expanded={opened} onClick={() => setOpened(!opened)} />
      </Popover.Target>
      <Popover.Dropdown p={6} role="dialog" aria-label={t('snooze.title')} onKeyDown={(event) => event.stopPropagation()}>
        <p className={classes.dropTitle}>{t('snooze.title')}</p>
        {opened ? <SnoozeList onChoose={choose} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}
