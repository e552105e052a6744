//! The table of figures.

use std::fs;
use std::path::Path;
use std::thread::available_parallelism;

use serde_json::json;

/// One measured figure and its limit.
pub struct Figure {
    what: String,
    unit: &'static str,
    limit: f64,
    value: f64,
    samples: Vec<f64>,
    /// What is said of the samples besides the value.
    spread: Option<[f64; 3]>,
}

impl Figure {
    /// The median of `samples`.
    pub fn median(what: &str, unit: &'static str, limit: f64, samples: Vec<f64>) -> Figure {
        let what = format!("{what}, median of {}", samples.len());
        Figure::percentile(&what, unit, limit, &samples, 0.5)
    }

    /// The value below which `share` of `samples` lie.
    pub fn percentile(
        what: &str,
        unit: &'static str,
        limit: f64,
        samples: &[f64],
        share: f64,
    ) -> Figure {
        Figure {
            what: what.into(),
            unit,
            limit,
            value: below(samples, share),
            samples: samples.to_vec(),
            spread: None,
        }
    }

    /// The value below which 99 % of `samples` lie, which for fewer than a hundred is the worst; p50, p99 and the
    /// worst are told beside it.
    pub fn worst(what: &str, unit: &'static str, limit: f64, samples: &[f64]) -> Figure {
        let what = format!("{what}, p99 of {}", samples.len());
        Figure {
            spread: Some([0.5, 0.99, 1.0].map(|share| below(samples, share))),
            ..Figure::percentile(&what, unit, limit, samples, 0.99)
        }
    }

    /// A figure measured once.
    pub fn one(what: &str, unit: &'static str, limit: f64, value: f64) -> Figure {
        Figure::percentile(what, unit, limit, &[value], 0.5)
    }

    /// Of the limit; where nothing is allowed, nothing is all right.
    fn ratio(&self) -> f64 {
        if self.limit == 0.0 {
            self.value
        } else {
            self.value / self.limit
        }
    }

    fn line(&self) -> String {
        const WIDTH: usize = 20; // of the bar, at the limit
        let ratio = self.ratio();
        let full = ((ratio * WIDTH as f64).round() as usize).min(WIDTH + 4);
        let bar: String = (0..WIDTH + 4)
            .map(|at| match (at < full, at < WIDTH) {
                (true, true) => '█',
                (true, false) => '▓',
                (false, true) => '·',
                (false, false) => ' ',
            })
            .collect();
        let digits = if self.limit < 10.0 { 2 } else { 0 };
        let spread = self.spread.map_or(String::new(), |[half, most, all]| {
            format!("  p50 {half:.1}, p99 {most:.1}, max {all:.1}")
        });
        format!(
            "{:<66} {:>8.digits$} {:>8.digits$} {:<5} {bar} {ratio:>5.2}{spread}",
            self.what, self.value, self.limit, self.unit
        )
    }
}

/// The value below which `share` of `samples` lie.
fn below(samples: &[f64], share: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len() as f64 * share) as usize;
    let value = sorted.get(at.min(sorted.len().saturating_sub(1)));
    value.copied().unwrap_or(f64::NAN)
}

/// All figures, printed as they come.
#[derive(Default)]
pub struct Report {
    figures: Vec<Figure>,
}

impl Report {
    /// Prints and keeps a figure.
    pub fn add(&mut self, figure: Figure) {
        if self.figures.is_empty() {
            let (value, limit) = ("is", "at most");
            println!("{:<66} {value:>8} {limit:>8}", "");
        }
        println!("{}", figure.line());
        self.figures.push(figure);
    }

    /// Writes `figures.json` and `figures.txt` into `folder`, and says how many are within.
    pub fn finish(&self, folder: &Path) {
        let cores = available_parallelism().map_or(0, usize::from);
        let figures: Vec<_> = self
            .figures
            .iter()
            .map(|f| {
                json!({ "what": f.what, "unit": f.unit, "value": f.value, "atMost": f.limit,
                        "ratio": f.ratio(), "p50": below(&f.samples, 0.5), "p99": below(&f.samples, 0.99),
                        "max": below(&f.samples, 1.0), "samples": f.samples })
            })
            .collect();
        let text: Vec<String> = self.figures.iter().map(Figure::line).collect();
        fs::create_dir_all(folder).expect("the target folder can be written");
        let json = json!({ "cores": cores, "figures": figures });
        fs::write(folder.join("figures.json"), format!("{json:#}\n")).expect("the disk has room");
        fs::write(folder.join("figures.txt"), text.join("\n") + "\n").expect("the disk has room");
        let within = self.figures.iter().filter(|f| f.value <= f.limit).count();
        println!(
            "{within} of {} within the limit, on {cores} cores",
            figures.len()
        );
    }
}
