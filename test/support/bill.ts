/** Bills of materials: the fields that tests read, and the judgement of CycloneDX's own schema. */
import { Validation } from '@cyclonedx/cyclonedx-library';
import { Version } from '@cyclonedx/cyclonedx-library/Spec';

interface BillComponent {
  name: string;
  version?: string;
  purl: string;
  hashes?: { alg: string; content: string }[];
  properties: { name: string; value: string }[];
  evidence?: object;
  licenses?: object[];
}

export interface BillDocument {
  metadata: { component: BillComponent };
  components: BillComponent[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

/** @returns what is wrong with a document, or nothing. */
export async function billViolations(text: string): Promise<string> {
  const problem: unknown = await new Validation.JsonStrictValidator(Version.v1dot6).validate(text);
  return problem === null ? '' : JSON.stringify(problem);
}
