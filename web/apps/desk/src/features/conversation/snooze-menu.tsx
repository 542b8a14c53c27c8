import { IconAction, PopoverOnDemand } from '@otklik/ui';
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
    <PopoverOnDemand opened={opened} onChange={setOpened} position="bottom-end" width={320} label={t('snooze.title')} padding={6} button={<IconAction label={label} icon={IconMoonStars} keys={caps} />}>
      <p className={classes.dropTitle}>{t('snooze.title')}</p>
      <SnoozeList onChoose={choose} />
    </PopoverOnDemand>
  );
}
