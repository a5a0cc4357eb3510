// Small elements that the script adds.

type Options = Readonly<Record<string, string>>;

/** Make an element with attributes and contents. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Options = {},
  ...contents: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...contents);
  return element;
}

/** Make a button that does something. */
export function button(text: string, act: () => void, attributes: Options = {}): HTMLButtonElement {
  const made = make("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

/** Make a row of buttons of which one is pressed. */
export function choice<Value>(
  label: string,
  values: readonly (readonly [Value, string])[],
  choose: (value: Value) => void,
): { element: HTMLElement; show(value: Value): void } {
  const buttons = values.map(([value, text]) => button(text, () => choose(value)));
  const title = make("span", { class: "yu-tools__label", "aria-hidden": "true" }, label);
  return {
    element: make(
      "div",
      { class: "yu-choice", role: "group", "aria-label": label },
      title,
      ...buttons,
    ),
    show(value) {
      buttons.forEach((one, at) => {
        one.setAttribute("aria-pressed", `${values[at]?.[0] === value}`);
      });
    },
  };
}

/** Give a text as programs read its numbers: with a plain hyphen for the sign that pages print. */
export function plain(text: string): string {
  return text.replace(/−(?=\d)/g, "-");
}

/** Put a text on the clipboard; says whether that worked. Pages read from a disk may not use the new way. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", { readonly: "", class: "yu-sr" });
    field.value = text;
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    return copied;
  }
}
