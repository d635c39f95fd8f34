/**
 * What valid HTML is, where the portal's pages are concerned.
 */
import { HtmlValidate } from "html-validate";

export const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // The content security policy would refuse it.
    "no-inline-style": "error",
    // Safari tells no list where `list-style` is none, unless the role is said. That is valid HTML all the same.
    "no-redundant-role": "off",
    // For the same lists.
    "prefer-native-element": ["error", { exclude: ["list"] }],
  },
  // The islands' own elements. They are inline, transparent and hold what the island shows.
  elements: [
    "html5",
    {
      "leptos-island": { flow: true, phrasing: true, transparent: true },
      "leptos-children": { flow: true, phrasing: true, transparent: true },
    },
  ],
});
