import { Button } from "react-aria-components";
import { checkDevices, copyDetails, quit } from "../actions";
import type { DeviceState } from "../bindings";
import type { Receipt as Facts } from "../state";
import { exactTime, say } from "../strings";
import { Icon } from "./Icon";

/** What the system says of the devices: which are off, which one is not, and when it was asked. */
export function Receipt({ receipt }: { receipt: Facts }) {
  const { camera, microphone, speaker, checkedAtMs, stuck } = receipt;
  const off: [DeviceState, string][] = [
    [camera, say.cameraReleased],
    [microphone, say.microphoneReleased],
  ];
  const held = [camera, microphone, speaker].includes("stuck");
  return (
    <section id="receipt" className={held ? "receipt held" : "receipt"} aria-label={say.devicesReleased}>
      <ul>
        {off.map(
          ([state, label]) =>
            state !== "stuck" && (
              <li key={label}>
                <Icon name="check" />
                {label}
              </li>
            ),
        )}
        {stuck.map((device) => (
          <li key={device} className="stuck">
            <Icon name="triangle-alert" />
            <span>{say.didNotClose(device)}</span>
          </li>
        ))}
      </ul>
      <p className="small">
        {say.checkedAt} <time>{exactTime(checkedAtMs)}</time>
      </p>
      {held && (
        <div className="trouble-actions">
          <Button id="quit" className="btn" onPress={quit}>
            {say.quitApp}
          </Button>
          <Button id="check-again" className="btn" onPress={() => void checkDevices()}>
            {say.checkAgain}
          </Button>
          <Button className="link" onPress={() => void copyDetails()}>
            {say.copyDetails}
          </Button>
        </div>
      )}
    </section>
  );
}
