import { Button } from '@mantine/core';
import { ConfirmDialog, EmptyState, PageHeader, Section, TableList, type Column } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { useDeed, usePages } from '../asking';
import { Moment } from '../moment';
import { Paged } from '../paged';
import classes from '../parts.module.css';
import { useRoleName } from '../roles/wire';
import type { ApiToken } from '../wire';
import { NewToken } from './new-token';

export default function TokensPage() {
  const { t } = useTranslation('admin');
  const nameOf = useRoleName();
  const [ending, setEnding] = useState<ApiToken | null>(null);
  const tokens = usePages<ApiToken>(['api-tokens'], '/api-tokens');
  const revoke = useDeed({ stale: [['api-tokens']], run: (id: number) => server.delete(`/api-tokens/${id}`), onDone: () => setEnding(null) });
  const columns: Column<ApiToken>[] = [
    {
      id: 'name',
      title: t('tokens.name'),
      render: (token) => (
        <>
          <span className={classes.name}>{token.name}</span>
          <br />
          <span className={classes.mono}>{token.prefix}…</span>
        </>
      ),
    },
    { id: 'role', title: t('people.role'), render: (token) => nameOf(token.role, token.role_name) },
    { id: 'used', title: t('tokens.used'), secondary: true, render: (token) => <Moment at={token.last_used_at} /> },
    {
      id: 'revoke',
      title: '',
      numeric: true,
      render: (token) => (
        <Button variant="default" aria-label={t('tokens.revokeOf', { name: token.name })} onClick={() => setEnding(token)}>
          {t('tokens.revoke')}
        </Button>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={t('tokens.title')} hint={t('tokens.hint')} />
      <Paged query={tokens} empty={<EmptyState drawing="plug" title={t('tokens.empty')} hint={t('tokens.emptyHint')} />}>
        {(all) => <TableList label={t('tokens.title')} rows={all} columns={columns} rowKey={(token) => token.id} />}
      </Paged>
      <div style={{ height: 24 }} />
      <Section title={t('tokens.new')}>
        <NewToken />
      </Section>
      <ConfirmDialog opened={ending !== null} title={t('tokens.revokeTitle', { name: ending?.name ?? '' })} confirm={t('tokens.revoke')} cancel={t('cancel')} danger busy={revoke.isPending} onConfirm={() => ending && revoke.mutate(ending.id)} onClose={() => setEnding(null)}>
        {t('tokens.revokeText')}
      </ConfirmDialog>
    </>
  );
}
