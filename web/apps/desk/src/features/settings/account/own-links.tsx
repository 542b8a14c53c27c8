import { Alert, Button } from '@mantine/core';
import { ConfirmDialog, Section } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { ownWaysQuery, type OwnLink } from '~/shared/own-ways';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import { Moment } from '../moment';
import classes from '../parts.module.css';

/** Providers of the company I can sign in through; not there when there are none. */
export function OwnLinks() {
  const { t } = useTranslation(['account', 'session']);
  const { data } = useQuery(ownWaysQuery);
  if (!data || data.links.length === 0) return null;
  const told = new URLSearchParams(window.location.search).get('sso');
  return (
    <Section title={t('sso.title')} hint={t('sso.hint')}>
      {told === 'linked' || told === 'signed_out' ? (
        <Alert color="red" variant="light">
          {t(`session:refused.${told}`)}
        </Alert>
      ) : null}
      <ul className={classes.list}>
        {data.links.map((link) => (
          <LinkRow key={link.provider_id} link={link} onlyWay={!data.has_password} />
        ))}
      </ul>
    </Section>
  );
}

function LinkRow({ link, onlyWay }: { link: OwnLink; onlyWay: boolean }) {
  const { t } = useTranslation(['account', 'admin']);
  const [asked, setAsked] = useState(false);
  const path = `/session/sso/${link.provider_id}`;
  const begin = useDeed({ stale: [], run: () => server.post<{ url: string }>(path, {}), onDone: ({ url }) => window.location.assign(url) });
  const unlink = useDeed({ stale: [keys.ownWays, keys.ownPlaces], run: () => server.delete(path), onDone: () => setAsked(false) });
  return (
    <li className={classes.spread}>
      <span>
        <span className={classes.name}>{link.name}</span>
        <br />
        <span className={classes.quiet}>
          {link.email === null || link.linked_at === null ? (
            t('sso.notLinked')
          ) : (
            <>
              {link.email ? `${link.email} · ` : null}
              {t('sso.since')} <Moment at={link.linked_at} />
              {link.used_at ? (
                <>
                  {' '}
                  · {t('sso.used')} <Moment at={link.used_at} />
                </>
              ) : null}
            </>
          )}
        </span>
        {link.email !== null && onlyWay ? (
          <>
            <br />
            <span className={classes.quiet}>{t('sso.onlyWay')}</span>
          </>
        ) : null}
      </span>
      {link.email === null ? (
        <Button variant="default" aria-label={t('sso.linkTo', { name: link.name })} loading={begin.isPending} onClick={() => begin.mutate(undefined)}>
          {t('sso.link')}
        </Button>
      ) : onlyWay ? null : (
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('sso.unlink')}
        </Button>
      )}
      <ConfirmDialog opened={asked} title={t('sso.unlinkTitle', { name: link.name })} confirm={t('sso.unlink')} cancel={t('admin:cancel')} danger busy={unlink.isPending} onConfirm={() => unlink.mutate(undefined)} onClose={() => setAsked(false)}>
        {t('sso.unlinkText')}
      </ConfirmDialog>
    </li>
  );
}
