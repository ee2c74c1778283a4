//! How many requests a plan takes, and how long Jira lets them take.

use std::time::Duration;

use migrayt_core::plan::PlanSummary;
use migrayt_core::port::Forecast;

use super::MAX_CREATED;

/// How long one request takes. An assumption: nothing is published, and no site was measured.
const LATENCY: Duration = Duration::from_millis(300);

/// The points that all sites of one OAuth app share in an hour, a write being one point and what is
/// read one more for each object: developer.atlassian.com/cloud/jira/platform/rate-limiting.
const POINTS_AN_HOUR: u64 = 65_000;

const HOUR: u64 = 3_600;

/// What a plan takes of a site to which `width` requests go side by side.
pub(super) fn of(plan: &PlanSummary, width: usize) -> Forecast {
    let single = plan.comments + plan.attachments + plan.links;
    // Changes of status as a rule: an issue that stands where it should takes none, and one that
    // has far to go takes several.
    let others = plan.operations.saturating_sub(plan.creates + single + plan.places);
    let together = |orders: u64| orders.div_ceil(MAX_CREATED.into());
    let requests = together(plan.creates) + together(plan.places) + single + others;
    let width = u64::try_from(width).unwrap_or(1).max(1);
    let side_by_side =
        LATENCY.saturating_mul(u32::try_from(requests.div_ceil(width)).unwrap_or(u32::MAX));
    // The sweep at the end reads every item once.
    let points = requests + plan.items;
    let shared = Duration::from_secs(points * HOUR / POINTS_AN_HOUR);
    Forecast::of(requests)
        .with(
            "API token",
            side_by_side,
            "if a request takes 0.3 s; tokens have no quota by the hour",
        )
        .with(
            "OAuth app",
            side_by_side.max(shared),
            "65,000 points an hour for all sites of the app",
        )
}

#[cfg(test)]
mod tests {
    use migrayt_core::plan::PlanSummary;

    use super::of;

    #[test]
    fn a_token_is_bound_by_latency_and_an_app_by_its_points() {
        let plan = PlanSummary {
            items: 100_000,
            creates: 100_000,
            comments: 200_000,
            attachments: 50_000,
            links: 50_000,
            places: 50_000,
            operations: 550_000,
            losses: 0,
            refusals: 0,
        };
        let found = of(&plan, 8);
        // 2,000 creations and 1,000 placings of fifty, 300,000 parts, and 100,000 changes of status.
        assert_eq!(found.requests, 403_000);
        let hours: Vec<_> = found.spans.iter().map(|span| span.seconds / 3_600).collect();
        assert_eq!(hours, [4, 7]);
        assert_eq!(of(&PlanSummary::default(), 0).requests, 0);
    }
}
