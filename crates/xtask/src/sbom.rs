//! `cargo xtask sbom`: what the binary is made of, as a CycloneDX document.
//!
//! In it is what ships, and nothing else: the packages that are compiled into the server, and those that are compiled into the
//! islands' wasm, which the binary holds. Tools for tests and for building are not. No npm package ships: Lightning CSS and
//! Binaryen work on files of ours, and leave nothing of theirs in them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use anyhow::{Context, Result, bail};
use cyclonedx_bom::{
    external_models::uri::Uri,
    models::{
        component::Classification,
        dependency::{Dependencies, Dependency},
        external_reference::{ExternalReference, ExternalReferenceType, ExternalReferences, Uri as Reference},
        hash::{Hash, HashAlgorithm, HashValue, Hashes},
        license::{LicenseChoice, Licenses},
        property::{Properties, Property},
    },
    prelude::{Bom, Component, Components, Metadata, NormalizedString, Purl, SpdxExpression, Validate},
};
use serde_json::Value;

use crate::{
    command::{cargo, output, say},
    project::{root, target},
};

/// The parts of the binary: the package, the system it is compiled for, and what the part is called in the document.
const PARTS: [(&str, &str, &str); 2] =
    [("server", "x86_64-unknown-linux-gnu", "server"), ("frontend", "wasm32-unknown-unknown", "browser")];

/// A package: name and version.
type Package = (String, String);

/// Writes the document to `target/portal.cdx.json`.
///
/// # Errors
/// cargo does not know its own packages, or the document is not valid.
pub(crate) fn write() -> Result<()> {
    let bom = bom()?;
    let checked = bom.validate();
    if checked.has_errors() {
        bail!("the document is not valid: {checked:?}");
    }
    let file = target().join("portal.cdx.json");
    let mut text = Vec::new();
    bom.clone().output_as_json_v1_5(&mut text).context("CycloneDX")?;
    text.push(b'\n');
    fs::create_dir_all(target())?;
    fs::write(&file, text).with_context(|| file.display().to_string())?;
    let components = bom.components.as_ref().map_or(0, |components| components.0.len());
    say(&format!("{components} packages: {}", file.display()));
    Ok(())
}

/// The packages that ship, each with the parts of the binary that it is in.
fn shipped() -> Result<BTreeMap<Package, BTreeSet<&'static str>>> {
    let mut shipped: BTreeMap<Package, BTreeSet<&'static str>> = BTreeMap::new();
    for (package, system, part) in PARTS {
        let told = output(
            cargo()
                .args(["tree", "--locked", "--package", package, "--edges", "normal", "--target", system])
                .args(["--prefix", "none", "--format", "{p}"]),
        )?;
        for package in told.lines().filter_map(named) {
            shipped.entry(package).or_default().insert(part);
        }
    }
    Ok(shipped)
}

/// `serde v1.0.229 (proc-macro) (*)` as name and version.
fn named(line: &str) -> Option<Package> {
    let mut words = line.split_whitespace();
    Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
}

/// What cargo knows of the workspace's packages.
struct Known {
    /// What each says of itself.
    about: BTreeMap<Package, Value>,
    /// Which others each is compiled with, as they were resolved.
    needs: BTreeMap<Package, BTreeSet<Package>>,
}

fn known() -> Result<Known> {
    let told: Value = serde_json::from_str(&output(cargo().args(["metadata", "--locked", "--format-version", "1"]))?)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let listed = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages = listed(&told["packages"]);
    let named = |about: &Value| (text(&about["name"]), text(&about["version"]));
    let by_id: BTreeMap<String, Package> = packages.iter().map(|about| (text(&about["id"]), named(about))).collect();
    let package = |id: &Value| by_id.get(id.as_str()?).cloned();
    let mut needs: BTreeMap<Package, BTreeSet<Package>> = BTreeMap::new();
    for node in listed(&told["resolve"]["nodes"]) {
        let whole = |need: &Value| listed(&need["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
        let resolved = listed(&node["deps"]);
        let resolved = resolved.iter().filter(|need| whole(need)).filter_map(|need| package(&need["pkg"]));
        needs.insert(package(&node["id"]).context("a node is a package")?, resolved.collect());
    }
    Ok(Known { about: packages.iter().map(|about| (named(about), about.clone())).collect(), needs })
}

/// The SHA-256 of every package that comes from a registry, as locked.
fn locked() -> Result<BTreeMap<Package, String>> {
    let text = fs::read_to_string(root().join("Cargo.lock")).context("Cargo.lock")?;
    Ok(text.split("[[package]]").filter_map(checksum).collect())
}

/// Name, version and checksum in a package's lines of the lock.
fn checksum(lines: &str) -> Option<(Package, String)> {
    let field =
        |name: &str| lines.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \"")?.strip_suffix('"'));
    Some(((field("name")?.to_owned(), field("version")?.to_owned()), field("checksum")?.to_owned()))
}

fn reference((name, version): &Package) -> String {
    format!("pkg:cargo/{name}@{version}")
}

fn bom() -> Result<Bom> {
    let (shipped, known, locked) = (shipped()?, known()?, locked()?);
    let mut components = Vec::new();
    for (package, parts) in &shipped {
        let about = known.about.get(package).with_context(|| format!("cargo does not know {}", package.0))?;
        components.push(component(package, about, locked.get(package), parts)?);
    }
    let portal = known.about.iter().find(|((name, _), _)| name == "server").context("the workspace has a server")?;
    let mut subject = component(portal.0, portal.1, None, &BTreeSet::new())?;
    subject.component_type = Classification::Application;
    subject.name = NormalizedString::new("portal");
    components.retain(|component| component.bom_ref != subject.bom_ref);
    Ok(Bom {
        // Of the same sources it is the same document: no time, and no number that is drawn.
        serial_number: None,
        metadata: Some(Metadata { component: Some(subject), ..Metadata::default() }),
        components: Some(Components(components)),
        dependencies: Some(Dependencies(dependencies(&shipped, &known.needs))),
        ..Bom::default()
    })
}

/// What each package needs of those that ship.
fn dependencies(
    shipped: &BTreeMap<Package, BTreeSet<&'static str>>,
    needs: &BTreeMap<Package, BTreeSet<Package>>,
) -> Vec<Dependency> {
    let of = |package| needs.get(package).into_iter().flatten().filter(|need| shipped.contains_key(*need));
    shipped
        .keys()
        .map(|package| Dependency {
            dependency_ref: reference(package),
            dependencies: of(package).map(reference).collect(),
        })
        .collect()
}

fn component(package: &Package, about: &Value, checksum: Option<&String>, parts: &BTreeSet<&str>) -> Result<Component> {
    let (name, version) = package;
    let mut component = Component::new(Classification::Library, name, version, Some(reference(package)));
    component.purl = Some(Purl::new("cargo", name, version).with_context(|| format!("{name} {version}"))?);
    component.description = about["description"].as_str().map(NormalizedString::new);
    let licence = about["license"].as_str().with_context(|| format!("{name} {version} names no licence"))?;
    let licence = SpdxExpression::parse_lax(licence.to_owned()).with_context(|| format!("{name}: {licence}"))?;
    component.licenses = Some(Licenses(vec![LicenseChoice::Expression(licence)]));
    component.hashes =
        checksum.map(|sum| Hashes(vec![Hash { alg: HashAlgorithm::SHA_256, content: HashValue(sum.clone()) }]));
    let source = about["repository"].as_str().and_then(|address| Uri::try_from(address.to_owned()).ok());
    component.external_references = source.map(|address| {
        ExternalReferences(vec![ExternalReference {
            external_reference_type: ExternalReferenceType::Vcs,
            url: Reference::Url(address),
            comment: None,
            hashes: None,
        }])
    });
    if !parts.is_empty() {
        let parts = parts.iter().map(|part| Property::new("portal:part", part)).collect();
        component.properties = Some(Properties(parts));
    }
    Ok(component)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_that_ships_is_listed_with_all_there_is_to_say() -> Result<()> {
        let bom = bom()?;
        assert!(bom.validate().passed());
        let listed = &bom.components.as_ref().context("components")?.0;
        let by_name: BTreeSet<&str> = listed.iter().filter_map(|component| component.bom_ref.as_deref()).collect();
        for (package, _) in shipped()?.iter().filter(|((name, _), _)| name != "server") {
            assert!(by_name.contains(reference(package).as_str()), "{package:?}");
        }
        for component in listed {
            let ours = ["model", "frontend"].contains(&component.name.as_ref());
            assert!(component.version.is_some() && component.purl.is_some() && component.licenses.is_some());
            assert!(ours || component.hashes.is_some(), "{component:?}");
        }
        for part in ["server", "browser"] {
            let has = |c: &&Component| c.properties.as_ref().is_some_and(|p| p.0.iter().any(|p| *p.value == *part));
            assert!(listed.iter().filter(has).count() > 20, "{part}");
        }
        Ok(())
    }

    #[test]
    fn a_tool_of_the_tests_is_not_listed() -> Result<()> {
        let shipped = shipped()?;
        assert!(
            ["proptest", "tempfile", "wasm-bindgen-cli-support", "xtask"]
                .iter()
                .all(|name| shipped.keys().all(|(n, _)| n != name))
        );
        Ok(())
    }

    #[test]
    fn of_two_versions_each_is_needed_by_whom_it_was_resolved_for() -> Result<()> {
        let (shipped, known) = (shipped()?, known()?);
        let versions = |name: &str| shipped.keys().filter(|(n, _)| n == name).count();
        let twice: Vec<&Package> = shipped.keys().filter(|(name, _)| versions(name) > 1).collect();
        let listed = dependencies(&shipped, &known.needs);
        for package in &twice {
            let needed = listed.iter().any(|one| one.dependencies.contains(&reference(package)));
            assert!(needed, "{package:?} ships, and nothing needs it");
        }
        let of_one =
            |name: &str, one: &Dependency| one.dependencies.iter().filter(|n| n.contains(&format!("/{name}@"))).count();
        for (name, _) in twice {
            assert!(listed.iter().any(|one| of_one(name, one) == 1), "all that need {name} need every version of it");
        }
        let server = listed.iter().find(|one| one.dependency_ref.contains("/server@")).context("the server")?;
        assert!(server.dependencies.iter().any(|need| need.contains("/axum@")), "{server:?}");
        Ok(())
    }

    #[test]
    fn a_line_of_cargos_is_a_package() {
        assert_eq!(named("serde_derive v1.0.229 (proc-macro) (*)"), Some(("serde_derive".into(), "1.0.229".into())));
        assert_eq!(named(""), None);
    }
}
