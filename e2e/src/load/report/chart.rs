//! Curves as SVG, with logarithmic axes: loads and times differ by powers of ten.

use std::fmt::Write;

use super::super::histogram::Percentiles;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
/// Left, top, right and bottom of what is drawn between the axes.
const FRAME: [f64; 4] = [70.0, 40.0, 560.0, 360.0];
/// Told apart without colours, too: each has dashes of its own.
const LOOKS: [(&str, &str); 6] = [
    ("#0b6e99", "none"),
    ("#b4540a", "none"),
    ("#0b6e99", "6 3"),
    ("#b4540a", "6 3"),
    ("#0b6e99", "2 3"),
    ("#b4540a", "2 3"),
];

/// Some curves over the same axes.
#[derive(Debug)]
pub(in crate::load) struct Chart {
    /// What the file is called.
    pub(in crate::load) name: &'static str,
    title: String,
    axes: [String; 2],
    curves: Vec<(String, Vec<(f64, f64)>)>,
}

impl Chart {
    /// One without curves; `axes` are what is told to the right and upwards.
    pub(in crate::load) fn new(name: &'static str, title: impl Into<String>, axes: [&str; 2]) -> Self {
        Self { name, title: title.into(), axes: axes.map(str::to_owned), curves: Vec::new() }
    }

    /// One more curve. Where there is no figure, or none above zero, it has no point.
    pub(in crate::load) fn curve(
        &mut self,
        name: impl Into<String>,
        points: impl IntoIterator<Item = (f64, Option<f64>)>,
    ) {
        let points = points.into_iter().filter_map(|(x, y)| Some((x, y?)));
        let points = points.filter(|(x, y)| *x > 0.0 && *y > 0.0 && y.is_finite()).collect();
        self.curves.push((name.into(), points));
    }

    /// The two curves of one side: its median, and what all but a hundredth stay below.
    pub(in crate::load) fn times(
        &mut self,
        whose: &str,
        points: impl Iterator<Item = (f64, Option<Percentiles>)> + Clone,
    ) {
        self.curve(
            format!("{whose} p50"),
            points.clone().map(|(x, times)| (x, times.map(|times| times.p50))),
        );
        self.curve(format!("{whose} p99"), points.map(|(x, times)| (x, times.map(|times| times.p99))));
    }

    /// The picture; none where there is nothing to draw.
    pub(in crate::load) fn svg(&self) -> Option<String> {
        let all = || self.curves.iter().flat_map(|(_, points)| points);
        let x = Scale::over(all().map(|point| point.0), FRAME[0], FRAME[2])?;
        let y = Scale::over(all().map(|point| point.1), FRAME[3], FRAME[1])?;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n<text x=\"{}\" y=\"22\" font-size=\"14\">{}</text>\n",
            FRAME[0],
            escaped(&self.title)
        );
        self.draw_axes(&mut svg, &x, &y);
        for (n, (name, points)) in self.curves.iter().enumerate() {
            draw_curve(&mut svg, n, name, points.iter().map(|point| (x.at(point.0), y.at(point.1))));
        }
        svg.push_str("</svg>\n");
        Some(svg)
    }

    fn draw_axes(&self, svg: &mut String, x: &Scale, y: &Scale) {
        let [left, top, right, bottom] = FRAME;
        for tick in x.ticks() {
            let at = x.at(tick);
            let _ = writeln!(
                svg,
                "<path d=\"M{at:.1} {top}V{bottom}\" stroke=\"#ddd\"/><text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{tick}</text>",
                bottom + 16.0
            );
        }
        for tick in y.ticks() {
            let at = y.at(tick);
            let _ = writeln!(
                svg,
                "<path d=\"M{left} {at:.1}H{right}\" stroke=\"#ddd\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
                left - 6.0,
                at + 4.0
            );
        }
        let [across, up] = self.axes.each_ref().map(|axis| escaped(axis));
        let _ = writeln!(
            svg,
            "<text x=\"{right}\" y=\"{}\" text-anchor=\"end\">{across}</text><text x=\"{left}\" y=\"{}\">{up}</text>",
            bottom + 34.0,
            top - 4.0
        );
    }
}

fn draw_curve(svg: &mut String, n: usize, name: &str, points: impl Iterator<Item = (f64, f64)>) {
    let (colour, dashes) = LOOKS[n % LOOKS.len()];
    let points: Vec<String> = points.map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let _ = writeln!(
        svg,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/>",
        points.join(" ")
    );
    let (x, y) = (FRAME[2] + 10.0, FRAME[1] + 8.0 + 20.0 * n as f64);
    let _ = writeln!(
        svg,
        "<path d=\"M{x} {y}h24\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/><text x=\"{}\" y=\"{}\">{}</text>",
        x + 30.0,
        y + 4.0,
        escaped(name)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Where a figure stands on a logarithmic axis.
struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// From the least figure to the greatest, rounded outwards to 1, 2 or 5 times a power of ten.
    fn over(figures: impl Iterator<Item = f64> + Clone, from: f64, to: f64) -> Option<Self> {
        let least = figures.clone().min_by(f64::total_cmp)?;
        let most = figures.max_by(f64::total_cmp)?;
        let low = marks().rev().find(|mark| *mark <= least)?;
        let high = marks().find(|mark| *mark >= most && *mark > low)?;
        Some(Self { low, high, from, to })
    }

    fn at(&self, figure: f64) -> f64 {
        self.from + (self.to - self.from) * (figure / self.low).ln() / (self.high / self.low).ln()
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        marks().filter(|mark| (self.low..=self.high).contains(mark))
    }
}

/// 1, 2 and 5 times each power of ten, read from text so that 0.2 is written as it is said.
fn marks() -> impl DoubleEndedIterator<Item = f64> {
    (-4..12).flat_map(|power| [1, 2, 5].map(|digit| format!("{digit}e{power}").parse().unwrap_or(f64::NAN)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_of_ten_is_as_wide_wherever_it_is() {
        let scale = Scale::over([1.0, 100.0].into_iter(), 0.0, 200.0).expect("figures");
        assert_eq!([1.0, 10.0, 100.0].map(|x| scale.at(x).round()), [0.0, 100.0, 200.0]);
        assert_eq!(scale.ticks().collect::<Vec<_>>(), [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]);
    }

    #[test]
    fn what_has_no_figures_is_not_drawn_and_what_has_is_named() {
        let mut chart = Chart::new("a", "a & b", ["messages/s", "ms"]);
        assert!(chart.svg().is_none());
        chart.curve("p50 < p99", [(100.0, Some(0.3)), (1_000.0, None), (2_000.0, Some(7.0))]);
        let svg = chart.svg().expect("a picture");
        assert!(
            svg.contains("a &amp; b") && svg.contains("p50 &lt; p99") && svg.contains(">0.2</text>"),
            "{svg}"
        );
        assert_eq!(svg.matches("<polyline").count(), 1);
    }
}
