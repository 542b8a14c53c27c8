import { Button } from '@mantine/core';
import type { Viewing } from '@otklik/api';
import { IconEye } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { renewRights } from '~/shared/session';
import { useEndViewing } from '~/shared/viewing';
import classes from './shell.module.css';

/** Says with whose eyes the desk is seen, and leads back; by itself when the time is over. */
export default function ViewingBanner({ viewing }: { viewing: Viewing }) {
  const { t } = useTranslation(['app', 'admin']);
  const client = useQueryClient();
  const end = useEndViewing();
  useEffect(() => {
    const left = new Date(viewing.until).getTime() - Date.now();
    const timer = setTimeout(() => void renewRights(client), Math.max(0, left) + 1_000);
    return () => clearTimeout(timer);
  }, [client, viewing.until]);
  const role = viewing.role.startsWith('custom:') ? (viewing.role_name ?? '') : t(`admin:roles.${viewing.role as 'owner'}`);
  return (
    <div role="status" className={classes.viewing}>
      <IconEye size={16} stroke={1.8} aria-hidden="true" />
      <span>{viewing.operator_name === null ? t('app:viewing.role', { role }) : t('app:viewing.person', { name: viewing.operator_name, role })}</span>
      <Button size="compact-sm" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
        {t('app:viewing.back')}
      </Button>
    </div>
  );
}
