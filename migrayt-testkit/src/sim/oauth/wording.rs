//! What each platform says when it refuses.

mod atlassian;
mod entra;

use super::Platform;
use super::reason::Reason;
use super::refusal::Refusal;

impl Refusal {
    pub(super) fn new(platform: Platform, reason: Reason) -> Self {
        match platform {
            Platform::Entra => entra::refusal(reason),
            Platform::Atlassian => atlassian::refusal(reason),
        }
    }
}
