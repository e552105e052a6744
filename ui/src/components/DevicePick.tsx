import type { ReactNode } from "react";
import { Button, ListBox, ListBoxItem, Popover, Select } from "react-aria-components";
import { choose, type DeviceKind, refreshDevices } from "../actions";
import { devicesOf, shownDevice } from "../devices";
import type { IconName } from "../icons/drawings";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { CutText } from "./Hint";
import { Icon } from "./Icon";
import { LiveLevel } from "./Level";

const ICON: Record<DeviceKind, IconName> = { camera: "video", microphone: "mic", speaker: "volume-2" };

/** One device: which it is, and the others to choose from. `detail` says more of it and `extra` shows more, before the
 * chevron. */
export function DevicePick(props: { device: DeviceKind; detail?: string | undefined; extra?: ReactNode }) {
  const { device, detail, extra } = props;
  const devices = useMeeting((state) => devicesOf(state, device));
  const shown = useMeeting((state) => shownDevice(state, device).id);
  const name = useMeeting((state) => shownDevice(state, device).name);
  return (
    <Select
      className="pick-wrap"
      aria-label={say.chooseDevice[device]}
      value={shown}
      onChange={(id) => void choose(device, id === null ? null : String(id))}
      onOpenChange={(open) => open && void refreshDevices()}
    >
      <Button
        className="pick"
        id={`pick-${device}`}
        aria-label={`${say.chooseDevice[device]}: ${detail === undefined ? name : `${name} ${detail}`}`}
      >
        <Icon name={ICON[device]} />
        <CutText text={name} />
        <span>
          {/* The space is read, not seen. */}
          {detail !== undefined && <span className="tag num"> {detail}</span>}
          {extra}
        </span>
        <Icon name="chevron-down" small />
      </Button>
      <Popover className="pop" offset={4}>
        <ListBox
          className="menu"
          items={devices}
          renderEmptyState={() => <p className="none">{say.noDevices}</p>}
        >
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.name} className="menu-item">
              {({ isSelected }) => (
                <>
                  <span className="tick">{isSelected && <Icon name="check" />}</span>
                  <span className="cut-text" dir="auto">
                    {item.name}
                  </span>
                  {isSelected && device === "microphone" && <LiveLevel />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
