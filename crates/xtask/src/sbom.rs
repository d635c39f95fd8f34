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

/// What cargo knows about every package of the workspace.
fn known() -> Result<BTreeMap<Package, Value>> {
    let told: Value = serde_json::from_str(&output(cargo().args(["metadata", "--locked", "--format-version", "1"]))?)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages = told["packages"].as_array().into_iter().flatten();
    Ok(packages.map(|package| ((text(&package["name"]), text(&package["version"])), package.clone())).collect())
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
        let about = known.get(package).with_context(|| format!("cargo does not know {}", package.0))?;
        components.push(component(package, about, locked.get(package), parts)?);
    }
    let portal = ("server".to_owned(), version(&known)?);
    let about = known.get(&portal).context("the server is a package")?;
    let mut subject = component(&portal, about, None, &BTreeSet::new())?;
    subject.component_type = Classification::Application;
    subject.name = NormalizedString::new("portal");
    components.retain(|component| component.bom_ref != subject.bom_ref);
    Ok(Bom {
        // Of the same sources it is the same document: no time, and no number that is drawn.
        serial_number: None,
        metadata: Some(Metadata { component: Some(subject), ..Metadata::default() }),
        components: Some(Components(components)),
        dependencies: Some(Dependencies(dependencies(&shipped, &known))),
        ..Bom::default()
    })
}

fn version(known: &BTreeMap<Package, Value>) -> Result<String> {
    let server = known.keys().find(|(name, _)| name == "server").context("the workspace has a server")?;
    Ok(server.1.clone())
}

/// What each package needs of those that ship. cargo tells needs by the names of packages; where two versions ship, by which of
/// them fits.
fn dependencies(
    shipped: &BTreeMap<Package, BTreeSet<&'static str>>,
    known: &BTreeMap<Package, Value>,
) -> Vec<Dependency> {
    let needs = |package: &Package| -> BTreeSet<String> {
        let listed = known.get(package).and_then(|about| about["dependencies"].as_array());
        let listed = listed.into_iter().flatten().filter(|need| need["kind"].is_null());
        listed
            .filter_map(|need| Some(reference(fitting(shipped, need["name"].as_str()?, need["req"].as_str()?)?)))
            .collect()
    };
    shipped
        .keys()
        .map(|package| Dependency {
            dependency_ref: reference(package),
            dependencies: needs(package).into_iter().collect(),
        })
        .collect()
}

/// The package of this name that ships; of several, the one that the requirement begins like.
fn fitting<'p>(
    shipped: &'p BTreeMap<Package, BTreeSet<&'static str>>,
    name: &str,
    wanted: &str,
) -> Option<&'p Package> {
    let all: Vec<&Package> = shipped.keys().filter(|(known, _)| known == name).collect();
    let wanted = wanted.trim_start_matches(|c: char| !c.is_ascii_digit());
    // `0.9` and `1` are told apart by their first number that is not zero.
    let line = |version: &str| {
        let numbers: Vec<&str> = version.split(['.', ',', ' ', '-']).collect();
        let until = numbers.iter().position(|number| *number != "0").unwrap_or(0);
        numbers.get(..=until).map(|numbers| numbers.join("."))
    };
    match all.as_slice() {
        [only] => Some(only),
        several => several.iter().find(|(_, version)| line(version) == line(wanted)).copied(),
    }
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
    fn of_two_versions_the_one_that_fits_is_needed() {
        let both: BTreeMap<Package, BTreeSet<&str>> = [("sha2", "0.10.9"), ("sha2", "0.11.0")]
            .map(|(n, v)| ((n.to_owned(), v.to_owned()), BTreeSet::new()))
            .into();
        assert_eq!(fitting(&both, "sha2", "^0.10").map(|p| p.1.as_str()), Some("0.10.9"));
        assert_eq!(fitting(&both, "sha2", "=0.11.0").map(|p| p.1.as_str()), Some("0.11.0"));
    }

    #[test]
    fn a_line_of_cargos_is_a_package() {
        assert_eq!(named("serde_derive v1.0.229 (proc-macro) (*)"), Some(("serde_derive".into(), "1.0.229".into())));
        assert_eq!(named(""), None);
    }
}
