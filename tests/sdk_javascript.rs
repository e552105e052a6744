//! The official livekit-client takes part in a meeting, in Chromium.

use adjourn_lab::Lab;

mod interop;

#[test]
fn the_javascript_sdk_sees_hears_leaves_and_is_ended() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_adjourn"), "sdk_javascript");
    interop::takes_part(&lab, |url, token, tone| {
        lab.javascript_sdk(url, token, tone)
    });
}
