use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::PlanId;
use migrayt_core::plan::{OutlineSummary, PlanSummary};
use migrayt_core::port::RunSpec;

use super::Columns;

/// A plan without its outlines and rows.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What stands for it in keys.
    pub(crate) number: i64,
    pub(crate) id: PlanId,
    pub(crate) fingerprint: String,
    /// How many outlines and operations were put so far.
    pub(crate) outlines: i64,
    pub(crate) operations: i64,
    /// Set when the outline is sealed.
    pub(crate) outline: Option<OutlineSummary>,
    /// Set when it is sealed.
    pub(crate) sealed: Option<PlanSummary>,
}

impl Plan {
    pub(crate) fn read(columns: &impl Columns) -> Result<Self> {
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

    /// Refuses a plan that is sealed.
    pub(crate) fn unsealed(&self) -> Result<()> {
        if self.sealed.is_some() {
            return Err(Error::new(ErrorKind::Conflict, "the plan is sealed and never changes")
                .with("plan", &self.id));
        }
        Ok(())
    }

    /// Refuses a plan that takes no outlines any more.
    pub(crate) fn takes_outlines(&self) -> Result<()> {
        self.unsealed()?;
        if self.outline.is_some() {
            return Err(out_of_order("outlines come before the outline is sealed"));
        }
        Ok(())
    }

    /// Refuses a plan that takes no rows yet or any more.
    pub(crate) fn takes_rows(&self) -> Result<()> {
        self.unsealed()?;
        if self.outline.is_none() {
            return Err(out_of_order("rows come after the outline is sealed"));
        }
        Ok(())
    }

    /// Refuses a plan whose items have no places yet.
    pub(crate) fn has_places(&self) -> Result<()> {
        if self.outline.is_none() {
            return Err(out_of_order("the outline has no places before it is sealed"));
        }
        Ok(())
    }

    /// Refuses a plan that cannot be sealed yet.
    pub(crate) fn can_be_sealed(&self) -> Result<()> {
        if self.outline.is_none() {
            return Err(out_of_order("a plan is sealed after its outline"));
        }
        Ok(())
    }

    /// Refuses a run of another plan, or of one that was made with another mapping.
    pub(crate) fn admit(&self, spec: &RunSpec) -> Result<()> {
        if self.sealed.is_none() || self.fingerprint != spec.fingerprint {
            return Err(Error::new(
                ErrorKind::Conflict,
                "the plan is not sealed, or was made with another mapping",
            )
            .with("plan", &spec.plan)
            .with_help("make the plan again with the mapping as it is now"));
        }
        Ok(())
    }
}

pub(crate) fn no_plan(id: &PlanId) -> Error {
    Error::new(ErrorKind::NotFound, "the plan does not exist").with("plan", id)
}

pub(crate) fn out_of_order(message: &'static str) -> Error {
    Error::new(ErrorKind::Misuse, message)
}
