import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import { Moment } from '../moment';
import classes from '../parts.module.css';

interface TriedToken {
  ok: boolean;
  reason: string;
  algorithm: string;
  kid: string;
  sub: string;
  expires_at: string | null;
}

/** Says whom a pasted token names, or why it is refused. */
export function TokenTester({ inboxId }: { inboxId: number }) {
  const { t } = useTranslation('channels');
  const [token, setToken] = useState('');
  const tried = useDeed({ stale: [], run: () => server.post<TriedToken>(`/inboxes/${inboxId}/visitor-token`, { token }) });
  const said = tried.data;
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        tried.mutate(undefined);
      }}
    >
      <Textarea
        label={t('keys.try')}
        description={t('keys.tryHint')}
        rows={3}
        maxLength={20_000}
        spellCheck={false}
        value={token}
        onChange={(event) => {
          setToken(event.currentTarget.value);
          tried.reset();
        }}
      />
      <div className={classes.row}>
        <Button type="submit" variant="default" loading={tried.isPending} disabled={!token.trim()}>
          {t('keys.tryButton')}
        </Button>
      </div>
      <div role="status">
        {said ? <p className={said.ok ? classes.good : classes.bad}>{said.ok ? t('keys.good', { sub: said.sub }) : t(`keys.reasons.${said.reason as 'expired'}`, { defaultValue: said.reason })}</p> : null}
        {said && (said.algorithm || said.kid) ? (
          <p className={classes.quiet}>
            <span className={classes.mono}>
              alg {said.algorithm || '—'} · kid {said.kid || '—'} · sub {said.sub || '—'}
            </span>
            {said.expires_at ? (
              <>
                {' · exp '}
                <Moment at={said.expires_at} />
              </>
            ) : null}
          </p>
        ) : null}
      </div>
    </form>
  );
}
