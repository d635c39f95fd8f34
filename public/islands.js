// Starts the islands of this page. A page that has islands loads this module as
//   <script type="module" src="…/islands.js" data-module="…/frontend.js" data-wasm="…/frontend_bg.wasm"></script>
// and a page that has none loads nothing.
//
// It does what Leptos' own inline script does, from a file: so the content security policy needs no nonce and no hash.
const { module, wasm } = document.querySelector("script[data-module][data-wasm]").dataset;

const idle = window.requestIdleCallback ?? ((run) => setTimeout(run, 1));
idle(start, { timeout: 2000 });

async function start() {
  const islands = await import(module);
  await islands.default({ module_or_path: wasm });
  islands.hydrate();
  await wake(document.body, islands, []);
}

// In document order, an island before what is in it: an outer island hands its inner ones their context through
// `$$on_hydrate` of the <leptos-children> that holds them.
async function wake(node, islands, outer) {
  const name = node.localName;
  if (name === "leptos-island") {
    outer.at(-1)?.();
    await islands[node.dataset.component]?.(node);
  }
  if (name === "leptos-children") outer.push(node.$$on_hydrate);
  for (const child of node.children) await wake(child, islands, outer);
  if (name === "leptos-children") outer.pop();
}
