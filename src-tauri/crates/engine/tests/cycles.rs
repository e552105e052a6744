//! Meeting after meeting in one process; alone in its binary, so that every handle and thread counted is its own.
#![cfg(target_os = "linux")]

mod support;

use std::time::Duration;

use adjourn_meeting::ReasonCode;
use support::{Person, guest, host, server};

/// Goodbyes, closings and idle threads of the runtime (10 s) take their time.
const SETTLE: Duration = Duration::from_secs(15);

fn count(what: &str) -> usize {
    std::fs::read_dir(format!("/proc/self/{what}"))
        .expect("Linux")
        .count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_meetings_leave_no_thread_and_no_handle_behind() {
    let server = server().await;
    let (mut ana, mut bo) = (Person::new(), Person::new());
    let mut first = None;
    for cycle in 0..20 {
        let meeting = server
            .open_meeting("Ana’s meeting", "Ana")
            .await
            .expect("a meeting");
        ana.join(host(&meeting), "Ana").await;
        let bo_id = bo.join(guest(&meeting), "Bo").await;
        ana.sees_and_hears(&bo_id, 1, 20).await;
        if cycle % 2 == 0 {
            bo.engine.leave();
            assert_eq!(bo.until_left().await.code, ReasonCode::Left);
            ana.engine.end_for_all();
        } else {
            ana.engine.end_for_all();
            assert_eq!(bo.until_left().await.code, ReasonCode::Ended);
        }
        assert_eq!(ana.until_left().await.code, ReasonCode::Ended);
        if first.is_none() {
            tokio::time::sleep(Duration::from_secs(2)).await;
            first = Some((count("fd"), count("task")));
        }
    }
    let (fds, threads) = first.expect("a first cycle");
    let back = async {
        while count("fd") > fds || count("task") > threads {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let back = tokio::time::timeout(SETTLE, back).await;
    let now = (count("fd"), count("task"));
    eprintln!(
        "handles and threads: {:?} after the first, {now:?} after the last",
        (fds, threads)
    );
    assert!(back.is_ok(), "{now:?} after {:?}", (fds, threads));
    ana.engine.shutdown().await;
    bo.engine.shutdown().await;
    server.shutdown().await;
}
