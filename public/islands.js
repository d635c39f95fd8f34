// Starts the islands of the page. Linked only from pages that have one; the addresses of the module and of its wasm, with
// their hashes, stand on the script element, so that no script has to be written into a page.
const { module, wasm } = document.querySelector("script[data-module]").dataset;

async function start() {
  const islands = await import(module);
  await islands.default({ module_or_path: wasm });
  islands.hydrate();
  // In the order of the document: an island before those that it was given as children, which need what it provides.
  for (const element of document.querySelectorAll("leptos-island")) {
    element.closest("leptos-children")?.$$on_hydrate?.();
    await islands[element.dataset.component]?.(element);
  }
  document.documentElement.dataset.islands = "ready";
}

// Reading comes first.
if ("requestIdleCallback" in window) {
  requestIdleCallback(start, { timeout: 2000 });
} else {
  start();
}
