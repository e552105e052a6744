//! The page's half of the contract is generated, and is what the shell speaks.

use std::fs;

use adjourn_lab::{Lab, root};

#[test]
fn the_pages_bindings_are_what_the_shell_generates() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_adjourn"), "bindings");
    let fresh = lab.file("bindings.ts");
    adjourn::ipc::export_bindings(&fresh).expect("the bindings can be generated");

    assert!(
        fs::read(root().join("ui/src/bindings.ts")).ok() == fs::read(&fresh).ok(),
        "ui/src/bindings.ts is stale: run `cargo run -- export-bindings ui/src/bindings.ts`"
    );
}
