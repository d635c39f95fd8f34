//! What the system tells of this process. On Linux: elsewhere there is nothing to tell, and nothing is told.

use std::fs;

/// The memory that the process has in RAM, in bytes (`proc(5)`, `VmRSS`).
pub(crate) fn resident_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    Some(number(&status, "VmRSS:")? * 1024)
}

/// How many files and sockets it has open; one of them is for counting them.
pub(crate) fn open_files() -> Option<u64> {
    u64::try_from(fs::read_dir("/proc/self/fd").ok()?.count()).ok()
}

/// How many it may have open.
pub(crate) fn most_files() -> Option<u64> {
    number(&fs::read_to_string("/proc/self/limits").ok()?, "Max open files")
}

/// The first number after `name` in a list of lines.
fn number(lines: &str, name: &str) -> Option<u64> {
    lines.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_system_tells() {
        assert!(resident_bytes().is_some_and(|bytes| bytes > 1 << 20));
        assert!(open_files().is_some_and(|open| open > 2));
        assert!(most_files().zip(open_files()).is_some_and(|(most, open)| most > open));
        assert_eq!(number("VmPeak:\t  9 kB\nVmRSS:\t  12 kB\n", "VmRSS:"), Some(12));
    }
}
