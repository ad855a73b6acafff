/**
 * An action is a button and the way to read it when it comes back. Both live in one place, so that what a
 * card sends and what the bot reads cannot drift apart. Cards live for days: every value carries the id of
 * its matter and the version it was drawn from, and the reader trusts none of it.
 */
import { z } from 'zod';
import { type Button, type ButtonLook, type SubmitButton, text } from './elements';
import type { FormReader } from './fields';

/** A press as it arrives: `action.value`, `action.form_value`. */
export interface Press {
  value: unknown;
  formValue?: unknown;
}
export type Parsed<I> = { ok: true; input: I } | { ok: false; fault: string };

export interface ButtonOptions<V> {
  value: V;
  label: string;
  look?: ButtonLook;
  /** `main`: as wide as the card and tall; `row`: as wide as its text, beside a row's text. */
  fit?: 'main' | 'row';
  disabled?: boolean;
  confirm?: { title: string; text: string };
}

export interface Action<N extends string, V, I> {
  name: N;
  /** A button outside a form. */
  button(o: ButtonOptions<V>): Button;
  /** The submit button of a form. */
  submit(o: ButtonOptions<V>): SubmitButton;
  /** Reads a press. The fault is a sentence for a toast. */
  parse(press: Press): Parsed<I>;
}
/** An action of whatever shape, for registries. */
export type AnyAction = Pick<Action<string, never, unknown>, 'name' | 'parse'>;

type Shape = Record<string, z.ZodType<string | number, string | number>>;
type Values<S extends Shape> = { [K in keyof S]: z.infer<S[K]> };

interface Definition<N extends string, S extends Shape, F extends object> {
  name: N;
  /** What the button carries; the fields make the component's name in this order, `unnamed` ones apart. */
  value: S;
  /** Fields that are too long for a name. */
  unnamed?: (keyof S & string)[];
  /** How to read the form, given what the button carried. */
  form?: (value: Values<S>) => FormReader<F>;
}

const formSchema = z.record(z.string(), z.unknown());
const UNREADABLE = '这张卡片没有读懂，请重新打开后再试。';

export function defineAction<N extends string, S extends Shape, F extends object = Record<never, never>>(
  definition: Definition<N, S, F>,
): Action<N, Values<S>, Values<S> & F> {
  const schema = z.object(definition.value);
  const named = Object.keys(definition.value).filter((key) => !definition.unnamed?.includes(key));

  const button = (o: ButtonOptions<Values<S>>): Button => {
    const fit = o.fit ?? 'main';
    return {
      tag: 'button',
      name: [definition.name.replaceAll('.', '_').toLowerCase(), ...named.map((key) => o.value[key])].join(
        '_',
      ),
      type: o.look ?? (fit === 'main' ? 'primary_filled' : 'default'),
      size: fit === 'main' ? 'large' : 'medium',
      ...(fit === 'main' && { width: 'fill' as const }),
      text: text(o.label),
      ...(o.disabled && { disabled: true }),
      ...(o.confirm && { confirm: { title: text(o.confirm.title), text: text(o.confirm.text) } }),
      behaviors: [{ type: 'callback', value: { action: definition.name, ...o.value } }],
    };
  };

  return {
    name: definition.name,
    button,
    submit: (o) => ({ ...button(o), form_action_type: 'submit' }),
    parse({ value, formValue }) {
      const carried = schema.safeParse(value);
      if (!carried.success) return { ok: false, fault: UNREADABLE };
      const input = carried.data as Values<S>;
      if (!definition.form) return { ok: true, input: input as Values<S> & F };
      const form = formSchema.safeParse(formValue ?? {});
      if (!form.success) return { ok: false, fault: UNREADABLE };
      const filled = definition.form(input).safeParse(form.data);
      if (!filled.success) return { ok: false, fault: filled.error.issues[0]?.message ?? UNREADABLE };
      return { ok: true, input: { ...input, ...filled.data } };
    },
  };
}
