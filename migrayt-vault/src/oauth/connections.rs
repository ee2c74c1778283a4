use http::header::{ACCEPT, AUTHORIZATION};
use http::{HeaderValue, Request};
use migrayt_core::error::Effect;
use migrayt_core::port::{Body, Credential as _};
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_tenancy::TenantScope;
use secrecy::ExposeSecret as _;

use super::answer::ask;
use super::fault::fault;
use super::issued::issued;
use super::platform::below;
use super::refresh::{Demand, Renewal, Renewer};
use super::request::TokenRequest;
use super::row::ConnectionRow;
use super::{
    Access, ConnectionParts, Consent, Health, OAuthApp, OAuthCredential, PendingConsent, Platform,
    Site,
};
use crate::{Secret, SecretName};

/// The connections of tenants through one app: made, used, watched and ended.
#[derive(Clone, Debug)]
pub struct Connections {
    parts: ConnectionParts,
    app: OAuthApp,
}

/// A connection that was just made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connected {
    /// What is known of it.
    pub row: ConnectionRow,
    /// There was one of this name, whose grant was replaced.
    pub again: bool,
}

/// How long a connection may lie unused before [`Connections::tend`] renews it.
const UNUSED: time::Duration = time::Duration::days(30);

impl Connections {
    /// Connections through this app.
    pub fn new(parts: ConnectionParts, app: OAuthApp) -> Self {
        Self { parts, app }
    }

    /// The question to put to a person, in a browser.
    pub fn ask(&self, access: Access) -> Consent {
        Consent::ask(&self.app, access, self.parts.ids.as_ref(), self.parts.clock.now())
    }

    /// Makes the connection of a name from the person's answer: the query with which the browser
    /// came back, as it is. A connection of that name is replaced, and those who use it go on.
    ///
    /// # Errors
    /// - `Unauthenticated` if it does not answer this question, or comes later than ten minutes.
    /// - `PermissionDenied` if the person declined.
    /// - `NeedsConsent` if the platform does not take the answer, or took it and was not heard: ask
    ///   again.
    /// - `ConfigInvalid` if the platform does not accept the app.
    pub async fn connect(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        pending: PendingConsent,
        query: &str,
    ) -> Result<Connected> {
        let asked_at = self.parts.clock.now();
        let code = pending.code(&self.app, query, asked_at)?;
        let request = TokenRequest::Code { code: &code, verifier: pending.verifier() };
        let request = request.of(&self.app)?;
        let answer = ask(self.parts.wire.as_ref(), self.parts.clock.as_ref(), request).await;
        let grant = answer.and_then(|answer| issued(&self.app, &answer, None, asked_at, asked_at));
        let grant = grant.map_err(|error| match error.effect() {
            // A code is good for one answer.
            Effect::Unknown => Error::new(ErrorKind::NeedsConsent, "the authority was not heard")
                .with_help("Connect again: the person's answer cannot be used twice.")
                .with_source(error),
            Effect::None => error,
        })?;
        let (version, again) = self.keep(scope, name, &grant.to_secret()?).await?;
        let seen = self.parts.rows.read(scope, name).await?;
        let revision = seen.map_or(1, |row| row.revision.saturating_add(1));
        let chance = self.parts.ids.fresh();
        let row = ConnectionRow::of(self.app.platform.name(), revision, version, &grant, chance);
        self.parts.rows.write(scope, name, &row).await?;
        Ok(Connected { row, again })
    }

    /// Puts a grant into the vault, in place of one that may be there.
    async fn keep(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        grant: &Secret,
    ) -> Result<(crate::SecretVersion, bool)> {
        let vault = &self.parts.vault;
        loop {
            match vault.put(scope, name, grant.again()).await {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                put => return put.map(|version| (version, false)),
            }
            let held = match vault.hold(scope, name).await {
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                held => held?,
            };
            match vault.rotate(scope, name, held.version, grant.again()).await {
                // A renewal of the old grant came first, or it was disconnected.
                Err(error) if matches!(error.kind(), ErrorKind::Conflict | ErrorKind::NotFound) => {
                }
                rotated => return rotated.map(|version| (version, true)),
            }
        }
    }

    /// The credential of a connection, for a connector. It is made without asking anybody.
    pub fn credential(&self, scope: &TenantScope, name: &SecretName) -> OAuthCredential {
        OAuthCredential::new(self.renewer(scope, name))
    }

    /// How long a connection will go on, and what its people should be told.
    ///
    /// # Errors
    /// `NotFound` if there is none of this name.
    pub async fn health(&self, scope: &TenantScope, name: &SecretName) -> Result<Health> {
        let row = self.renewer(scope, name).row_that_is().await?;
        Ok(Health::of(&self.app.platform, &row, self.parts.clock.now()))
    }

    /// Looks after a connection that nobody may be using: renews one that was not used for thirty
    /// days, so that it does not end for that, and takes up an attempt to renew that was left, whose
    /// answer the authority takes back after ten minutes. A service calls it for each row every few
    /// minutes, which asks nobody unless there is something to do. Tells whether it was renewed.
    ///
    /// # Errors
    /// `NeedsConsent` if the grant has ended; those of the authority and the vault.
    pub async fn tend(&self, scope: &TenantScope, name: &SecretName) -> Result<bool> {
        let renewer = self.renewer(scope, name);
        let row = renewer.row().await?;
        let is_used = self.parts.clock.now() < row.renewed_at.saturating_add(UNUSED);
        if is_used && row.attempt.is_none() {
            return Ok(false);
        }
        Ok(matches!(renewer.renew(Demand::Due).await?, Renewal::Done | Renewal::Adopted))
    }

    /// The sites that a connection to Atlassian reaches, for a person to choose from.
    ///
    /// # Errors
    /// `Unsupported` at another platform; `NeedsConsent` if the grant has ended.
    pub async fn sites(&self, scope: &TenantScope, name: &SecretName) -> Result<Vec<Site>> {
        let Platform::Atlassian { api, .. } = &self.app.platform else {
            return Err(Error::new(ErrorKind::Unsupported, "only Atlassian lists sites")
                .with("platform", self.app.platform.name()));
        };
        let header = self.credential(scope, name).lend().await?;
        let invalid = |_| Error::new(ErrorKind::DataCorrupt, "the token cannot be sent");
        let mut value = HeaderValue::from_str(header.expose_secret()).map_err(invalid)?;
        value.set_sensitive(true);
        let request =
            Request::get(below(api, &["oauth", "token", "accessible-resources"]).as_str())
                .header(AUTHORIZATION, value)
                .header(ACCEPT, "application/json")
                .body(Body::Empty)
                .map_err(|_| {
                    Error::new(ErrorKind::Misuse, "the address of the API cannot be used")
                })?;
        let answer = ask(self.parts.wire.as_ref(), self.parts.clock.as_ref(), request).await?;
        // The cause would quote what it could not read.
        let sites: Option<Vec<Site>> = serde_json::from_slice(&answer.body).ok();
        let found = sites.filter(|_| answer.status.is_success());
        found.ok_or_else(|| fault(&self.app.platform, &answer).with("connection", name))
    }

    /// Ends a connection: the grant is destroyed, and what was lent of it is not lent again. Neither
    /// platform lets a program take a grant back; its person can, in their account's settings.
    ///
    /// # Errors
    /// `NotFound` if there is none of this name.
    pub async fn disconnect(&self, scope: &TenantScope, name: &SecretName) -> Result<()> {
        // The row first: what is half done is a secret that nobody lends, and is ended by the next.
        let was_there = self.parts.rows.remove(scope, name).await?;
        match self.parts.vault.destroy(scope, name).await {
            Err(error) if error.kind() == ErrorKind::NotFound && was_there => Ok(()),
            ended => ended,
        }
    }

    fn renewer(&self, scope: &TenantScope, name: &SecretName) -> Renewer {
        Renewer {
            parts: self.parts.clone(),
            app: self.app.clone(),
            scope: scope.clone(),
            name: name.clone(),
        }
    }
}
