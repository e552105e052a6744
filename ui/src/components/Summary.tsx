import {
  Button,
  Menu,
  MenuItem,
  MenuTrigger,
  Popover,
  Tab,
  TabList,
  TabPanel,
  Tabs,
} from "react-aria-components";
import { saveSummary } from "../actions";
import type { Attendee, Summary as Facts, SummaryFormat } from "../bindings";
import { howTheyLeft, number, say, shortDuration, wasCutOff } from "../strings";
import { Avatar } from "./Avatar";
import { ChatLog } from "./ChatLog";
import { CutText } from "./Hint";
import { Icon } from "./Icon";

/** What is known of the end: who was cut off, by name, and whether it was I who ended it. */
interface End {
  unresponsive: string[];
  endedByMe: boolean;
}

/** Who was there and what was written, as far as I was there and could read it. */
export function Summary(props: {
  summary: Facts;
  me: string | null;
  end: End;
  /** Which meeting it is of; without it, of the one that was left last. */
  link?: string;
}) {
  const { summary, me, end, link = null } = props;
  const { people, chat = [] } = summary;
  if (chat.length === 0)
    return (
      <section className="sum" aria-labelledby="summary-title">
        <header>
          <h2 id="summary-title">{say.summary}</h2>
          <Save link={link} chat={false} />
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
        <section className="scroll" tabIndex={0} aria-label={say.whoWasThere}>
          <Attendance summary={summary} end={end} />
        </section>
      </section>
    );
  return (
    <Tabs className="sum" aria-label={say.summary}>
      <header>
        <TabList aria-label={say.summary}>
          <Tab id="people" className="sum-tab">
            {say.people} <span className="num">{number(people.length)}</span>
          </Tab>
          <Tab id="chat" className="sum-tab">
            {say.chat} <span className="num">{number(chat.length)}</span>
          </Tab>
        </TabList>
        <Save link={link} chat />
      </header>
      <TabPanel id="people" className="scroll" shouldForceMount>
        <Attendance summary={summary} end={end} />
      </TabPanel>
      <TabPanel id="chat" className="scroll" shouldForceMount>
        <ChatLog messages={chat} me={me} />
      </TabPanel>
    </Tabs>
  );
}

function Save({ link, chat }: { link: string | null; chat: boolean }) {
  return (
    <MenuTrigger>
      <Button id="save-summary" className="btn quiet">
        <Icon name="download" />
        {say.save}
      </Button>
      <Popover className="pop" placement="bottom end" offset={4}>
        <Menu
          className="menu"
          aria-label={say.saveAs}
          onAction={(format) => void saveSummary(link, format as SummaryFormat)}
        >
          <MenuItem id="csv" className="menu-item">
            {say.saveTable}
          </MenuItem>
          <MenuItem id="json" className="menu-item">
            {say.saveData}
          </MenuItem>
          {chat && (
            <MenuItem id="chat-csv" className="menu-item">
              {say.saveChat}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** Who was there, for how long, and how each one left. */
function Attendance({ summary, end }: { summary: Facts; end: End }) {
  const { people, reason } = summary;
  const cutOff = (person: Attendee) => wasCutOff(person, reason, end.unresponsive);
  // Who did not answer stands first: that is what the host still has to know.
  const rows = [...people].sort((a, b) => Number(cutOff(b)) - Number(cutOff(a)));
  return (
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
                <CutText text={person.me ? say.you : person.name} />
              </span>
            </td>
            <td>{shortDuration(person.stayMs ?? 0)}</td>
            <td>{howTheyLeft(person, reason, end)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
