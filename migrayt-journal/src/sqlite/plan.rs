use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::PlanId;
use migrayt_core::plan::{OutlineSummary, PlanSummary};
use sqlx::sqlite::SqliteRow;

use super::columns::Columns;
use super::work::Work;

/// A plan without its outlines and rows.
#[derive(Debug)]
pub(super) struct Plan {
    /// What stands for it in keys.
    pub(super) number: i64,
    pub(super) id: PlanId,
    pub(super) fingerprint: String,
    /// How many outlines and operations were put so far.
    pub(super) outlines: i64,
    pub(super) operations: i64,
    /// Set when the outline is sealed.
    pub(super) outline: Option<OutlineSummary>,
    /// Set when it is sealed.
    pub(super) sealed: Option<PlanSummary>,
}

impl Plan {
    /// Refuses a plan that is sealed.
    pub(super) fn unsealed(&self) -> Result<()> {
        if self.sealed.is_some() {
            return Err(Error::new(ErrorKind::Conflict, "the plan is sealed and never changes")
                .with("plan", &self.id));
        }
        Ok(())
    }

    fn read(row: &SqliteRow) -> Result<Self> {
        let columns = Columns(row);
        let outline = match columns.number_if_any("outline_items")? {
            Some(items) => Some(OutlineSummary {
                items,
                levels: columns.small("outline_levels")?,
                circular: columns.number("outline_circular")?,
            }),
            None => None,
        };
        let sealed = match (columns.integer_if_any("sealed")?, outline) {
            (Some(_), Some(outline)) => Some(PlanSummary {
                items: outline.items,
                creates: columns.number("sealed_creates")?,
                comments: columns.number("sealed_comments")?,
                attachments: columns.number("sealed_attachments")?,
                links: columns.number("sealed_links")?,
                places: columns.number("sealed_places")?,
                operations: columns.number("sealed_operations")?,
                losses: columns.number("sealed_losses")?,
                refusals: columns.number("sealed_refusals")?,
            }),
            _ => None,
        };
        Ok(Self {
            number: columns.integer("plan")?,
            id: PlanId::new(columns.text("id")?),
            fingerprint: columns.text("fingerprint")?,
            outlines: columns.integer("outlines")?,
            operations: columns.integer("operations")?,
            outline,
            sealed,
        })
    }
}

impl Work<'_> {
    pub(super) async fn plan(&mut self, id: &PlanId) -> Result<Plan> {
        self.plan_if_any(id).await?.ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "the plan does not exist").with("plan", id)
        })
    }

    pub(super) async fn newest_plan(&mut self) -> Result<Option<Plan>> {
        let found = self.statement(
            "SELECT * FROM plan WHERE tenant = ?1 AND sealed IS NOT NULL
             ORDER BY sealed DESC LIMIT 1",
        );
        self.row(found).await?.as_ref().map(Plan::read).transpose()
    }

    /// Begins a plan, and forgets one of that id that was not sealed.
    pub(super) async fn begin_plan(&mut self, id: &PlanId, fingerprint: &str) -> Result<()> {
        if let Some(standing) = self.plan_if_any(id).await? {
            standing.unsealed()?;
            for table in [
                "DELETE FROM digest WHERE tenant = ?1 AND plan = ?2",
                "DELETE FROM operation WHERE tenant = ?1 AND plan = ?2",
                "DELETE FROM lane WHERE tenant = ?1 AND plan = ?2",
                "DELETE FROM outline WHERE tenant = ?1 AND plan = ?2",
                "DELETE FROM plan WHERE tenant = ?1 AND plan = ?2",
            ] {
                self.execute(self.statement(table).bind(standing.number)).await?;
            }
        }
        let begun = self.statement(
            "INSERT INTO plan (tenant, plan, id, fingerprint)
             SELECT ?1, coalesce(max(plan), 0) + 1, ?2, ?3 FROM plan WHERE tenant = ?1",
        );
        self.execute(begun.bind(id.as_str().to_owned()).bind(fingerprint.to_owned())).await?;
        Ok(())
    }

    async fn plan_if_any(&mut self, id: &PlanId) -> Result<Option<Plan>> {
        let found = self.statement("SELECT * FROM plan WHERE tenant = ?1 AND id = ?2");
        let row = self.row(found.bind(id.as_str().to_owned())).await?;
        row.as_ref().map(Plan::read).transpose()
    }
}

pub(super) fn out_of_order(message: &'static str) -> Error {
    Error::new(ErrorKind::Misuse, message)
}
