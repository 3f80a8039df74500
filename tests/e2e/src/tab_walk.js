// After a press of Tab: where the focus is, whether this walk has been there before, and what is wrong by then. The
// first argument `true` begins a new walk; the second one looks at the same stop once more.
const [begins, looksAgain] = arguments;
if (begins) globalThis.tabStops = new WeakSet();

const clips = (overflow) => overflow === 'hidden' || overflow === 'clip';

// Each axis on its own: an element that clips sideways only may still scroll up and down.
const isScrolledThoughItClips = (element) => {
  if (element.scrollTop === 0 && element.scrollLeft === 0) return false;
  // The viewport must not scroll either. Its overflow comes from the root or the body, whichever sets one, and the
  // computed style of neither tells the result.
  if (element === document.scrollingElement) return true;
  // A one-line field scrolls its own text to show the caret, and scrolls back with it.
  if (element.localName === 'input') return false;
  const { overflowX, overflowY } = getComputedStyle(element);
  return (clips(overflowX) && element.scrollLeft !== 0) || (clips(overflowY) && element.scrollTop !== 0);
};

// The input of a checkbox or switch is visually hidden; its label shows the focus.
const isLabelOutOfSight = (element) => {
  const label = element.matches('input[type=checkbox], input[type=radio]') && element.closest('label');
  if (!label) return false;
  const { x, y, width, height } = label.getBoundingClientRect();
  return !label.contains(document.elementFromPoint(x + width / 2, y + height / 2));
};

const inWords = (element) => {
  const name = [element.localName, ...element.classList].join('.');
  const words = element.getAttribute('aria-label') ?? element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40);
  return `${name} "${words}"`;
};

const faults = [];
const search = (root) => {
  for (const element of root.querySelectorAll('*')) {
    if (isScrolledThoughItClips(element)) {
      faults.push(`${inWords(element)} clips and is scrolled to ${element.scrollLeft}, ${element.scrollTop}`);
    }
    if (element.shadowRoot) search(element.shadowRoot);
  }
};
search(document);

let focused = document.activeElement ?? document.body;
while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
if (!begins && isLabelOutOfSight(focused)) faults.push('its label is out of sight');
const again = globalThis.tabStops.has(focused);
if (!looksAgain) globalThis.tabStops.add(focused);

// The view is the topmost dialog, or else everything beside the list of portals.
const view = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].at(-1) ?? document.querySelector('main');
const inDocument = focused.getRootNode().host ?? focused;
const isInView = view !== null && view !== inDocument && view.contains(inDocument);
return { focused: inWords(focused), again, isInView, faults };
