//! Licence expressions.

use spdx::{Expression, Licensee, ParseMode};

use crate::fault::{Fault, Result};

/// The licences that are fine.
#[derive(Debug)]
pub(crate) struct Allowed(Vec<Licensee>);

impl Allowed {
    pub(crate) fn parse(identifiers: &[String]) -> Result<Self> {
        identifiers
            .iter()
            .map(|identifier| {
                Licensee::parse(identifier)
                    .map_err(|fault| Fault::shape("deny.toml", format!("{identifier}: {fault}")))
            })
            .collect::<Result<_>>()
            .map(Self)
    }

    /// Whether an expression can be fulfilled with these licences alone; `None` if it cannot be
    /// read. Cargo once allowed `MIT/Apache-2.0`, which means `OR`.
    pub(crate) fn fulfil(&self, expression: &str) -> Option<bool> {
        let expression = Expression::parse_mode(expression, ParseMode::LAX).ok()?;
        Some(expression.evaluate(|wanted| self.0.iter().any(|ours| ours.satisfies(wanted))))
    }
}

#[cfg(test)]
mod tests {
    use super::Allowed;

    fn allowed() -> Allowed {
        let names = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"];
        Allowed::parse(&names.map(String::from)).unwrap()
    }

    #[test]
    fn one_of_several_is_enough_and_all_of_several_are_needed() {
        let allowed = allowed();
        assert_eq!(allowed.fulfil("GPL-3.0-only OR MIT"), Some(true));
        assert_eq!(allowed.fulfil("MIT/GPL-3.0-only"), Some(true));
        assert_eq!(allowed.fulfil("GPL-3.0-only AND MIT"), Some(false));
        assert_eq!(allowed.fulfil("Apache-2.0 WITH LLVM-exception"), Some(true));
        assert_eq!(allowed.fulfil("our own"), None);
    }

    #[test]
    fn an_unknown_identifier_in_the_list_is_an_error() {
        assert!(Allowed::parse(&["MIZ".into()]).is_err());
    }
}
