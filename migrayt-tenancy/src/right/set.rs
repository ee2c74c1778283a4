use std::fmt;

use migrayt_core::{Error, ErrorKind, Result};
use serde::{Serialize, Serializer};

use super::{MATRIX, Right, Row};
use crate::Role;

/// Some of the rights.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Rights(
    /// A bit for each row of the matrix, by its place. Names are what rests, so that the matrix
    /// may be put into another order.
    u64,
);

const _: () = assert!(MATRIX.len() <= 64, "a set has a bit for each right");

impl Rights {
    /// None at all.
    pub const NONE: Self = Self(0);

    /// All that a role has.
    pub fn of(role: Role) -> Self {
        Self::where_row(|row| row.is_held_by(role))
    }

    /// The rights with these names.
    ///
    /// # Errors
    /// `InputInvalid` if one of them is not the name of a right. It is not repeated.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        names.into_iter().try_fold(Self::NONE, |rights, name| {
            let one = Self::where_row(|row| row.name == name);
            if one == Self::NONE {
                return Err(Error::new(ErrorKind::InputInvalid, "there is no right of this name"));
            }
            Ok(Self(rights.0 | one.0))
        })
    }

    /// These and one more.
    #[must_use]
    pub fn with<R: Right>(self) -> Self {
        Self(self.0 | Self::where_row(|row| row == R::ROW).0)
    }

    /// Whether one is among them.
    pub fn contains<R: Right>(self) -> bool {
        self.rows().any(|row| row == R::ROW)
    }

    /// Those of them that are not among others.
    #[must_use]
    pub fn beyond(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Their rows, in the order of the matrix.
    pub fn rows(self) -> impl Iterator<Item = &'static Row> {
        MATRIX
            .iter()
            .enumerate()
            .filter(move |(place, _)| self.0 >> place & 1 == 1)
            .map(|(_, row)| row)
    }

    fn where_row(wanted: impl Fn(&Row) -> bool) -> Self {
        let bits = MATRIX.iter().enumerate().filter(|(_, row)| wanted(row));
        Self(bits.fold(0, |bits, (place, _)| bits | 1 << place))
    }
}

impl fmt::Debug for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.rows().map(|row| row.name)).finish()
    }
}

impl Serialize for Rights {
    /// The names, in the order of the matrix.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows().map(|row| row.name))
    }
}

#[cfg(test)]
mod tests {
    use super::Rights;
    use crate::Role;
    use crate::right::{MATRIX, ManageMembers, ViewBilling, ViewResults};

    #[test]
    fn a_set_holds_what_was_put_into_it() {
        let rights = Rights::NONE.with::<ViewResults>().with::<ManageMembers>();
        assert!(rights.contains::<ViewResults>() && rights.contains::<ManageMembers>());
        assert!(!rights.contains::<ViewBilling>());
        assert_eq!(format!("{rights:?}"), r#"{"view_results", "manage_members"}"#);
        assert_eq!(serde_json::to_string(&rights).unwrap(), r#"["view_results","manage_members"]"#);
    }

    #[test]
    fn names_lead_back_to_their_rights() {
        for role in Role::ALL {
            let rights = Rights::of(role);
            assert_eq!(Rights::named(rights.rows().map(|row| row.name)).unwrap(), rights);
        }
        assert_eq!(Rights::of(Role::Owner).rows().count(), MATRIX.len());
        assert!(Rights::named(["view_results", "fly"]).is_err());
    }

    #[test]
    fn each_role_has_all_that_the_ones_below_have() {
        assert_eq!(Rights::NONE.beyond(Rights::of(Role::Member)), Rights::NONE);
        assert_eq!(Rights::of(Role::Member).beyond(Rights::of(Role::Admin)), Rights::NONE);
        assert_eq!(Rights::of(Role::Admin).beyond(Rights::of(Role::Owner)), Rights::NONE);
        assert_ne!(Rights::of(Role::Owner).beyond(Rights::of(Role::Admin)), Rights::NONE);
    }
}
