use migrayt_tenancy::{TenantScope, TenantScoped};

use crate::SecretName;
use crate::store::Place;

/// The tag that holds a secret's name as the tenant wrote it.
pub(super) const CONNECTION: &str = "migrayt:connection";

/// What secrets of an environment are called in AWS Secrets Manager.
#[derive(Clone, Debug)]
pub(super) struct Naming {
    /// `migrayt/ENVIRONMENT/`.
    root: String,
}

impl Naming {
    pub(super) fn of(environment: &str) -> Self {
        Self { root: format!("migrayt/{environment}/") }
    }

    /// What the names of all secrets of a tenant begin with, and those of no other tenant.
    pub(super) fn folder(&self, scope: &TenantScope) -> String {
        format!("{}{}", self.root, with_slash(&TenantScoped::new(scope, ()).prefix()))
    }

    /// The name of a secret: `migrayt/ENVIRONMENT/t/TENANT/c/NAME`, at most 398 of the 512
    /// characters that Secrets Manager takes.
    ///
    /// Characters that it does not take and capitals are `=` and two digits. So is `-` in NAME: to
    /// the end of an ARN Secrets Manager adds `-` and six characters, and a name that ends so itself
    /// can be taken for another's.
    pub(super) fn whole(&self, place: &Place) -> String {
        let path = place.path();
        let (tenant, name) = path.split_once('/').unwrap_or((&path, ""));
        let (kind, name) = name.split_once('-').unwrap_or((name, ""));
        let name = name.replace('-', "=2d");
        format!("{}{}/{}/{name}", self.root, with_slash(tenant), kind.replacen('k', "c", 1))
    }

    /// What a secret is tagged with, to be found and filtered by people and policies.
    pub(super) fn tags(place: &Place) -> [(&'static str, String); 3] {
        [
            ("migrayt:tenant", tenant(place)),
            (CONNECTION, place.key().as_str().to_owned()),
            ("managed-by", "migrayt".to_owned()),
        ]
    }

    /// The name that a tenant's secret has by its tag, if it is the one by which it is called.
    pub(super) fn read(
        &self,
        scope: &TenantScope,
        whole: &str,
        connection: &str,
    ) -> Option<SecretName> {
        let name = SecretName::new(connection).ok()?;
        (self.whole(&scope.scoped(name.clone())) == whole).then_some(name)
    }
}

/// The tenant of a place as it stands in names.
pub(super) fn tenant(place: &Place) -> String {
    let prefix = place.prefix();
    let (_, text) = prefix.split_once('-').unwrap_or_default();
    text.trim_end_matches('/').to_owned()
}

/// `t-TENANT` as `t/TENANT`, and a digest's `th-DIGEST` as `th/DIGEST`.
fn with_slash(part: &str) -> String {
    part.replacen('-', "/", 1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use migrayt_core::id::TenantId;
    use migrayt_tenancy::{Solo, TenantScope};

    use super::Naming;
    use crate::SecretName;

    fn scope(tenant: &str) -> TenantScope {
        Solo::new(TenantId::new(tenant)).scope()
    }

    fn whole(tenant: &str, name: &str) -> String {
        let place = scope(tenant).scoped(SecretName::new(name).unwrap());
        Naming::of("production").whole(&place)
    }

    #[test]
    fn a_secret_lies_below_its_environment_and_tenant() {
        assert_eq!(whole("ten_0a", "jira"), "migrayt/production/t/ten_0a/c/jira");
        assert_eq!(whole("ten_0a", "Jira.t-x"), "migrayt/production/t/ten_0a/c/=4aira=2et=2dx");
        assert_eq!(whole("a/c/b", "x"), "migrayt/production/t/a=2fc=2fb/c/x");
        assert!(whole(&"a".repeat(161), "x").starts_with("migrayt/production/th/"));
        assert!(whole("ten_a", &"A".repeat(64)).starts_with("migrayt/production/t/ten_a/ch/"));
    }

    #[test]
    fn no_two_places_have_one_name_and_none_is_too_long_or_ends_as_an_arn_does() {
        let long = "-".repeat(64);
        let names = ["a", "A", "a-b", "a.b", "a=2db".split('=').next().unwrap(), "k-abcdef", &long];
        let names: BTreeSet<_> = names.into_iter().collect();
        let longest = "é".repeat(100);
        let tenants = ["a", "A", "a/c/b", "a-", "th-", "", longest.as_str()];
        let mut seen = BTreeSet::new();
        for tenant in tenants {
            let folder = Naming::of("production").folder(&scope(tenant));
            for name in &names {
                let whole = whole(tenant, name);
                // An environment has at most 32 characters.
                assert!(whole.len() - "production".len() + 32 <= 398, "{whole}");
                assert!(whole.starts_with(&folder), "{whole} {folder}");
                assert!(!whole.rsplit('/').next().unwrap().contains('-'), "{whole}");
                assert!(seen.insert(whole));
            }
        }
    }

    #[test]
    fn a_tag_is_believed_only_if_the_secret_is_called_so() {
        let naming = Naming::of("production");
        let whole = whole("ten_a", "Jira.t");
        assert_eq!(naming.read(&scope("ten_a"), &whole, "Jira.t").unwrap().as_str(), "Jira.t");
        for (tenant, tag) in [("ten_a", "jira.t"), ("ten_b", "Jira.t"), ("ten_a", "a b")] {
            assert!(naming.read(&scope(tenant), &whole, tag).is_none());
        }
    }
}
