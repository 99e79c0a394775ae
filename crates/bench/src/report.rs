//! The only place that prints.

use std::time::Duration;

/// One line of the result.
#[expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// A failure.
#[expect(
    clippy::print_stderr,
    reason = "a command line program speaks on standard error"
)]
pub(crate) fn complain(text: &str) {
    eprintln!("{text}");
}

/// Milliseconds with two digits behind the point.
pub(crate) fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// The middle one of an odd number of figures.
pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one() {
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!(median(&[]).abs() < f64::EPSILON);
        assert_eq!(ms(Duration::from_micros(1_234)), "1.23 ms");
    }
}
