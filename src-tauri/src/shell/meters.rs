//! What moves by itself on the page: levels, devices that come and go, the state of one's own devices.

use std::time::Duration;

use adjourn_engine::Engine;
use tauri::AppHandle;
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval, sleep},
};

use super::{Activity, list_devices};
use crate::ipc::{AppEvent, WindowEvent};

/// A level meter looks alive from ten steps a second on.
const LEVEL_EVERY: Duration = Duration::from_millis(100);

/// Every second level: a speaker ring is a coarser thing.
const SPEAKING_EVERY: u32 = 2;

/// A person plugs a device in and looks at the list.
const DEVICES_EVERY: Duration = Duration::from_secs(3);

/// Starts telling; it ends with the app.
pub(super) fn start(app: &AppHandle, engine: &Engine, active: watch::Receiver<Activity>) {
    tokio::spawn(tell_levels(app.clone(), engine.clone(), active.clone()));
    tokio::spawn(tell_devices(app.clone(), active));
    tokio::spawn(tell_local(app.clone(), engine.clone()));
}

async fn tell_levels(app: AppHandle, engine: Engine, mut active: watch::Receiver<Activity>) {
    while active
        .wait_for(|activity| *activity != Activity::Idle)
        .await
        .is_ok()
    {
        let mut ticks = interval(LEVEL_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut tick = 0_u32;
        let mut heard = false;
        while *active.borrow() != Activity::Idle {
            ticks.tick().await;
            tick = tick.wrapping_add(1);
            let level = engine.microphone_level();
            AppEvent::from(WindowEvent::MicrophoneLevel { level }).tell(&app);
            if !tick.is_multiple_of(SPEAKING_EVERY) {
                continue;
            }
            let levels: std::collections::BTreeMap<_, _> = engine
                .speaker_levels()
                .into_iter()
                .map(|(participant, level)| (participant.as_str().to_owned(), level))
                .collect();
            // One empty event after the last voice; then silence is not told again and again.
            let now = !levels.is_empty();
            if now || heard {
                AppEvent::from(WindowEvent::Speaking { levels }).tell(&app);
            }
            heard = now;
        }
    }
}

/// Only in the lobby: in a meeting the page asks when its device menu opens, and after one nothing may touch a
/// device any more.
async fn tell_devices(app: AppHandle, mut active: watch::Receiver<Activity>) {
    while active
        .wait_for(|activity| *activity == Activity::Preview)
        .await
        .is_ok()
    {
        let mut known = list_devices().await;
        while *active.borrow() == Activity::Preview {
            sleep(DEVICES_EVERY).await;
            if *active.borrow() != Activity::Preview {
                break;
            }
            let devices = list_devices().await;
            if devices != known {
                known = devices.clone();
                AppEvent::from(WindowEvent::DevicesChanged { devices }).tell(&app);
            }
        }
    }
}

async fn tell_local(app: AppHandle, engine: Engine) {
    let mut local = engine.local();
    drop(engine);
    while local.changed().await.is_ok() {
        let media = local.borrow_and_update().clone();
        AppEvent::from(WindowEvent::LocalMediaChanged {
            media: Box::new(media),
        })
        .tell(&app);
    }
}
