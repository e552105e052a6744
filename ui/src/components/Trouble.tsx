import { useEffect, useRef } from "react";
import { Button } from "react-aria-components";
import { copyDetails, quit } from "../actions";
import type { ErrorCode } from "../bindings";
import { explain, type Known, type Remedy } from "../errors";
import type { IconName } from "../icons/drawings";
import { openSettings } from "../settings";
import { pickScreen } from "../share";
import { say } from "../strings";
import { Icon } from "./Icon";

/** What went wrong as something to read: what happened, why and what to do, a button for it where there is one, and the
 * details for whoever helps. */
export function Trouble(props: {
  code: ErrorCode;
  known?: Known | null | undefined;
  /** What this place can do about it. */
  remedies?: Remedies;
  /** Refers to it from the field it is about. */
  id?: string;
}) {
  const { code, known, remedies, id } = props;
  const { title, text, remedy, fingerprints } = explain(code, known ?? {});
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <section className="trouble" id={id} ref={section}>
      <Icon name={iconOf(code)} />
      <div>
        <h2>{title}</h2>
        {text !== "" && <p>{text}</p>}
        {fingerprints.length > 0 && (
          <dl className="fingerprints">
            {fingerprints.map(([called, short]) => (
              <div key={called}>
                <dt>{called}</dt>
                <dd dir="ltr">{short}</dd>
              </div>
            ))}
          </dl>
        )}
        <div className="trouble-actions">
          <RemedyButton remedy={remedy} remedies={remedies} />
          <Button className="link" onPress={() => void copyDetails()}>
            {say.copyDetails}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** What can be done from where the error is shown; what EVERYWHERE has can be done from anywhere. */
export type Remedies = Partial<Record<Remedy, () => void>>;

const EVERYWHERE: Remedies = {
  "other-device": () => openSettings("devices"),
  "other-screen": () => void pickScreen(),
  settings: () => openSettings(),
  server: () => openSettings("server"),
  quit,
};

const LABEL = {
  again: "tryAgain",
  "other-device": "chooseAnother",
  "other-screen": "chooseAnother",
  settings: "openSettings",
  server: "openSettings",
  paste: "pasteAgain",
  quit: "quitApp",
} as const;

/** The one thing to do, where there is a button for it. */
export function RemedyButton({ remedy, remedies }: { remedy: Remedy; remedies: Remedies | undefined }) {
  if (remedy === "none") return null;
  const act = remedies?.[remedy] ?? EVERYWHERE[remedy];
  if (act === undefined) return null;
  return (
    <Button className="btn" data-remedy={remedy} onPress={act}>
      {say[LABEL[remedy]]}
    </Button>
  );
}

/** The drawing beside an error. */
export function iconOf(code: ErrorCode): IconName {
  const device = /^(camera|microphone|speaker|screen)-/.exec(code)?.[1];
  if (device !== undefined) return DEVICE_ICON[device as keyof typeof DEVICE_ICON];
  return ICON[code] ?? "triangle-alert";
}

const DEVICE_ICON = {
  camera: "video-off",
  microphone: "mic-off",
  speaker: "volume-2",
  screen: "screen-share-off",
} as const;

const ICON: Partial<Record<ErrorCode, IconName>> = {
  unreachable: "wifi-off",
  "timed-out": "wifi-off",
  "connection-broken": "wifi-off",
  "media-blocked": "wifi-off",
  "no-network": "wifi-off",
  locked: "lock",
  "end-not-allowed": "lock",
  "not-allowed": "lock",
  ended: "circle-x",
  removed: "user-x",
  denied: "user-x",
  full: "users",
  "in-meeting": "link",
  "bad-link": "link",
  "damaged-link": "link",
  "newer-link": "link",
  "wrong-invite": "link",
  "unknown-meeting": "link",
  "end-delayed": "server",
  "device-stuck": "plug",
};
