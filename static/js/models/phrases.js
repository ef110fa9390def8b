// Sentences with gaps, as the server's catalogue has them: `{$name}` is filled in, and of a sentence with a number the form is
// chosen that the language has for it.

/** @typedef {Record<string, string | number>} Gaps */

export class Phrases {
  #forms;
  #language;
  #plural;

  /**
   * @param {Record<string, Record<string, string>>} forms the forms of each sentence: `other`, and further ones by plural category
   * @param {string} language
   */
  constructor(forms, language) {
    this.#forms = forms;
    this.#language = language;
    this.#plural = new Intl.PluralRules(language);
  }

  /**
   * Throws where there is no such sentence: then page and scripts do not belong together.
   *
   * @param {string} key
   * @param {Gaps} [gaps]
   */
  say(key, gaps = {}) {
    const forms = this.#forms[key];
    if (!forms) throw new TypeError(`no sentence ${key}`);
    const category = typeof gaps.count === "number" ? this.#plural.select(gaps.count) : "other";
    const form = forms[category] ?? forms.other ?? "";
    return form.replace(/\{\$(\w+)\}/g, (gap, name) => this.#written(gaps[name] ?? gap));
  }

  /** @param {string | number} value */
  #written(value) {
    return typeof value === "number" ? value.toLocaleString(this.#language) : value;
  }
}
