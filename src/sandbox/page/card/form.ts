import type { Drawing, Field } from './drawing';
import { send } from './press';

/**
 * The values of a form, or null when a required field is empty: then each such field says so and the first
 * gets the focus, as Feishu's client does before anything is sent.
 */
export function readForm(fields: Field[]): Record<string, unknown> | null {
  const values: Record<string, unknown> = {};
  let first: HTMLElement | null = null;
  for (const field of fields) {
    const value = field.read();
    const empty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    field.fault(field.required && empty ? '这一项要填' : null);
    if (field.required && empty) first ??= field.node;
    if (value !== undefined) values[field.name] = value;
  }
  if (!first) return values;
  reveal(first);
  return null;
}

/** Opens the panel in which a field is folded away and goes to it. */
function reveal(node: HTMLElement): void {
  const panel = node.closest<HTMLElement>('.card-panel-body[hidden]')?.previousElementSibling;
  if (panel instanceof HTMLElement) panel.click();
  node.scrollIntoView({ block: 'center' });
  node.focus({ preventScroll: true });
}

/**
 * Puts a field into its form; outside a form a change is sent at once. Returns what to call on a change.
 */
export function join(drawing: Drawing, field: Field): (option: string) => void {
  const fields = drawing.form;
  if (fields) {
    // What is greyed out is not part of the answer; a phone sends nothing for it.
    if (!field.node.hasAttribute('disabled')) fields.push(field);
    return () => field.fault(null);
  }
  return (option) => void send(drawing, field.node, { name: field.name, option });
}

/** Draws a field's fault under it. */
export function faultLine(box: HTMLElement): (message: string | null) => void {
  return (message) => {
    box.querySelector(':scope > .card-fault')?.remove();
    box.classList.toggle('card-has-fault', message !== null);
    if (!message) return;
    const line = document.createElement('p');
    line.className = 'card-fault';
    line.setAttribute('role', 'alert');
    line.textContent = message;
    box.append(line);
  };
}
