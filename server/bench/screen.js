// What the bench asks of a page; laid into every page before its own scripts.
window.bench = {
  busyUntil: 0,
  rows: 0,

  /** Milliseconds of a fixed piece of JavaScript. */
  speed() {
    const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
    const began = performance.now();
    fib(32);
    return performance.now() - began;
  },

  /** When the first row stood, and when the page could be worked with: no task over 50 ms for `quiet` ms after it. */
  ready(quiet) {
    return new Promise((done) => {
      const timer = setInterval(() => {
        const ready = Math.max(this.rows, this.busyUntil);
        if (!this.rows || performance.now() < ready + quiet) return;
        clearInterval(timer);
        done({ rows: this.rows, ready });
      }, 50);
    });
  },

  /** Gaps between frames for so many milliseconds. */
  frames(ms) {
    return new Promise((done) => {
      const gaps = [];
      const began = performance.now();
      let before;
      const step = (now) => {
        if (before !== undefined) gaps.push(now - before);
        before = now;
        if (now - began < ms) requestAnimationFrame(step);
        else done(gaps);
      };
      requestAnimationFrame(step);
    });
  },

  /** Scrolls the list without pause, 40 points a frame. */
  async scroll(ms) {
    const list = document.querySelector('[data-row]').closest('[role=grid]').parentElement;
    const timer = setInterval(() => (list.scrollTop += 40), 16);
    const gaps = await this.frames(ms);
    clearInterval(timer);
    return { gaps, top: list.scrollTop, nodes: list.querySelectorAll('*').length };
  },

  /** Clicks a row; milliseconds until the message of that number stands in the thread and is painted. */
  open(id, seq) {
    return this.shown(`[data-seq="${seq}"]`, () => document.querySelector(`[data-row="${id}"]`).click());
  },

  /** The same by the key that goes one row further, until that message of the next conversation is painted. */
  next(message) {
    const press = new KeyboardEvent('keydown', { code: 'KeyJ', key: 'j', bubbles: true, cancelable: true });
    return this.shown(`#m-${message}`, () => document.body.dispatchEvent(press));
  },

  shown(selector, act) {
    return new Promise((done) => {
      const began = performance.now();
      const look = () => {
        const last = document.querySelector(`[role=log] ${selector}`);
        if (!last || last.getBoundingClientRect().top > innerHeight) requestAnimationFrame(look);
        else requestAnimationFrame(() => done(performance.now() - began));
      };
      act();
      requestAnimationFrame(look);
    });
  },
};

new PerformanceObserver((list) => {
  for (const task of list.getEntries()) bench.busyUntil = Math.max(bench.busyUntil, task.startTime + task.duration);
}).observe({ type: 'longtask', buffered: true });

new MutationObserver((_, self) => {
  if (!document.querySelector('[data-row]')) return;
  bench.rows = performance.now();
  self.disconnect();
}).observe(document, { childList: true, subtree: true });
