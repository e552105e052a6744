import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from "react-aria-components";
import { choose, type DeviceKind, refreshDevices, testSpeaker } from "../actions";
import { devicesOf, shownDevice } from "../devices";
import { openSettings } from "../settings";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Control } from "./Control";
import { Icon } from "./Icon";
import { LiveLevel } from "./Level";

/** The chevron beside microphone or camera, and its list of devices. */
export function DeviceMenu({ label, kinds }: { label: string; kinds: DeviceKind[] }) {
  return (
    <MenuTrigger onOpenChange={(open) => open && void refreshDevices()}>
      <Control label={label}>
        <Icon name="chevron-up" />
      </Control>
      <Popover className="pop" placement="top start" offset={8}>
        <Menu className="menu" aria-label={label}>
          {kinds.map((kind) => (
            <Section key={kind} kind={kind} />
          ))}
          <Separator className="rule" />
          {kinds.includes("speaker") && (
            <MenuItem id="test-speaker" className="menu-item" onAction={testSpeaker}>
              <Icon name="volume-2" />
              {say.testSpeaker}
            </MenuItem>
          )}
          <MenuItem id="device-settings" className="menu-item" onAction={() => openSettings("devices")}>
            <Icon name="settings" />
            {say.settings}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function Section({ kind }: { kind: DeviceKind }) {
  const devices = useMeeting((state) => devicesOf(state, kind));
  const shown = useMeeting((state) => shownDevice(state, kind).id);
  return (
    <MenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={shown === null ? [] : [`${kind}:${shown}`]}
    >
      <Header className="group">{say.chooseDevice[kind]}</Header>
      {devices.length === 0 ? (
        <MenuItem id={`${kind}:`} className="menu-item" isDisabled>
          <span className="tick" />
          {say.noDevices}
        </MenuItem>
      ) : (
        devices.map((info) => (
          <MenuItem
            key={info.id}
            id={`${kind}:${info.id}`}
            textValue={info.name}
            className="menu-item"
            onAction={() => void choose(kind, info.id)}
          >
            {({ isSelected }) => (
              <>
                <span className="tick">{isSelected && <Icon name="check" />}</span>
                <span className="cut-text" dir="auto">
                  {info.name}
                </span>
                {isSelected && kind === "microphone" && <LiveLevel />}
              </>
            )}
          </MenuItem>
        ))
      )}
    </MenuSection>
  );
}
