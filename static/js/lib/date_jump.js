// The form that goes to a day: the day of whoever looks begins at a moment of its own.

/** Tells the server that moment. */
export function watchDateJump() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.dateJump === undefined) return;
    const field = form.elements.namedItem("at");
    if (!(field instanceof HTMLInputElement) || !field.value) return;
    const [year, month, day] = field.value.split("-").map(Number);
    const at = new Date(year, month - 1, day);
    if (Number.isNaN(at.getTime())) return;
    event.preventDefault();
    location.assign(`${form.action}?at=${encodeURIComponent(at.toISOString())}`);
  });
}
