//! Date and kind of machine, for the head of a proof.

use crate::shell;
use anyhow::Result;

/// Today's date, `2026-11-21`, in UTC.
pub(crate) fn today() -> Result<String> {
    shell::output(shell::command("date", &["-u", "+%F"]))
}

/// Cores, processor, memory and compiler in one line.
pub(crate) fn class() -> String {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let processor = field(&read("/proc/cpuinfo"), "model name").unwrap_or("unknown processor").to_owned();
    let memory = field(&read("/proc/meminfo"), "MemTotal")
        .and_then(|size| size.trim_end_matches(" kB").parse::<f64>().ok())
        .map_or("unknown".to_owned(), |kib| format!("{:.0} GiB", kib / 1024.0 / 1024.0));
    let compiler = shell::output(shell::command("rustc", &["--version"])).unwrap_or_default();
    format!("{cores} cores, {processor}, {memory} of memory, {compiler}")
}

/// Value of the first line `key : value` with this key.
pub(crate) fn field<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.trim() == key)
        .map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_their_whole_name() {
        let text = "MemTotal:       24 kB\nMem: 3\n";
        assert_eq!(field(text, "Mem"), Some("3"));
        assert_eq!(field(text, "MemTotal"), Some("24 kB"));
        assert_eq!(field(text, "Total"), None);
    }

    #[test]
    fn today_is_a_date() {
        let today = today().unwrap();
        assert_eq!(today.len(), 10);
        assert!(today.starts_with("20"), "{today}");
    }
}
