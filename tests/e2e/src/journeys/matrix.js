// Measures in the page, beside the app: the time from frame to frame while something scrolls.
const grid = document.querySelector('[role=grid]');
const matrix = {
  grid,
  /** An empty page of the same size in the same place: what scrolling costs where nothing is drawn. */
  showFloor() {
    const box = grid.getBoundingClientRect();
    const floor = document.createElement('div');
    floor.tabIndex = 0;
    Object.assign(floor.style, {
      position: 'fixed', overflow: 'auto', zIndex: 99, background: 'Canvas',
      left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px`,
    });
    const canvas = document.createElement('div');
    Object.assign(canvas.style, { width: `${grid.scrollWidth}px`, height: `${grid.scrollHeight}px` });
    floor.append(canvas);
    document.body.append(floor);
    grid.style.visibility = 'hidden';
    this.floor = floor;
  },
  hideFloor() {
    this.floor.remove();
    grid.style.visibility = '';
    this.floor = null;
  },
  on() {
    return this.floor ?? grid;
  },
  rewind() {
    this.on().scrollTo(0, 0);
    this.on().focus();
  },
  start() {
    const run = { frames: [], empty: 0, last: performance.now(), on: true };
    this.run = run;
    const next = () => {
      if (!run.on) return;
      const now = performance.now();
      run.frames.push(now - run.last);
      run.last = now;
      if (this.isWaiting()) run.empty += 1;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  },
  stop() {
    this.run.on = false;
    const { scrollTop, scrollLeft } = this.on();
    return { frames: this.run.frames, empty: this.run.empty, moved: Math.abs(scrollTop) + Math.abs(scrollLeft) };
  },
  /** Whether a cell that is in sight has no word yet, or is not drawn at all. */
  isWaiting() {
    if (this.floor) return false;
    const box = grid.getBoundingClientRect();
    const at = (x, y) => document.elementFromPoint(box.left + x, box.top + y)?.closest('[role=gridcell]');
    const spots = [[0.5, 0.3], [0.9, 0.3], [0.5, 0.9], [0.9, 0.9]];
    return spots.some(([x, y]) => !at(x * box.width, y * box.height)?.textContent);
  },
  /** Whether the whole active cell can be seen: none of it is behind the heads, the bars or the edge. */
  isActiveSeen() {
    if (this.floor) return true;
    const cell = document.getElementById(grid.getAttribute('aria-activedescendant'))?.getBoundingClientRect();
    if (!cell) return false;
    const isCell = (x, y) => document.elementFromPoint(x, y)?.closest('[role=gridcell]')?.getAttribute('aria-selected') === 'true';
    return isCell(cell.left + 2, cell.top + 2) && isCell(cell.right - 2, cell.bottom - 2);
  },
  /** Scrolls a step a frame: by so many pixels, or from one end to the other. */
  scroll(axis, frames, pixels, done) {
    const scroller = this.on();
    const [end, property] = axis === 'y'
      ? [scroller.scrollHeight - scroller.clientHeight, 'scrollTop']
      : [scroller.scrollWidth - scroller.clientWidth, 'scrollLeft'];
    let at = 0;
    const next = () => {
      at += 1;
      scroller[property] = at * (pixels ?? end / frames);
      if (at < frames) requestAnimationFrame(next);
      else done(null);
    };
    requestAnimationFrame(next);
  },
  /** Milliseconds until every cell in sight has its word. */
  settle(done) {
    const since = performance.now();
    const next = () => (this.isWaiting() ? requestAnimationFrame(next) : done(performance.now() - since));
    requestAnimationFrame(next);
  },
  /** What is drawn anew while nobody touches anything, and which words more than once. */
  idle(time, done) {
    let changes = 0;
    const texts = new Map();
    const observer = new MutationObserver((records) => {
      changes += records.length;
      for (const { type, target } of records)
        if (type === 'characterData') texts.set(target, (texts.get(target) ?? 0) + 1);
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    setTimeout(() => {
      observer.disconnect();
      const repeated = [...texts].filter(([, times]) => times > 1);
      done({ changes, repeated: repeated.map(([{ data }]) => data) });
    }, time);
  },
};
window.matrix = matrix;
return grid !== null;
