//! Finds the Rust module of @example/distance with Node's resolution. On macOS, leaves the symbols of Node-API undefined
//! until load.
use std::process::Command;

fn main() {
    let module = "require.resolve('@example/distance/bindings/distance.rs')";
    let found = Command::new("node")
        .args(["-p", module])
        .output()
        .expect("node runs");
    assert!(
        found.status.success(),
        "{}",
        String::from_utf8_lossy(&found.stderr)
    );
    let path = String::from_utf8(found.stdout).expect("a path in UTF-8");
    println!("cargo:rustc-env=PRODUCER_RS={}", path.trim());
    println!("cargo:rerun-if-changed={}", path.trim());
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("macos") {
        println!("cargo:rustc-link-arg=-Wl,-undefined,dynamic_lookup");
    }
}
