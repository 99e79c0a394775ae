//! The dashboard is built by npm, not by cargo: Rust must compile without it, and again when it has changed.

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=../../web/dist");
    std::fs::create_dir_all("../../web/dist")
}
