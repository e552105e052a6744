//! The official Python SDK takes part in a meeting.

use adjourn_lab::Lab;

mod interop;

#[test]
fn the_python_sdk_sees_hears_leaves_and_is_ended() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_adjourn"), "sdk_python");
    interop::takes_part(&lab, |url, token, tone| lab.python_sdk(url, token, tone));
}
