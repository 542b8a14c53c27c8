import { Button } from '@mantine/core';
import { PageHeader, Section } from '@otklik/ui';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { blockIds, useBlockName } from '~/shared/card-blocks';
import classes from '../parts.module.css';
import { useRightName } from './rights';
import { useRoleName, type RoleRights } from './wire';

interface BuiltInRoleProps {
  role: RoleRights;
  /** The company has as many roles of its own as it may have. */
  full: boolean;
  onBack: () => void;
}

/** A role given by the program: what it may do, that its people see the whole card, and the way to one that can be changed. */
export function BuiltInRole({ role, full, onBack }: BuiltInRoleProps) {
  const { t } = useTranslation('roles');
  const navigate = useNavigate();
  const name = useRoleName()(role.role, role.name);
  const right = useRightName();
  const block = useBlockName();
  const copy = () => void navigate({ to: '/settings/$section/$item', params: { section: 'roles', item: `copy:${role.role}` } });
  return (
    <>
      <PageHeader title={name} hint={t('given.hint')} />
      <div className={classes.stack}>
        <Section title={t('given.cardTitle')} hint={t('given.card')}>
          <p className={classes.quiet} style={{ margin: 0 }}>{t('given.blocks', { blocks: blockIds.map(block).join(', ') })}</p>
        </Section>
        <Section title={t('rightsOf')}>
          <ul className={classes.list}>
            {role.permissions.map((one) => (
              <li key={one}>{right(one)}</li>
            ))}
          </ul>
        </Section>
        <div className={classes.row}>
          <Button disabled={full} onClick={copy}>
            {t('given.copy')}
          </Button>
          <Button variant="default" onClick={onBack}>
            {t('back')}
          </Button>
        </div>
      </div>
    </>
  );
}
