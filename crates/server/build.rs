//! Embeds content and migrations anew when a file is added or removed; changed files are noticed without this.

fn main() {
    println!("cargo::rerun-if-changed=content");
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=build.rs");
}
