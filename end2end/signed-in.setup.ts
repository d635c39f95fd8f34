import { firstSignIn, SESSION, test } from "./portal.js";

test("the desk is signed in", async ({ page }) => {
  await firstSignIn(page, "desk", "en");
  await page.context().storageState({ path: SESSION });
});
