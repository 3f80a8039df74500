/** Takes the focus to the first field of a form that is marked as wrong, once it is drawn so. */
export function focusFirstWrong(form: Element) {
	requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
