import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { usePermission } from '~/shared/session';
import { Moment } from './moment';
import classes from './parts.module.css';

export type CompanySetting = 'name' | 'locale' | 'time_zone' | 'reopen_minutes' | 'reason_required' | 'topic_required' | 'away_minutes' | 'missed_offers' | 'transfer_note_required' | 'transfer_accept_seconds' | 'two_factor' | 'hold_unchecked' | 'open_too_large';

interface Provenance {
  setting: CompanySetting;
  /** Null where the first owner says it. */
  default: number | string | boolean | null;
  changed_at: string | null;
  changed_by: string;
}

/** Under a setting of the company: what it is by default, and who changed it last. */
export function SettingNote({ of }: { of: CompanySetting }) {
  const { t } = useTranslation('admin');
  const mayManage = usePermission('workspace.manage');
  // Below the company's settings, so that saving any of them reads it again.
  const { data } = useQuery({ queryKey: ['workspace', 'provenance'], queryFn: async () => (await server.get<{ items: Provenance[] }>('/workspace/provenance')).items, enabled: mayManage });
  const found = data?.find((one) => one.setting === of);
  if (!found || (found.default === null && found.changed_at === null)) return null;
  const shown = typeof found.default === 'boolean' ? t(found.default ? 'origin.on' : 'origin.off') : of === 'two_factor' ? t('twoFactor.policies.off') : String(found.default);
  return (
    <p className={classes.origin}>
      {found.default === null ? null : t('origin.default', { value: shown })}
      {found.default !== null && found.changed_at !== null ? ' · ' : null}
      {found.changed_at === null ? null : (
        <>
          {t('origin.changed', { name: found.changed_by || t('audit.system') })}, <Moment at={found.changed_at} />
        </>
      )}
    </p>
  );
}
