//! `cargo xtask check`: everything a reader of code can be spared.

use anyhow::Result;

use crate::{
    command::{cargo, program, run, say},
    project::root,
    site::PROFILE,
    tool,
};

/// Runs all checks, cheapest first.
///
/// # Errors
/// The first check that fails.
pub(crate) fn run_checks() -> Result<()> {
    run(cargo().args(["fmt", "--all", "--check"]))?;
    tool::wasm_target()?;
    run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))?;
    // In the profile the islands are built in, so that both share what they compile.
    let wasm = ["--package", "frontend", "--target", "wasm32-unknown-unknown", "--profile", PROFILE];
    run(cargo().arg("clippy").args(wasm).args(["--", "--deny", "warnings"]))?;
    run(cargo()
        .args(["doc", "--workspace", "--no-deps", "--document-private-items"])
        .env("RUSTDOCFLAGS", "--deny warnings"))?;
    // Advisories change from day to day, with no change of ours: they are not a check of the code.
    // The programs of `cargo xtask fuzz` ship nothing, and are under the same rules.
    for manifest in ["Cargo.toml", "fuzz/Cargo.toml"] {
        run(program(tool::cargo_deny()?)
            .arg("--manifest-path")
            .arg(root().join(manifest))
            .arg("--config")
            .arg(root().join("deny.toml"))
            .args(["check", "--hide-inclusion-graph"])
            // What one of the two alone holds is not missed in the other.
            .args(["--allow", "license-exception-not-encountered", "--allow", "unused-wrapper"])
            .args(["bans", "licenses", "sources"]))?;
    }
    say("all checks passed");
    Ok(())
}
