import { Button } from "react-aria-components";
import { tellThem } from "../actions";
import type { FarewellText } from "../bindings";
import { GOODBYES } from "../keymap";
import { say } from "../strings";
import { Icon } from "./Icon";

/** One key tells those still there why I left. */
export function Goodbye({ name, told }: { name: string; told: FarewellText | null }) {
  if (told !== null)
    return (
      <p className="bye-told" role="status">
        <Icon name="check" />
        {say.told(name, told)}
      </p>
    );
  return (
    <section className="bye" aria-labelledby="bye-title">
      <h2 id="bye-title">{say.tellThem}</h2>
      <ul>
        {Object.entries(GOODBYES).map(([key, text]) => (
          <li key={key}>
            <Button id={`bye-${key}`} className="btn line" onPress={() => void tellThem(text)}>
              <kbd>{key}</kbd>
              {say.farewells[text]}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
