//! Identifiers: each a newtype from one macro, so that no two kinds can be mixed up.

use std::fmt;

/// Declares a text identifier. With a prefix, the text form carries its kind (`run_...`).
macro_rules! id_type {
    ($(#[$meta:meta])* $name:ident $(, prefix = $prefix:literal)?) => {
        $(#[$meta])*
        #[derive(
            Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            $(
                /// The prefix of this kind of id.
                pub const PREFIX: &'static str = $prefix;

                /// Makes the public form from fresh random bits.
                pub fn from_bits(bits: u128) -> Self {
                    Self(format!("{}{bits:032x}", $prefix))
                }
            )?

            /// Wraps a text that is already known to be such an id.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<$name> for crate::error::Fact {
            fn from(id: $name) -> Self {
                Self::Id(id.0)
            }
        }

        impl From<&$name> for crate::error::Fact {
            fn from(id: &$name) -> Self {
                Self::Id(id.0.clone())
            }
        }
    };
}

id_type!(
    /// A tenant of a deployment. Every key at rest begins with one.
    TenantId, prefix = "ten_"
);
id_type!(
    /// An account of a deployment, through which a person or a program acts for a tenant.
    AccountId, prefix = "acc_"
);
id_type!(
    /// One job that a worker takes up for a tenant: a check, scan, plan, run or verification.
    JobId, prefix = "job_"
);
id_type!(
    /// One run: one execution of one plan.
    RunId, prefix = "run_"
);
id_type!(
    /// One plan.
    PlanId, prefix = "pln_"
);
id_type!(
    /// One attempt at an operation; fresh for each intent.
    AttemptId, prefix = "att_"
);
id_type!(
    /// One process that works on a run.
    WorkerId, prefix = "wrk_"
);
id_type!(
    /// One project of one tracker, such as `azure-devops:fabrikam/Shop` or `jira:example/SHOP`.
    EndpointId
);
id_type!(
    /// An item's id in the source tracker, unique within its endpoint.
    ItemId
);
id_type!(
    /// An item's immutable id in the target tracker, never reused there.
    TargetId
);
id_type!(
    /// An item's human-readable key in the target tracker, such as `SHOP-12`.
    TargetKey
);
id_type!(
    /// A sub-resource's id in a tracker: a comment, an attachment, a link.
    PartId
);
id_type!(
    /// A work item type's id in its tracker (its name where names identify).
    TypeId
);
id_type!(
    /// A field's reference name or id, such as `System.Title` or `customfield_10016`.
    FieldId
);
id_type!(
    /// A workflow state's or status' id in its tracker (its name where names identify).
    StateId
);
id_type!(
    /// A link type's id in its tracker, such as `System.LinkTypes.Related` or `Blocks`.
    LinkTypeId
);
id_type!(
    /// A person's stable id in a tracker: a descriptor, GUID or account id.
    PersonId
);
id_type!(
    /// A node of an area or iteration tree.
    NodeId
);

/// Where an item went in the target: its immutable id and its key at the time of writing.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct TargetRef {
    /// The immutable id.
    pub id: TargetId,
    /// The readable key.
    pub key: TargetKey,
}

impl TenantId {
    /// The one tenant of a command-line run or a single-tenant embedder.
    pub fn solo() -> Self {
        Self::from_bits(0)
    }
}

impl AccountId {
    /// The one account of a command-line run or a single-tenant embedder.
    pub fn solo() -> Self {
        Self::from_bits(0)
    }
}
