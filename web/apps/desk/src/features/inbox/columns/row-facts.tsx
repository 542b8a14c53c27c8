import type { ConversationRow } from '@otklik/api';
import { Avatar } from '@otklik/ui';
import { IconUsersGroup } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '~/shared/i18n';
import { TagChip } from '~/shared/tag-chip';
import type { RowColumns } from './columns';
import { useFactText } from './fact-text';
import classes from './columns.module.css';

/** The facts of a row beside each other in the order of its list: in a line of their own where some of them are words. */
export function RowFacts({ row, columns }: { row: ConversationRow; columns: RowColumns }) {
  const shown = columns.facts.map((name) => <RowFact key={name} name={name} row={row} full={columns.lined} />);
  return columns.lined ? <span className={classes.line}>{shown}</span> : shown;
}

function RowFact({ name, row, full }: { name: string; row: ConversationRow; full: boolean }) {
  if (name === 'tags') return <Tags row={row} />;
  if (name === 'assignee') return <Assignee row={row} full={full} />;
  if (name === 'team') return row.team ? <Team name={row.team.name} /> : null;
  return row.facts?.[name] === undefined ? null : <Own name={name} value={row.facts[name]} />;
}

/** The first tag by name, and how many there are besides. */
function Tags({ row }: { row: ConversationRow }) {
  const t = useWords('inbox');
  const [first, ...others] = row.tags;
  if (!first) return null;
  return (
    <span className={classes.tags}>
      <span className="visually-hidden">{t('tags', { names: row.tags.map((tag) => tag.name).join(', ') })}</span>
      <span className={classes.chips} aria-hidden="true">
        <TagChip tag={first} />
        {others.length > 0 ? (
          <span className={classes.others} title={others.map((tag) => tag.name).join(', ')}>
            +{others.length}
          </span>
        ) : null}
      </span>
    </span>
  );
}

function Assignee({ row, full }: { row: ConversationRow; full: boolean }) {
  const t = useWords('inbox');
  if (!row.assignee) return null;
  const label = t('assignedTo', { name: row.assignee.name });
  return (
    <Fact label={label} fixed={!full}>
      <Avatar name={row.assignee.name} size={full ? 16 : 18} />
      {full ? <span className="truncate">{row.assignee.name}</span> : null}
    </Fact>
  );
}

function Team({ name }: { name: string }) {
  const t = useWords('inbox');
  return (
    <Fact label={t('teamIs', { name })}>
      <IconUsersGroup size={13} stroke={1.8} aria-hidden="true" />
      <span className="truncate">{name}</span>
    </Fact>
  );
}

/** A topic or a field of the company's own; one that is archived or of another company is not shown. */
function Own({ name, value }: { name: string; value: unknown }) {
  const fact = useFactText(name, value);
  if (!fact?.text) return null;
  return (
    <Fact label={`${fact.label}: ${fact.text}`}>
      <span className="truncate">
        <bdi>{fact.text}</bdi>
      </span>
    </Fact>
  );
}

/** What is seen may be cut; pointing at it, and hearing it, tells all of it and what it is. */
function Fact({ label, fixed = false, children }: { label: string; fixed?: boolean; children: ReactNode }) {
  return (
    <span className={classes.fact} data-fixed={fixed || undefined} title={label}>
      <span className={classes.seen} aria-hidden="true">
        {children}
      </span>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
