//! What was measured, for people and for programs.

use std::{fmt, fs, path::Path};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::load::Measured;
use crate::command::say;

/// Everything.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Milliseconds from start to the first page.
    pub(super) start: Option<f64>,
    /// Megabytes at rest, and after a hundred thousand requests.
    pub(super) memory: Option<[f64; 2]>,
    /// Addresses, with their bytes raw and packed.
    pub(super) sizes: Vec<(String, usize, usize)>,
    pub(super) pages: Vec<Against>,
    /// Databases, with sign-ins and saved events.
    pub(super) writes: Vec<(&'static str, [Measured; 2])>,
    pub(super) scale: Vec<Scale>,
}

/// A page from three servers.
#[derive(Debug)]
pub(super) struct Against {
    pub(super) name: &'static str,
    pub(super) nginx: Measured,
    pub(super) cached: Measured,
    pub(super) uncached: Measured,
}

/// What requests cost where there are so many events.
#[derive(Debug)]
pub(super) struct Scale {
    pub(super) database: &'static str,
    pub(super) events: u32,
    pub(super) costs: Vec<(&'static str, Measured)>,
}

impl Report {
    /// Writes it as data.
    pub(super) fn write(&self, file: &Path) -> Result<()> {
        fs::write(file, self.json().to_string()).with_context(|| file.display().to_string())?;
        say(&format!("the same as data: {}", file.display()));
        Ok(())
    }

    /// The same as data: requests a second, milliseconds, megabytes, bytes.
    pub(super) fn json(&self) -> Value {
        let measured = |m: &Measured| json!({"rate": m.rate, "p50_ms": m.p50, "p99_ms": m.p99});
        let pages = self.pages.iter().map(|page| {
            json!({
                "page": page.name, "nginx": measured(&page.nginx), "cached": measured(&page.cached),
                "uncached": measured(&page.uncached), "cached_to_nginx": page.cached.rate / page.nginx.rate,
                "uncached_to_nginx": page.uncached.rate / page.nginx.rate,
            })
        });
        let scale = self.scale.iter().map(|scale| {
            let costs: Vec<Value> = scale
                .costs
                .iter()
                .map(|(name, cost)| json!({"asked": name, "measured": measured(cost), "times_the_smallest": self.times(scale, name)}))
                .collect();
            json!({"database": scale.database, "events": scale.events, "costs": costs})
        });
        let writes = self.writes.iter().map(|(database, [sign_ins, saves])| {
            json!({"database": database, "sign_ins": measured(sign_ins), "saves": measured(saves)})
        });
        json!({
            "start_ms": self.start,
            "memory_mb": self.memory.map(|[rest, after]| json!({"at_rest": rest, "after_100000_requests": after})),
            "sizes": self.sizes.iter().map(|(path, raw, br)| json!({"path": path, "raw": raw, "brotli": br})).collect::<Vec<_>>(),
            "pages": pages.collect::<Vec<_>>(),
            "scale": scale.collect::<Vec<_>>(),
            "writes": writes.collect::<Vec<_>>(),
        })
    }

    /// What a request costs, as a multiple of what it costs at the smallest size, on the same database.
    fn times(&self, scale: &Scale, asked: &str) -> f64 {
        let cost = |scale: &Scale| {
            let found = scale.costs.iter().find(|(name, _)| *name == asked);
            found.map_or(f64::NAN, |(_, measured)| 1.0 / measured.rate)
        };
        let smallest = self.scale.iter().find(|other| other.database == scale.database);
        cost(scale) / smallest.map_or(f64::NAN, cost)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(start) = self.start {
            writeln!(f, "start to first page: {start:.0} ms")?;
        }
        if let Some([rest, after]) = self.memory {
            writeln!(f, "memory: {rest:.0} MB at rest, {after:.0} MB after 100,000 requests\n")?;
        }
        writeln!(f, "| bytes of | raw | brotli |\n|---|--:|--:|")?;
        for (path, raw, packed) in &self.sizes {
            writeln!(f, "| {path} | {raw} | {packed} |")?;
        }
        writeln!(f, "\n| page | nginx/s | cached | p50, p99 ms | uncached | p50, p99 ms |\n|---|--:|--:|--:|--:|--:|")?;
        for Against { name, nginx, cached, uncached } in &self.pages {
            let [kept, made] = [cached, uncached].map(|m| m.rate / nginx.rate);
            writeln!(
                f,
                "| {name} | {:.0} | {kept:.2} | {:.2}, {:.2} | {made:.3} | {:.2}, {:.2} |",
                nginx.rate, cached.p50, cached.p99, uncached.p50, uncached.p99
            )?;
        }
        writeln!(f, "\n| cost of | database | events | ms | times the smallest |\n|---|---|--:|--:|--:|")?;
        for scale in &self.scale {
            for (name, cost) in &scale.costs {
                let (ms, times) = (1000.0 / cost.rate, self.times(scale, name));
                writeln!(f, "| {name} | {} | {} | {ms:.2} | {times:.2} |", scale.database, scale.events)?;
            }
        }
        writeln!(f, "\n| database | sign-ins/s | saved events/s |\n|---|--:|--:|")?;
        for (database, [sign_ins, saves]) in &self.writes {
            writeln!(f, "| {database} | {:.1} | {:.1} |", sign_ins.rate, saves.rate)?;
        }
        Ok(())
    }
}
