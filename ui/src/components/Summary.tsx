import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { saveSummary } from "../actions";
import type { Attendee, Summary as Facts } from "../bindings";
import { howTheyLeft, say, shortDuration } from "../strings";
import { Avatar } from "./Avatar";
import { Icon } from "./Icon";

/** Who was there, for how long, and how each one left. */
export function Summary({ summary, unresponsive }: { summary: Facts; unresponsive: string[] }) {
  const answered = (person: Attendee) => !unresponsive.includes(person.name);
  // Who did not answer stands first: that is what the host still has to know.
  const rows = [...summary.people].sort((a, b) => Number(answered(a)) - Number(answered(b)));
  return (
    <section className="sum" aria-labelledby="summary-title">
      <header>
        <h2 id="summary-title">{say.summary}</h2>
        <MenuTrigger>
          <Button id="save-summary" className="btn quiet">
            <Icon name="download" />
            {say.save}
          </Button>
          <Popover className="pop" placement="bottom end" offset={4}>
            <Menu
              className="menu"
              aria-label={say.saveAs}
              onAction={(format) => void saveSummary(format === "json" ? "json" : "csv")}
            >
              <MenuItem id="csv" className="menu-item">
                {say.saveTable}
              </MenuItem>
              <MenuItem id="json" className="menu-item">
                {say.saveData}
              </MenuItem>
            </Menu>
          </Popover>
        </MenuTrigger>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <section className="scroll" tabIndex={0} aria-label={say.whoWasThere}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say.columnName}</th>
              <th scope="col">{say.columnTime}</th>
              <th scope="col">{say.columnHow}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((person, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two people may have one name, and the list does not change
              <tr key={at}>
                <td>
                  <span className="row">
                    <Avatar name={person.name} small />
                    <span className="cut-text" title={person.name}>
                      {person.me ? say.you : person.name}
                    </span>
                  </span>
                </td>
                <td>{shortDuration(person.stayMs ?? 0)}</td>
                <td>{howTheyLeft(person, summary.reason, answered(person))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
