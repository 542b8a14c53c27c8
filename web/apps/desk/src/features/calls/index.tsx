import { useEffect } from 'react';
import type { KnownCall } from '~/shared/calls';
import { useStore } from '~/shared/store';
import { CallBar } from './call-bar';
import { RingCard } from './ring-card';
import { settle, talk } from './talk';

/** What there is to see of calls: the card of one that rings, the bar of the one I am in. */
export default function CallLayer({ calls }: { calls: KnownCall[] }) {
  useEffect(() => settle(calls), [calls]);
  useEffect(() => () => settle([]), []);
  const mine = useStore(talk);
  const active = calls.find((call) => call.state === 'active');
  const ringing = active ? undefined : calls.find((call) => call.state === 'ringing');
  return (
    <>
      {active ? <CallBar call={active} talk={mine} /> : null}
      {ringing ? <RingCard key={ringing.id} call={ringing} /> : null}
    </>
  );
}
