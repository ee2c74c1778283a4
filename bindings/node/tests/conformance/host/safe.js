/** A vault: values by tenant and name, one of them current and perhaps one staged. */
export class Safe {
  #current = new Map();
  #staged = new Map();

  describe() {
    return { durable: false, shared: false };
  }

  names({ tenant }) {
    const places = [...this.#current.keys()].map((place) => JSON.parse(place));
    return places.filter(([of]) => of === tenant).map(([, name]) => name);
  }

  hold(asked) {
    const held = this.#current.get(placeOf(asked));
    return held === undefined ? null : { value: { version: held.version }, bytes: held.bytes };
  }

  put(asked, { bytes }) {
    const place = placeOf(asked);
    if (this.#current.has(place)) return 'taken';
    this.#current.set(place, { version: asked.version, bytes });
    return 'done';
  }

  rotate(asked, { bytes }) {
    return this.#change(asked, (place, current) => {
      if (current.version !== asked.from) return 'newer';
      this.#current.set(place, { version: asked.version, bytes });
      return 'done';
    });
  }

  stage(asked, { bytes }) {
    return this.#change(asked, (place, current) => {
      const versions = [current.version, this.#staged.get(place)?.version];
      if (versions.includes(asked.version)) return 'taken';
      if (current.version !== asked.from) return 'newer';
      this.#staged.set(place, { version: asked.version, bytes });
      return 'done';
    });
  }

  promote(asked) {
    return this.#change(asked, (place, current) => {
      if (current.version === asked.version) return 'done';
      if (current.version !== asked.from) return 'newer';
      const staged = this.#staged.get(place);
      if (staged?.version !== asked.version) return 'unstaged';
      this.#staged.delete(place);
      this.#current.set(place, staged);
      return 'done';
    });
  }

  destroy(asked) {
    return this.#change(asked, (place) => {
      this.#staged.delete(place);
      this.#current.delete(place);
      return 'done';
    });
  }

  #change(asked, change) {
    const place = placeOf(asked);
    const current = this.#current.get(place);
    return current === undefined ? 'absent' : change(place, current);
  }
}

function placeOf({ tenant, name }) {
  return JSON.stringify([tenant, name]);
}
