/** The document that tells what the binary is made of, against the schema of those who write the standard. */
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

/** What is wrong with it. */
export async function check(text) {
  const version = { 1.4: Spec.Version.v1dot4, 1.5: Spec.Version.v1dot5, 1.6: Spec.Version.v1dot6 }[JSON.parse(text).specVersion];
  const wrong = await new Validation.JsonStrictValidator(version).validate(text);
  return wrong ? [wrong].flat() : [];
}
