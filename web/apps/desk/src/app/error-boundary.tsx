import { Button } from '@mantine/core';
import { EmptyState } from '@otklik/ui';
import i18next from 'i18next';
import { Component, type ReactNode } from 'react';

interface ErrorBoundaryProps {
  /** A change of it gives the pane another chance. */
  resetKey: string | number;
  children: ReactNode;
}

/** One broken pane leaves the others standing. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidUpdate(before: ErrorBoundaryProps) {
    if (this.state.failed && before.resetKey !== this.props.resetKey) this.setState({ failed: false });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const again = (
      <Button variant="default" onClick={() => this.setState({ failed: false })}>
        {i18next.t('app:broken.again')}
      </Button>
    );
    return <EmptyState drawing="plug" title={i18next.t('app:broken.title')} hint={i18next.t('app:broken.hint')} action={again} />;
  }
}
