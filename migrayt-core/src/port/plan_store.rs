use std::fmt::Debug;

use async_trait::async_trait;

use crate::error::Result;
use crate::id::{ItemId, PlanId};
use crate::plan::{Outline, OutlineSummary, PlanRow, PlanSummary};

/// Keeps plans. Most journals are plan stores too, in the same file or database.
///
/// # Contract
/// Scoped to one tenant. A plan is made in this order: `begin_plan`, `put_outlines` (often),
/// `seal_outline`, `put_plan_rows` (often), `seal_plan`; a sealed plan never changes. Everything
/// is durable before it returns, set-based and atomic. It holds no content.
#[async_trait]
pub trait PlanStore: Debug + Send + Sync + 'static {
    /// Begins a plan, and forgets a plan of that id that was not sealed. Other plans that are not
    /// sealed stay as they are: somebody else may be making them at this moment. One that nobody
    /// goes on with is never the newest, and no run can be opened on it.
    ///
    /// # Errors
    /// `Conflict` if a plan of that id was sealed.
    async fn begin_plan(&self, plan: &PlanId, fingerprint: &str) -> Result<()>;

    /// Adds outlines; an item that is there already is replaced. What sealing sets is ignored.
    async fn put_outlines(&self, plan: &PlanId, outlines: &[Outline]) -> Result<()>;

    /// Works out levels and circles, and the order of the backlog: ascending by rank, and of the
    /// same rank in the order in which they were put.
    async fn seal_outline(&self, plan: &PlanId) -> Result<OutlineSummary>;

    /// The outlines of those items that are in scope, in no order.
    async fn outlines(&self, plan: &PlanId, items: &[ItemId]) -> Result<Vec<Outline>>;

    /// The outlines after a place, ascending by level and then in the order in which they were
    /// put, each with its place; at most `limit`.
    async fn outline_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Outline)>>;

    /// Adds rows of items that have an outline. An operation whose key is there already (the
    /// other end of a link) is left as it is.
    async fn put_plan_rows(&self, plan: &PlanId, rows: &[PlanRow]) -> Result<()>;

    /// Takes refused items out of the backlog, so that what would be placed after one is placed
    /// after the nearest item before it that will be made, in its outline and in its row; where
    /// there is none, it is not placed at all. Drops what cannot be carried because the other end is
    /// refused or outside: links whose `other` is such an item get the loss `LinkEndOutside` and are
    /// never due, creations whose `other` (their parent) is such an item stay due and get the loss
    /// `ParentOutside`. Then seals and counts.
    async fn seal_plan(&self, plan: &PlanId) -> Result<PlanSummary>;

    /// The newest sealed plan with its mapping's fingerprint.
    async fn newest_plan(&self) -> Result<Option<(PlanId, String, PlanSummary)>>;

    /// The rows after a place, in the order of `outline_page`, each with its place; at most
    /// `limit`. Operations dropped by `seal_plan` are not in them.
    async fn plan_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, PlanRow)>>;

    /// How often each loss and each refusal occurs, by code, type of item and field: the plan's
    /// own account. Ascending.
    async fn plan_account(&self, plan: &PlanId) -> Result<PlanAccount>;
}

/// The losses and refusals of a plan, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PlanAccount {
    /// By loss.
    pub losses: Vec<AccountLine>,
    /// By refusal.
    pub refusals: Vec<AccountLine>,
    /// The first refused items, at most 100, with their first refusal.
    pub refused: Vec<(ItemId, crate::plan::Refusal)>,
}

/// One line of an account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct AccountLine {
    /// The code.
    pub code: String,
    /// The field, or empty.
    pub field: String,
    /// How many operations it occurs in.
    pub operations: u64,
    /// How often it occurs.
    pub count: u64,
}
