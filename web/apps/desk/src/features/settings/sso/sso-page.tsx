import { Button } from '@mantine/core';
import { PageHeader } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import { PasswordPolicy } from './password-policy';
import { ProviderEditor } from './provider-editor';
import { providersQuery, type Providers } from './wire';

/** The company's own providers of sign-in: all of them, or one to be set up, by the address. */
export default function SsoPage() {
  const { item } = useParams({ strict: false });
  const providers = useQuery(providersQuery);
  return <Loaded query={providers}>{(all) => (item === undefined ? <AllProviders all={all} /> : <OneProvider key={item} all={all} item={item} />)}</Loaded>;
}

function AllProviders({ all }: { all: Providers }) {
  const { t } = useTranslation('sso');
  const navigate = useNavigate();
  const full = all.items.length >= all.limit;
  const open = (item: string) => void navigate({ to: '/settings/$section/$item', params: { section: 'sso', item } });
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')} actions={all.editable && !full ? <Button onClick={() => open('new')}>{t('add')}</Button> : null} />
      {all.editable ? null : <p className={classes.quiet}>{t('ownersOnly')}</p>}
      {full ? <p className={classes.quiet}>{t('full', { count: all.limit })}</p> : null}
      {all.items.length === 0 ? (
        <p className={classes.quiet}>{t('none')}</p>
      ) : (
        <>
          <ul className={classes.list}>
            {all.items.map((one) => (
              <li key={one.id} className={classes.spread}>
                <span>
                  <span className={classes.name}>{one.name}</span>
                  <br />
                  <span className={classes.quiet}>{[new URL(one.issuer).host, t('people', { count: one.people }), ...(one.enabled ? [] : [t('off')])].join(' · ')}</span>
                </span>
                {all.editable ? (
                  <Button variant="default" aria-label={t('openOf', { name: one.name })} onClick={() => open(String(one.id))}>
                    {t('open')}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
          <div className={classes.apart}>
            <PasswordPolicy all={all} />
          </div>
        </>
      )}
    </>
  );
}

function OneProvider({ all, item }: { all: Providers; item: string }) {
  const { t } = useTranslation('sso');
  const navigate = useNavigate();
  const back = () => void navigate({ to: '/settings/$section', params: { section: 'sso' } });
  const provider = all.items.find((one) => String(one.id) === item);
  if (!all.editable || (item !== 'new' && !provider)) {
    return (
      <>
        <p className={classes.quiet}>{t(all.editable ? 'lost' : 'ownersOnly')}</p>
        <div className={classes.row}>
          <Button variant="default" onClick={back}>
            {t('back')}
          </Button>
        </div>
      </>
    );
  }
  const open = (id: number) => void navigate({ to: '/settings/$section/$item', params: { section: 'sso', item: String(id) }, replace: true });
  return <ProviderEditor provider={provider} callback={all.callback_url} onBack={back} onMade={open} />;
}
