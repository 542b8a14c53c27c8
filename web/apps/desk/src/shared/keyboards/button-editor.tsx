import '@otklik/ui/forms';
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconAction } from '@otklik/ui';
import { IconAlertTriangle, IconArrowDown, IconArrowLeft, IconArrowRight, IconArrowUp, IconExternalLink, IconPlus, IconTrash, type Icon } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { add, change, countButtons, faultsOf, isAt, put, remove, step, TITLE_MAX, type ButtonLimits, type Fault, type Rows, type Spot, type Way } from './rows';
import classes from './keyboards.module.css';

const ways: Record<Way, Icon> = { left: IconArrowLeft, right: IconArrowRight, up: IconArrowUp, down: IconArrowDown };
const byKey: Record<string, Way> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

export interface ButtonEditorProps {
  rows: Rows;
  /** What the channel can show; null while no channel is known. */
  limits: ButtonLimits | null;
  onChange: (rows: Rows) => void;
  /** The first button is begun at once. */
  begin?: boolean;
  /** Stands in a form, which has margins of its own. */
  inset?: boolean;
}

/** The buttons as the customer will see them; the chosen one is written below, moved by dragging or by Alt and arrows. */
export default function ButtonEditor({ rows, limits, onChange, begin, inset }: ButtonEditorProps) {
  const { t } = useTranslation('keyboards');
  const [chosen, setChosen] = useState<Spot | null>(null);
  const [dragged, setDragged] = useState<Spot | null>(null);
  const refocus = useRef(false);
  const root = useRef<HTMLElement>(null);
  const faults = faultsOf(rows, limits);
  const none = limits?.buttons_max === 0;
  const full = limits !== null && !none && countButtons(rows) >= limits.buttons_max;
  const current = chosen && rows[chosen.row]?.[chosen.place] ? chosen : null;

  const take = ({ rows: next, spot }: { rows: Rows; spot: Spot }) => {
    onChange(next);
    setChosen(spot);
  };
  const open = useEffectEvent(() => {
    if (begin && rows.length === 0) take(add(rows, null));
  });
  useEffect(() => open(), []);
  useEffect(() => {
    if (!refocus.current || !chosen) return;
    refocus.current = false;
    root.current?.querySelector<HTMLElement>(`[data-spot="${chosen.row}.${chosen.place}"]`)?.focus();
  }, [chosen]);

  const move = (from: Spot, way: Way) => {
    const moved = step(rows, from, way);
    if (moved) take(moved);
    return moved !== null;
  };
  const onKey = (event: KeyboardEvent, spot: Spot) => {
    const way = byKey[event.key];
    if (way && event.altKey) {
      refocus.current = move(spot, way);
      event.preventDefault();
    } else if (event.key === 'Delete') {
      onChange(remove(rows, spot));
      setChosen(null);
    }
  };
  const drop = (to: Spot) => {
    if (dragged) take(put(rows, dragged, to));
    setDragged(null);
  };
  const dropping = (to: Spot) => (dragged ? { onDragOver: (event: { preventDefault: () => void }) => event.preventDefault(), onDrop: () => drop(to) } : {});

  return (
    <section ref={root} className={classes.editor} data-inset={inset} aria-label={t('title')}>
      <p className={classes.limits} role={none ? 'status' : undefined} data-plain={none}>
        {none ? t('none') : limits ? t('limits', { used: countButtons(rows), count: limits.buttons_max, row: limits.buttons_per_row, label: limits.button_label_max }) : t('anyChannel')}
      </p>
      <div className={classes.rows}>
        {rows.map((row, at) => (
          <div key={at} className={classes.row}>
            {row.map((one, place) => {
              const spot = { row: at, place };
              const now = current?.row === at && current.place === place;
              const wrong = faults.some((fault) => isAt(fault, spot) && !(now && (fault.kind === 'noTitle' || fault.kind === 'noUrl')));
              return (
                <button
                  key={place}
                  type="button"
                  className={classes.chip}
                  data-spot={`${at}.${place}`}
                  data-wrong={wrong}
                  data-empty={!one.title.trim()}
                  aria-pressed={now}
                  title={t('howToMove')}
                  draggable
                  onDragStart={() => setDragged(spot)}
                  onDragEnd={() => setDragged(null)}
                  {...dropping(spot)}
                  onClick={() => setChosen(spot)}
                  onKeyDown={(event) => onKey(event, spot)}
                >
                  <span className="truncate">{one.title.trim() || t('untitled')}</span>
                  {one.url === null ? null : <IconExternalLink size={13} stroke={1.8} aria-hidden="true" />}
                </button>
              );
            })}
            <IconAction size={26} label={t('addToRow', { row: at + 1 })} icon={IconPlus} disabled={full || (limits !== null && !none && row.length >= limits.buttons_per_row)} onClick={() => take(add(rows, at))} {...dropping({ row: at, place: row.length })} />
          </div>
        ))}
        <Button className={classes.below} size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} stroke={1.8} aria-hidden="true" />} disabled={full} onClick={() => take(add(rows, null))} {...dropping({ row: rows.length, place: 0 })}>
          {t('addRow')}
        </Button>
      </div>
      {current ? (
        <Fields
          key={`${current.row}.${current.place}`}
          rows={rows}
          spot={current}
          limits={limits}
          faults={faults.filter((fault) => isAt(fault, current))}
          onChange={onChange}
          onMove={(way) => move(current, way)}
          onRemove={() => {
            onChange(remove(rows, current));
            setChosen(null);
          }}
        />
      ) : null}
      <FaultLine faults={faults.filter((fault) => !current || !isAt(fault, current) || fault.kind === 'rowTooLong')} />
    </section>
  );
}

/** What is wrong elsewhere than in the open fields. */
function FaultLine({ faults }: { faults: Fault[] }) {
  const { t } = useTranslation('keyboards');
  const first = faults[0];
  if (!first) return null;
  return (
    <p className={classes.fault} role="alert">
      <IconAlertTriangle size={14} stroke={1.9} aria-hidden="true" />
      {t(`fault.${first.kind}`, { count: first.count })}
    </p>
  );
}

interface FieldsProps {
  rows: Rows;
  spot: Spot;
  limits: ButtonLimits | null;
  faults: Fault[];
  onChange: (rows: Rows) => void;
  onMove: (way: Way) => void;
  onRemove: () => void;
}

function Fields({ rows, spot, limits, faults, onChange, onMove, onRemove }: FieldsProps) {
  const { t } = useTranslation('keyboards');
  const [touched, setTouched] = useState(false);
  const title = useRef<HTMLInputElement>(null);
  const one = rows[spot.row]?.[spot.place];
  const fresh = one?.title === '' && !one.url;
  const enter = useEffectEvent(() => {
    if (fresh) title.current?.focus();
  });
  useEffect(() => enter(), []);
  if (!one) return null;
  const write = (part: { title?: string; url?: string | null }) => onChange(change(rows, spot, part));
  const say = (...kinds: Fault['kind'][]) => {
    const found = faults.find((fault) => kinds.includes(fault.kind));
    return found && (touched || !['noTitle', 'noUrl'].includes(found.kind)) ? t(`fault.${found.kind}`, { count: found.count }) : undefined;
  };
  const most = limits?.button_label_max ?? 0;
  return (
    <div className={classes.fields}>
      <TextInput ref={title} className={classes.grow} label={t('label')} value={one.title} maxLength={TITLE_MAX} error={say('noTitle', 'twice', 'unfilled', 'tooLong')} rightSection={most > 0 ? <span className={classes.count}>{most - [...one.title].length}</span> : null} onBlur={() => setTouched(true)} onChange={(event) => write({ title: event.currentTarget.value })} />
      <div className={classes.second}>
        <SegmentedControl
          aria-label={t('kind')}
          value={one.url === null ? 'answer' : 'link'}
          data={[
            { value: 'answer', label: t('answer') },
            { value: 'link', label: t('link') },
          ]}
          onChange={(kind) => write({ url: kind === 'link' ? '' : null })}
        />
        <span className={classes.moves}>
          {(Object.keys(ways) as Way[]).map((way) => (
            <IconAction key={way} size={26} label={t(`move.${way}`)} icon={ways[way]} disabled={step(rows, spot, way) === null} onClick={() => onMove(way)} />
          ))}
          <IconAction size={26} label={t('remove')} icon={IconTrash} onClick={onRemove} />
        </span>
      </div>
      {one.url === null ? null : <TextInput className={classes.wide} label={t('address')} type="url" inputMode="url" placeholder="https://" value={one.url} maxLength={2000} error={say('noUrl', 'badUrl')} onBlur={() => setTouched(true)} onChange={(event) => write({ url: event.currentTarget.value })} />}
    </div>
  );
}
