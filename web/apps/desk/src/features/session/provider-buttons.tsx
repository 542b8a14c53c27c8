import { Button, Divider, Stack } from '@mantine/core';
import { IconLogin2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLeaveFor, useWays } from './sign-in-ways';
import classes from './session.module.css';

interface ProviderButtonsProps {
  company?: string | undefined;
  /** Where to go on in the desk. */
  next: string;
}

/** One button for each provider of the company; nothing where there is none. */
export function ProviderButtons({ company, next }: ProviderButtonsProps) {
  const { t } = useTranslation('session');
  const { data } = useWays(company);
  const leave = useLeaveFor(next);
  if (!data || data.providers.length === 0) return null;
  return (
    <Stack gap={10} mb={14}>
      {data.providers.map(({ slug, name }) => (
        <Button key={slug} variant={data.password_closed ? 'filled' : 'default'} leftSection={<IconLogin2 size={17} stroke={1.7} aria-hidden="true" />} loading={leave.isPending && leave.variables === slug} disabled={leave.isPending} fullWidth onClick={() => leave.mutate(slug)}>
          {t('through', { name })}
        </Button>
      ))}
      <Divider label={t('or')} labelPosition="center" />
      {data.password_closed ? <p className={classes.aside}>{t('ownersOnly')}</p> : null}
    </Stack>
  );
}
