import type { ReactNode } from "react";
import {
  Button,
  Checkbox,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  Select,
  SelectValue,
  Switch,
  Text,
} from "react-aria-components";
import { type DeviceKind, testSpeaker } from "../actions";
import type { Settings } from "../bindings";
import { chooseLanguage, saveSettings } from "../settings";
import { languages, say } from "../strings";
import { useMeeting } from "../useMeeting";
import { usePictureMode } from "../usePictureMode";
import { DevicePick } from "./DevicePick";
import { Icon } from "./Icon";
import { LiveLevel } from "./Level";
import { NameField } from "./NameField";

/** Who I am to the others, and what Adjourn does while nobody looks at it. */
export function GeneralSettings() {
  return (
    <>
      <div className="set-name">
        <NameField problem={null} id="settings-name" />
        <p className="small">{say.nameHow}</p>
      </div>
      <div className="set-list">
        <Flag name="notifications" label={say.notifications} how={say.notificationsHow} />
        <Flag name="sounds" label={say.sounds} how={say.soundsHow} />
        <Flag name="autostart" label={say.autostart} how={say.autostartHow} />
      </div>
    </>
  );
}

/** What is on or off. */
function Flag(props: { name: "notifications" | "sounds" | "autostart"; label: string; how: string }) {
  const { name, label, how } = props;
  const on = useMeeting((state) => state.settings[name]);
  return (
    <Switch
      id={`set-${name}`}
      className="switch"
      isSelected={on}
      onChange={(now) => saveSettings({ [name]: now })}
    >
      <span>
        <b>{label}</b>
        <span className="small">{how}</span>
      </span>
      <i className="slide" aria-hidden="true" />
    </Switch>
  );
}

/** Which devices every meeting starts with. */
export function DeviceSettings() {
  const mode = usePictureMode(true);
  return (
    <>
      <Device device="camera" detail={mode} />
      <Device device="microphone" extra={<LiveLevel />} />
      <Device device="speaker">
        <Button
          className="btn line"
          aria-label={say.together(say.sentence(say.test), say.testSpeaker)}
          onPress={testSpeaker}
        >
          {say.test}
        </Button>
      </Device>
      <p className="small">{say.devicesHow}</p>
      <div>
        <Check name="reduceNoise" label={say.reduceNoise} />
        <Check name="joinMuted" label={say.joinMuted} />
        <Check name="askBeforeLeaving" label={say.askBeforeLeaving} />
      </div>
    </>
  );
}

/** What needs no word more. */
function Check(props: {
  name: "reduceNoise" | "joinMuted" | "askBeforeLeaving" | "namesOnPictures" | "miniOnTop" | "reduceMotion";
  label: string;
}) {
  const { name, label } = props;
  const on = useMeeting((state) => state.settings[name]);
  return (
    <Checkbox
      id={`set-${name}`}
      className="check"
      isSelected={on}
      onChange={(now) => saveSettings({ [name]: now })}
    >
      <span className="box">{on && <Icon name="check" small />}</span>
      {label}
    </Checkbox>
  );
}

function Device(props: {
  device: DeviceKind;
  detail?: string | undefined;
  extra?: ReactNode;
  children?: ReactNode;
}) {
  const { device, detail, extra, children } = props;
  return (
    <div className="set-device">
      <span className="label" aria-hidden="true">
        {say.chooseDevice[device]}
      </span>
      <DevicePick device={device} detail={detail} extra={extra} />
      {children}
    </div>
  );
}

const THEMES: Settings["theme"][] = ["system", "light", "dark"];
const TEXT_SIZES: Settings["textSize"][] = ["small", "usual", "large"];

/** How it looks. */
export function AppearanceSettings() {
  return (
    <>
      <OneOf name="theme" label={say.theme} how={say.themeHow} all={THEMES} words={say.themes} />
      <OneOf
        name="textSize"
        label={say.textSize}
        how={say.textSizeHow}
        all={TEXT_SIZES}
        words={say.textSizes}
      />
      <div>
        <Check name="namesOnPictures" label={say.namesOnPictures} />
        <Check name="miniOnTop" label={say.miniOnTop} />
        <Check name="reduceMotion" label={say.reduceMotion} />
      </div>
    </>
  );
}

/** One of a few, side by side. */
function OneOf<Name extends "theme" | "textSize">(props: {
  name: Name;
  label: string;
  how: string;
  all: Settings[Name][];
  words: Record<Settings[Name], string>;
}) {
  const { name, label, how, all, words } = props;
  const chosen = useMeeting((state) => state.settings[name]);
  return (
    <RadioGroup className="set-row" value={chosen} onChange={(now) => saveSettings({ [name]: now })}>
      <div>
        <Label>{label}</Label>
        <Text slot="description" className="small">
          {how}
        </Text>
      </div>
      <span className="seg">
        {all.map((each) => (
          <Radio key={each} value={each} id={`${name}-${each}`}>
            {words[each]}
          </Radio>
        ))}
      </span>
    </RadioGroup>
  );
}

/** The system's language stands in the list under this key. */
const SYSTEM = "system";

/** Which language it speaks. */
export function LanguageSettings() {
  const chosen = useMeeting((state) => state.settings.language);
  const locale = useMeeting((state) => state.locale);
  const all = languages();
  const system = all.find(({ tag }) => tag === locale.toLowerCase().split(/[-_]/, 1)[0]) ?? all[0];
  const choices = [
    { tag: SYSTEM, name: say.asTheSystem(system?.name ?? "") },
    ...all.map(({ tag, name }) => ({ tag: tag as string, name })),
  ];
  return (
    <>
      <Select
        className="field"
        value={chosen ?? SYSTEM}
        onChange={(tag) => void chooseLanguage(tag === SYSTEM || tag === null ? null : String(tag))}
      >
        <Label>{say.languageOfApp}</Label>
        <Button className="pick" id="pick-language">
          <Icon name="languages" />
          <SelectValue className="cut-text" />
          <span />
          <Icon name="chevron-down" small />
        </Button>
        <Popover className="pop" offset={4}>
          <ListBox className="menu" items={choices}>
            {({ tag, name }) => (
              <ListBoxItem
                id={tag}
                textValue={name}
                lang={tag === SYSTEM ? undefined : tag}
                className="menu-item"
              >
                {({ isSelected }) => (
                  <>
                    <span className="tick">{isSelected && <Icon name="check" />}</span>
                    <span className="cut-text">{name}</span>
                  </>
                )}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </Select>
      <p className="small">{say.languageHow}</p>
    </>
  );
}
