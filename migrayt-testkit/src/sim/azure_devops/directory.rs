//! People: who am I, the graph, identities.

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::guid::guid;
use super::people::Person;
use super::reply::Reply;

impl Call<'_> {
    fn me(&self) -> Result<&Person, Refusal> {
        let me = self.state.people.get(self.state.me);
        me.ok_or_else(|| Refusal::no_route(&self.asked.path))
    }

    /// `GET connectionData`.
    pub(super) fn connection_data(&self) -> Result<Reply, Refusal> {
        let me = self.me()?;
        let user = json!({
            "id": me.id,
            "descriptor":
                format!("Microsoft.IdentityModel.Claims.ClaimsIdentity;directory\\{}", me.unique),
            "subjectDescriptor": me.descriptor,
            "providerDisplayName": me.name,
            "customDisplayName": me.name,
            "isActive": true,
            "properties": {"Account": {"$type": "System.String", "$value": me.unique}},
            "resourceVersion": 2,
            "metaTypeId": 0,
        });
        let instance = guid("instance", &self.options.organisation);
        Ok(Reply::ok(&json!({
            "authenticatedUser": user,
            "authorizedUser": user,
            "instanceId": instance,
            "deploymentId": guid("deployment", "services"),
            "deploymentType": "hosted",
            "locationServiceData": {
                "serviceOwner": "00025394-6065-48ca-87d9-7f5672854ef7",
                "defaultAccessMappingMoniker": "HostGuidAccessMapping",
                "lastChangeId": 1,
                "lastChangeId64": 1,
            },
        })))
    }

    /// `GET profile/profiles/me`.
    pub(super) fn profile(&self) -> Result<Reply, Refusal> {
        let me = self.me()?;
        Ok(Reply::ok(&json!({
            "displayName": me.name,
            "publicAlias": me.id,
            "emailAddress": me.unique,
            "coreRevision": 1,
            "timeStamp": "2026-01-05T09:00:00+00:00",
            "id": me.id,
            "revision": 1,
        })))
    }

    /// `GET accounts`.
    pub(super) fn accounts(&self) -> Reply {
        let name = &self.options.organisation;
        Reply::list(vec![json!({
            "accountId": guid("instance", name),
            "accountUri": format!("{}/{name}", self.asked.origin),
            "accountName": name,
            "properties": {},
        })])
    }

    /// `GET graph/users`.
    pub(super) fn graph_users(&self) -> Result<Reply, Refusal> {
        let skip: usize = match self.asked.query("continuationToken") {
            None | Some("") => 0,
            Some(token) => token.parse().map_err(|_| {
                Refusal::bad("ArgumentException", "The continuation token is not valid.")
            })?,
        };
        let page = self.options.limits.page;
        let mut rest = self.state.people.iter().skip(skip);
        let value: Vec<Value> =
            rest.by_ref().take(page).map(|person| person.graph(&self.base)).collect();
        let reply = Reply::list(value);
        Ok(if rest.next().is_some() {
            reply.with("x-ms-continuationtoken", (skip + page).to_string())
        } else {
            reply
        })
    }

    fn described(&self) -> Result<&Person, Refusal> {
        let descriptor = self.part(2);
        let found = self.state.people.iter().find(|person| person.descriptor == descriptor);
        found.ok_or_else(|| no_subject(descriptor))
    }

    /// `GET graph/users/{descriptor}`.
    pub(super) fn graph_user(&self) -> Result<Reply, Refusal> {
        Ok(Reply::ok(&self.described()?.graph(&self.base)))
    }

    /// `GET graph/storagekeys/{descriptor}`.
    pub(super) fn storage_key(&self) -> Result<Reply, Refusal> {
        let person = self.described()?;
        let base = &self.base;
        Ok(Reply::ok(&json!({
            "value": person.id,
            "_links": {
                "self": {"href": format!("{base}/_apis/Graph/StorageKeys/{}", person.descriptor)},
                "descriptor": {"href": format!("{base}/_apis/Graph/Descriptors/{}", person.id)},
            },
        })))
    }

    /// `GET graph/descriptors/{id}`.
    pub(super) fn descriptor(&self) -> Result<Reply, Refusal> {
        let id = self.part(2);
        let (_, person) = self.state.people.by_id(id).ok_or_else(|| no_subject(id))?;
        let base = &self.base;
        Ok(Reply::ok(&json!({
            "value": person.descriptor,
            "_links": {
                "self": {"href": format!("{base}/_apis/Graph/Descriptors/{}", person.id)},
                "storageKey":
                    {"href": format!("{base}/_apis/Graph/StorageKeys/{}", person.descriptor)},
                "subject": {"href": format!("{base}/_apis/Graph/Users/{}", person.descriptor)},
            },
        })))
    }

    /// `POST graph/subjectquery`.
    pub(super) fn subject_query(&self) -> Result<Reply, Refusal> {
        let body = self.json()?;
        let wanted = body.get("query").and_then(Value::as_str).unwrap_or_default().to_lowercase();
        let found = self.state.people.iter().filter(|person| {
            person.name.to_lowercase().starts_with(&wanted)
                || person.unique.to_lowercase().starts_with(&wanted)
        });
        Ok(Reply::list(found.map(|person| person.graph(&self.base)).collect()))
    }

    /// `GET identities`.
    pub(super) fn identities(&self) -> Result<Reply, Refusal> {
        let asked = self.asked;
        let people = || self.state.people.iter();
        let listed = |list: &str, of: fn(&Person) -> &str| -> Vec<Value> {
            list.split(',')
                .map(|wanted| {
                    people()
                        .find(|person| of(person).eq_ignore_ascii_case(wanted.trim()))
                        .map_or(Value::Null, Person::identity)
                })
                .collect()
        };
        if let Some(ids) = asked.query("identityIds") {
            return Ok(Reply::list(listed(ids, |person| &person.id)));
        }
        if let Some(list) = asked.query("subjectDescriptors") {
            return Ok(Reply::list(listed(list, |person| &person.descriptor)));
        }
        let (Some(_), Some(value)) = (asked.query("searchFilter"), asked.query("filterValue"))
        else {
            return Err(Refusal::bad(
                "ArgumentException",
                "One of identityIds, subjectDescriptors or searchFilter must be given.",
            ));
        };
        let value = value.to_lowercase();
        let found = people().filter(|person| {
            person.unique.to_lowercase() == value || person.name.to_lowercase() == value
        });
        Ok(Reply::list(found.map(Person::identity).collect()))
    }
}

fn no_subject(id: &str) -> Refusal {
    Refusal::missing(
        "GraphSubjectNotFoundException",
        format!("VS403283: Could not find the subject '{id}' in the backing domain."),
    )
}
