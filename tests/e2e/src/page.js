// Elements that may have the role, as far as markup tells; the driver is asked for the computed role and name.
const [role] = arguments;
const native = {
  button: 'button, summary, input[type=button], input[type=submit]',
  link: 'a[href]',
  textbox: 'textarea, input:not([type]), input[type=text], input[type=email], input[type=url], input[type=password], input[type=number], [contenteditable=true]',
  searchbox: 'input[type=search]',
  checkbox: 'input[type=checkbox]',
  switch: 'input[type=checkbox]',
  radio: 'input[type=radio]',
  heading: 'h1, h2, h3, h4, h5, h6',
  combobox: 'select, input',
  listbox: 'select',
  option: 'option',
  list: 'ul, ol',
  listitem: 'li',
  table: 'table',
  row: 'tr',
  cell: 'td',
  columnheader: 'th',
  dialog: 'dialog',
  navigation: 'nav',
  main: 'main',
  region: 'section',
  group: 'fieldset',
  status: 'output',
  form: 'form',
  img: 'img, svg[aria-label]',
};
const selector = [`[role~="${role}"]`, native[role]].filter(Boolean).join(', ');
const isShown = (element) => {
  if (element.closest('[inert], [aria-hidden="true"]')) return false;
  return element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
};
const found = [];
const search = (root) => {
  found.push(...[...root.querySelectorAll(selector)].filter(isShown));
  for (const element of root.querySelectorAll('*')) if (element.shadowRoot) search(element.shadowRoot);
};
search(document);
return found;
