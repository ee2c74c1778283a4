use migrayt::core::port::{Forecast, Span};

use crate::output::Output;

const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;

/// Shows what carrying a plan out will take.
pub(super) fn show(forecast: &Forecast, output: Output) {
    let mut lines = vec![("Requests to the target, about", forecast.requests.to_string())];
    lines.extend(forecast.spans.iter().map(|span| (span.credential, about(span.seconds))));
    output.table("Forecast", &lines);
    for Span { credential, bound, .. } in &forecast.spans {
        output.say(&format!("  {credential}: {bound}"));
    }
}

/// How long, as precisely as a forecast deserves.
fn about(seconds: u64) -> String {
    match seconds {
        0..MINUTE => "under a minute".to_owned(),
        MINUTE..HOUR => format!("{} min", seconds.div_ceil(MINUTE)),
        _ => {
            let tenths = (seconds * 10).div_ceil(HOUR);
            format!("{}.{} h", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::about;

    #[test]
    fn spans_read_as_people_say_them() {
        let said = [0, 59, 60, 61, 3_599, 3_600, 3_601, 36_000].map(about);
        assert_eq!(
            said,
            [
                "under a minute",
                "under a minute",
                "1 min",
                "2 min",
                "60 min",
                "1.0 h",
                "1.1 h",
                "10.0 h"
            ]
        );
    }
}
