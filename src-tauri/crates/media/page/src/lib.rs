//! A module that WebKitGTK loads into the process of the page. When the page is there it lets go of the code that only its
//! start ran through, as the program does with its own: of 130 MB of that process, 65 MB are the code and constants of
//! WebKit and of OpenGL's compiler.
#![cfg(target_os = "linux")]

// The same as the program's, without all that crate media is linked with.
#[path = "../../src/memory.rs"]
mod memory;

use std::ffi::c_void;
use std::thread;
use std::time::Duration;

/// After these waits the page is there: on most computers, and on a slow one.
const AT_REST: [Duration; 2] = [Duration::from_secs(3), Duration::from_secs(7)];

/// Called by WebKitGTK when the process starts. Returns at once.
// SAFETY: the name is WebKitGTK's (webkit-web-extension.h), which calls it with one pointer that is not used here.
#[unsafe(no_mangle)]
pub extern "C" fn webkit_web_extension_initialize(_extension: *mut c_void) {
    let rest = || {
        for wait in AT_REST {
            thread::sleep(wait);
            memory::give_memory_back();
            memory::let_go_of_code();
        }
    };
    // Without that thread the page takes more memory, and nothing else is different.
    let _ = thread::Builder::new().name("at rest".into()).spawn(rest);
}
